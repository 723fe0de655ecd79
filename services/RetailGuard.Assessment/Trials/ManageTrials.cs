using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>Trials (R45): started with what is not known yet, ended by themselves, concluded or extended by two.</summary>
internal static class ManageTrials
{
    /// <param name="MissingEvidence">What is not known yet: a trial is for that alone.</param>
    /// <param name="Measures">What is counted, and what would be enough.</param>
    /// <param name="ComparedWith">What the counts are held against.</param>
    /// <param name="StoreIds">At least one; none of them in another trial.</param>
    /// <param name="EndsAt">Ahead, at most six months.</param>
    public sealed record TrialRequest(
        [property: MaxLength(2000)] string MissingEvidence,
        [property: MaxLength(2000)] string Measures,
        [property: MaxLength(2000)] string ComparedWith,
        List<StoreId> StoreIds,
        List<StoreId> ComparisonStoreIds,
        DateTimeOffset EndsAt
    );

    /// <param name="Findings">What was counted, and what it shows.</param>
    /// <param name="ExtendTo">Of an extension: after its end, at most six months.</param>
    public sealed record VerdictRequest(TrialVerdict Verdict, [property: MaxLength(4000)] string Findings, DateTimeOffset? ExtendTo = null);

    /// <param name="ProposedAt">Of the verdict that the caller has read.</param>
    public sealed record AgreeRequest(DateTimeOffset ProposedAt);

    public sealed record EndRequest([property: MaxLength(300)] string Reason);

    public sealed record StartedTrial(int Number);

    public sealed record TrialStore(StoreId Id, string Name);

    /// <param name="WhyNotYou">Why the caller's agreement would not count; null when it would.</param>
    public sealed record VerdictView(
        TrialVerdict Verdict,
        string Findings,
        DateTimeOffset? ExtendTo,
        Named ProposedBy,
        DateTimeOffset ProposedAt,
        Named? AgreedBy,
        DateTimeOffset? ConcludedAt,
        string? WhyNotYou
    );

    /// <param name="Verdict">Null while none is proposed.</param>
    public sealed record TrialView(
        int Number,
        TrialState State,
        string MissingEvidence,
        string Measures,
        string ComparedWith,
        IReadOnlyList<TrialStore> Stores,
        IReadOnlyList<TrialStore> ComparisonStores,
        Named StartedBy,
        DateTimeOffset StartedAt,
        DateTimeOffset EndsAt,
        string? EndedWhy,
        bool WasExtended,
        VerdictView? Verdict
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/trials", ListAsync).AllowRoles(WriteAssessment.Readers);
        routes.MapPost("/api/trials", StartAsync).AllowRoles(WriteAssessment.Writers);
        routes.MapPost("/api/trials/{number}/end", EndAsync).AllowRoles(WriteAssessment.Writers);
        routes.MapPost("/api/trials/{number}/verdict", ProposeAsync).AllowRoles(WriteAssessment.Writers);
        routes.MapPost("/api/trials/{number}/agree", AgreeAsync).AllowRoles(WriteAssessment.Writers);
    }

    /// <summary>Those in stores that the person reaches, the newest first.</summary>
    private static async Task<Ok<List<TrialView>>> ListAsync(
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var trials = await db.Set<Trial>().AsNoTracking().OrderByDescending(t => t.Number).ToListAsync(cancellation);
        trials.RemoveAll(t => !t.Stores.Any(caller.Reaches));
        var stores = await db.Set<Store>().AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        var people = trials.SelectMany(t => new[] { t.StartedBy, t.ProposedBy, t.AgreedBy }).OfType<PersonId>().Distinct().ToList();
        var names = await db.Set<Person>()
            .AsNoTracking()
            .IgnoreAutoIncludes()
            .Where(p => people.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => new Named(p.Id.Value, p.Name), cancellation);
        var (me, now) = (await Signatory.OfAsync(db, caller.Person, cancellation), time.GetUtcNow());
        return TypedResults.Ok(trials.ConvertAll(t => View(t, stores, names, me, now)));
    }

    private static TrialView View(
        Trial trial,
        Dictionary<StoreId, string> stores,
        Dictionary<PersonId, Named> names,
        Signatory me,
        DateTimeOffset now
    )
    {
        return new(
            trial.Number,
            trial.StateAt(now),
            trial.MissingEvidence,
            trial.Measures,
            trial.ComparedWith,
            Named(trial.Stores),
            Named(trial.ComparisonStores),
            names[trial.StartedBy],
            trial.StartedAt,
            trial.EndsAt,
            trial.EndedWhy,
            trial.WasExtended,
            trial.Verdict is { } verdict
                ? new(
                    verdict,
                    trial.Findings!,
                    trial.ExtendTo,
                    names[trial.ProposedBy!.Value],
                    trial.ProposedAt!.Value,
                    trial.AgreedBy is { } agreed && !trial.IsWaiting ? names[agreed] : null,
                    trial.ConcludedAt,
                    trial.IsWaiting ? trial.WhyNot(me)?.Detail : null
                )
                : null
        );

        List<TrialStore> Named(IReadOnlyList<StoreId> ids) => [.. ids.Select(id => new TrialStore(id, stores[id]))];
    }

    private static async Task<Answer<Ok<StartedTrial>>> StartAsync(
        TrialRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<StartedTrial>> DecideAsync(RetailGuardDb db)
        {
            var now = time.GetUtcNow();
            var trials = await db.Set<Trial>().AsNoTracking().ToListAsync(cancellation);
            var open = await db.Set<Store>().Where(s => s.ClosedAt == null).Select(s => s.Id).ToListAsync(cancellation);
            if (WhyNot(request, open, trials, now) is { } refusal)
            {
                return refusal;
            }

            var number = 1 + trials.Select(t => t.Number).DefaultIfEmpty().Max();
            var trial = new Trial
            {
                Tenant = caller.Tenant,
                Number = number,
                MissingEvidence = request.MissingEvidence.Trim(),
                Measures = request.Measures.Trim(),
                ComparedWith = request.ComparedWith.Trim(),
                Stores = [.. request.StoreIds.Distinct()],
                ComparisonStores = [.. request.ComparisonStoreIds.Distinct()],
                StartedBy = caller.Person,
                StartedAt = now,
                EndsAt = request.EndsAt.ToUniversalTime(),
            };
            db.Add(trial);
            return new(
                new StartedTrial(number),
                new AuditEvent(
                    caller.Actor,
                    "trial.started",
                    caller.Tenant.ToString(),
                    new
                    {
                        number,
                        trial.EndsAt,
                        Stores = trial.Stores.Select(s => s.Value),
                    }
                )
            );
        }
    }

    /// <summary>All that is wrong with a trial to be, at once; null when nothing is.</summary>
    private static Refusal? WhyNot(TrialRequest request, List<StoreId> open, List<Trial> trials, DateTimeOffset now)
    {
        var wrong = new WrongFields();
        if (request.StoreIds.Count == 0)
        {
            wrong.Add("storeIds", "field-missing", "storeIds is missing: at least one store is on trial.");
        }

        if (request.StoreIds.Concat(request.ComparisonStoreIds).Except(open).Any())
        {
            wrong.Add("storeIds", "store-unknown", "storeIds and comparisonStoreIds must be open stores of yours.");
        }

        if (request.StoreIds.Intersect(request.ComparisonStoreIds).Any())
        {
            wrong.Add("comparisonStoreIds", "store-on-trial", "comparisonStoreIds names a store that is on trial itself.");
        }

        if (trials.Exists(t => t.StateAt(now) is not TrialState.Concluded && t.Stores.Intersect(request.StoreIds).Any()))
        {
            wrong.Add("storeIds", "store-on-trial", "storeIds names a store of a trial that is not concluded.");
        }

        if (request.EndsAt <= now || request.EndsAt > now.AddMonths(Trial.MostMonths))
        {
            wrong.Add("endsAt", "trial-too-long", $"endsAt must lie ahead, at most {Trial.MostMonths} months.");
        }

        return wrong.Refusal;
    }

    /// <summary>Ends it before its time: its stores match nobody from now on.</summary>
    private static Task<Answer<NoContent>> EndAsync(
        int number,
        EndRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            number,
            caller,
            audit,
            "trial.ended-early",
            (_, trial) =>
            {
                if (trial.EndsAt <= time.GetUtcNow())
                {
                    return Task.FromResult<Refusal?>(Refusal.Conflict("trial-over", "This trial is over already."));
                }

                (trial.EndsAt, trial.EndedWhy) = (time.GetUtcNow(), request.Reason.Trim());
                return Task.FromResult<Refusal?>(null);
            },
            cancellation
        );

    /// <summary>Records what was found, and what is to follow; it counts when a second person agrees. A later one takes its place.</summary>
    private static Task<Answer<NoContent>> ProposeAsync(
        int number,
        VerdictRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            number,
            caller,
            audit,
            "trial.verdict-proposed",
            async (db, trial) =>
            {
                var now = time.GetUtcNow();
                if (WhyNot(request, trial, now) is { } refusal)
                {
                    return refusal;
                }

                var proposer = await Signatory.OfAsync(db, caller.Person, cancellation);
                var extendTo = request.Verdict is TrialVerdict.Extend ? request.ExtendTo!.Value.ToUniversalTime() : (DateTimeOffset?)null;
                trial.Propose(request.Verdict, request.Findings.Trim(), extendTo, proposer, now);
                return null;
            },
            cancellation
        );

    private static Refusal? WhyNot(VerdictRequest request, Trial trial, DateTimeOffset now) =>
        request.Verdict is not TrialVerdict.Extend ? null
        : trial.WasExtended
            ? Refusal.Conflict("trial-extended", "A trial is extended once. Its findings are enough, or its stores stay stopped.")
        : request.ExtendTo is not { } to || to <= now || to <= trial.EndsAt || to > trial.EndsAt.AddMonths(Trial.MostMonths)
            ? WrongFields.One(
                "extendTo",
                "trial-too-long",
                $"extendTo must lie ahead and after the trial's end, at most {Trial.MostMonths} months after it."
            )
        : null;

    private static Task<Answer<NoContent>> AgreeAsync(
        int number,
        AgreeRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            number,
            caller,
            audit,
            "trial.verdict-agreed",
            async (db, trial) =>
            {
                if (!trial.IsWaiting)
                {
                    return Refusal.Conflict("verdict-missing", "No verdict waits for a second person.");
                }

                if (trial.ProposedAt != request.ProposedAt)
                {
                    return Refusal.Conflict("verdict-changed", "Somebody has proposed something else since you read it. Look again.");
                }

                var now = time.GetUtcNow();
                if (trial.WhyNot(await Signatory.OfAsync(db, caller.Person, cancellation)) is { } notYou)
                {
                    return notYou;
                }

                if (trial.ExtendTo <= now)
                {
                    return Refusal.Conflict("trial-too-long", "The day to which it was to be extended is past. Propose another one.");
                }

                trial.Agree(caller.Person, now);
                return null;
            },
            cancellation
        );

    private static async Task<Answer<NoContent>> ChangeAsync(
        int number,
        Caller caller,
        AuditLog audit,
        string action,
        Func<RetailGuardDb, Trial, Task<Refusal?>> change,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var found = await db.Set<Trial>().AsTracking().SingleOrDefaultAsync(t => t.Number == number, cancellation);
            if (found is null)
            {
                return Refusal.NotFound("trial");
            }

            if (found.ConcludedAt is not null)
            {
                return Refusal.Conflict("trial-concluded", "Two people have concluded this trial already.");
            }

            var verdict = found.Verdict;
            if (await change(db, found) is { } refusal)
            {
                return refusal;
            }

            return new(
                Done.Instance,
                new AuditEvent(
                    caller.Actor,
                    action,
                    caller.Tenant.ToString(),
                    new
                    {
                        number,
                        Verdict = found.Verdict ?? verdict,
                        found.EndsAt,
                    }
                )
            );
        }
    }
}
