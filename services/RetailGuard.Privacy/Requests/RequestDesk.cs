using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>A request that was loaded to be read or changed, with all that a step decides by.</summary>
internal sealed class OpenedRequest(RetailGuardDb db, PersonRequest request, RequestTexts? texts, Store store, DateTimeOffset now)
{
    public RetailGuardDb Db => db;

    public PersonRequest Request => request;

    /// <summary>Null when they are erased.</summary>
    public RequestTexts? Texts { get; set; } = texts;

    public Store Store => store;

    public DateTimeOffset Now => now;

    public DateOnly Today => DayOf(now);

    public DateOnly ReceivedOn => DayOf(request.ReceivedAt);

    public DateOnly DueOn => StatutoryClock.DueOn(request.Kind, ReceivedOn, request.ExtendedBy);

    /// <summary>Until when a tied correction is decided (R40); null for others.</summary>
    public DateOnly? DecideBy => request is { IsCorrection: true, TiedAt: { } tied } ? StatutoryClock.DecideBy(DayOf(tied)) : null;

    public DateOnly? AcknowledgeBy => StatutoryClock.AcknowledgeBy(request.Kind, ReceivedOn);

    /// <summary>How the last mail to the person stands; null when there was none.</summary>
    public MailStanding? Mail { get; init; }

    public DateOnly DayOf(DateTimeOffset at) => StatutoryClock.DayOf(at, store.TimeZone);

    /// <summary>Why nothing may be changed on it any more; null when it is open.</summary>
    public Refusal? WhyClosed =>
        request.State is RequestState.Open && Texts is not null
            ? null
            : Refusal.Conflict("request-closed", "This request is closed; what was answered does not change any more.");
}

/// <summary>Loads a request with its texts, lets one step decide, and saves row, texts and events at once.</summary>
internal sealed class RequestDesk(Database database, TenantKeys keys, AuditLog audit, RequestMails mails, TimeProvider time)
{
    public static readonly Refusal Unknown = Refusal.NotFound("request");

    /// <param name="step">Changes what it was given, and says what has happened; may run several times.</param>
    public Task<Result<T>> ChangeAsync<T>(
        TenantId tenant,
        string number,
        Func<OpenedRequest, Task<Decision<T>>> step,
        CancellationToken cancellation
    ) =>
        audit.CommitOrRetryAsync<T>(
            tenant,
            async db =>
            {
                var request = await db.Set<PersonRequest>().AsTracking().SingleOrDefaultAsync(r => r.Number == number, cancellation);
                if (request is null)
                {
                    return Unknown;
                }

                var read = await RequestTexts.ReadAsync(keys, request, cancellation);
                var opened = await OpenAsync(db, request, read?.Texts, cancellation);
                var stood = RequestMails.Standing.Of(request);
                var decision = await step(opened);
                if (decision.Events.Count > 0)
                {
                    await mails.FollowAsync(stood, opened, cancellation);
                }

                if (read is { } before && request.KeyId is not null && !ReferenceEquals(before.Texts, opened.Texts))
                {
                    request.SealedTexts = opened.Texts!.Seal(before.Key, number);
                }

                return decision;
            },
            cancellation
        );

    /// <summary>A request to look at; null when there is none.</summary>
    public async Task<OpenedRequest?> FindAsync(RetailGuardDb db, string number, CancellationToken cancellation)
    {
        var request = await db.Set<PersonRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Number == number, cancellation);
        return request is null
            ? null
            : await OpenAsync(db, request, (await RequestTexts.ReadAsync(keys, request, cancellation))?.Texts, cancellation);
    }

    /// <summary>A context of the retailer that a request belongs to; null when no request has the number.</summary>
    public async Task<TenantId?> TenantOfAsync(string number, CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        return (await all.Set<PersonRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Number == number, cancellation))?.Tenant;
    }

    private async Task<OpenedRequest> OpenAsync(
        RetailGuardDb db,
        PersonRequest request,
        RequestTexts? texts,
        CancellationToken cancellation
    ) =>
        new(
            db,
            request,
            texts,
            await db.Set<Store>().AsNoTracking().SingleAsync(s => s.Id == request.StoreId, cancellation),
            time.GetUtcNow()
        )
        {
            Mail = await mails.StandingAsync(db, request.Number, cancellation),
        };
}
