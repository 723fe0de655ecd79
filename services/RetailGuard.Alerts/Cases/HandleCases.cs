using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>Cases of people who disputed an alert: the list, the record of a mistake (R29), and the end.</summary>
internal static class HandleCases
{
    public sealed record MisidentificationRequest(
        MisidentificationCause Cause,
        [property: MaxLength(1000)] string Apology,
        [property: MaxLength(1000)] string Redress,
        [property: MaxLength(1000)] string Fix
    );

    public sealed record CloseRequest(CaseFinding Finding, [property: MaxLength(1000)] string Note);

    public sealed record MisidentificationView(
        MisidentificationCause Cause,
        string Apology,
        string Redress,
        string Fix,
        PersonId RecordedBy,
        DateTimeOffset RecordedAt
    );

    /// <param name="State"><c>open</c> or <c>closed</c>.</param>
    public sealed record CaseView(
        string Number,
        AlertId Alert,
        EntryId Entry,
        Named Store,
        DateTimeOffset OpenedAt,
        PersonId OpenedBy,
        DateTimeOffset RecordDueAt,
        bool Overdue,
        MisidentificationView? Misidentification,
        string State,
        CaseFinding? Finding,
        string? Note,
        DateTimeOffset? ClosedAt
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        Role[] handlers = [Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer];
        Role[] deciders = [Role.HeadOfficeLossPrevention, Role.PrivacyOfficer];
        routes.MapGet("/api/cases", ListAsync).AllowRoles([.. handlers, Role.Auditor]);
        routes.MapGet("/api/cases/{number}", OneAsync).AllowRoles([.. handlers, Role.Auditor]);
        routes.MapGet("/api/cases/{number}/pictures/{which}", PictureAsync).AllowRoles(deciders);
        routes.MapPut("/api/cases/{number}/misidentification", RecordAsync).AllowRoles(handlers);
        routes.MapPost("/api/cases/{number}/close", CloseAsync).AllowRoles(deciders);
    }

    private static async Task<Answer<Ok<List<CaseView>>>> ListAsync(
        string? state,
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (state is not (null or "open" or "closed"))
        {
            return Refusal.Invalid("state-unknown", "state is open or closed, or left out for all.");
        }

        await using var db = database.Of(caller.Tenant);
        var cases = await db.Set<Case>()
            .AsNoTracking()
            .Where(c => state == null || (c.ClosedAt == null) == (state == "open"))
            .OrderBy(c => c.OpenedAt)
            .ToListAsync(cancellation);
        var stores = await db.Set<Store>().ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        return TypedResults.Ok(
            cases.Where(c => caller.Reaches(c.StoreId)).Select(c => View(c, stores[c.StoreId], time.GetUtcNow())).ToList()
        );
    }

    private static async Task<Answer<Ok<CaseView>>> OneAsync(
        string number,
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        return await FindAsync(db, number, caller, cancellation) is { } found
            ? TypedResults.Ok(await ViewAsync(db, found, time.GetUtcNow(), cancellation))
            : Refusal.NotFound("case");
    }

    private static async Task<Answer<JpegImage>> PictureAsync(
        string number,
        string which,
        Caller caller,
        Database database,
        EvidencePictures pictures,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        AlertPicture? wanted = which switch
        {
            "live" => AlertPicture.Live,
            "latest" => AlertPicture.Latest,
            "enrolment" => AlertPicture.Enrolment,
            _ => null,
        };

        // A closed case needs no picture any more.
        if (wanted is null || await FindAsync(db, number, caller, cancellation) is not { ClosedAt: null } open)
        {
            return Refusal.NotFound("picture");
        }

        var alert = await db.Set<Alert>().AsNoTracking().SingleAsync(a => a.Id == open.AlertId, cancellation);
        if (await pictures.OpenAsync(alert, wanted.Value, cancellation) is not { } picture)
        {
            return Refusal.NotFound("picture");
        }

        await audit.CommitAsync(
            db,
            caller.Tenant,
            [new(caller.Actor, "case.picture-viewed", number, new { which, alert = alert.Id })],
            cancellation
        );
        return new JpegImage(picture);
    }

    private static async Task<Answer<Ok<CaseView>>> RecordAsync(
        string number,
        MisidentificationRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var saved = await audit.CommitOrRetryAsync(
            caller.Tenant,
            db => PrepareRecordAsync(db, number, request, caller, time.GetUtcNow(), cancellation),
            cancellation
        );
        return saved.ToHttp(TypedResults.Ok);
    }

    private static async Task<Decision<CaseView>> PrepareRecordAsync(
        RetailGuardDb db,
        string number,
        MisidentificationRequest request,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (!(await FindOpenAsync(db, number, caller, cancellation)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        found.Misidentification = new()
        {
            Cause = request.Cause,
            Apology = request.Apology.Trim(),
            Redress = request.Redress.Trim(),
            Fix = request.Fix.Trim(),
            RecordedBy = caller.Person,

            // What is added later does not make a timely record late.
            RecordedAt = found.Misidentification?.RecordedAt ?? now,
        };
        return new(
            await ViewAsync(db, found, now, cancellation),
            new AuditEvent(caller.Actor, "case.misidentification-recorded", number, new { request.Cause, alert = found.AlertId })
        );
    }

    private static async Task<Answer<Ok<CaseView>>> CloseAsync(
        string number,
        CloseRequest request,
        Caller caller,
        AuditLog audit,
        ForgetAlerts forget,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var saved = await audit.CommitOrRetryAsync(
            caller.Tenant,
            db => PrepareCloseAsync(db, number, request, caller, time.GetUtcNow(), cancellation),
            cancellation
        );
        if (saved.Succeeded(out var closed, out _))
        {
            await forget.TryAsync(caller.Tenant, closed.Alert, CancellationToken.None);
        }

        return saved.ToHttp(TypedResults.Ok);
    }

    private static async Task<Decision<CaseView>> PrepareCloseAsync(
        RetailGuardDb db,
        string number,
        CloseRequest request,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (!(await FindOpenAsync(db, number, caller, cancellation)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        if (request.Finding is CaseFinding.Misidentified && found.Misidentification is null)
        {
            return Refusal.Conflict(
                "record-missing",
                "Record the misidentification first: its cause, the apology, the redress and the fix."
            );
        }

        (found.Finding, found.Note, found.ClosedAt) = (request.Finding, request.Note.Trim(), now);
        return new(
            await ViewAsync(db, found, now, cancellation),
            new AuditEvent(caller.Actor, "case.closed", number, new { request.Finding, alert = found.AlertId })
        );
    }

    private static async Task<Case?> FindAsync(RetailGuardDb db, string number, Caller caller, CancellationToken cancellation) =>
        await db.Set<Case>().AsTracking().SingleOrDefaultAsync(c => c.Number == number, cancellation) is { } found
        && caller.Reaches(found.StoreId)
            ? found
            : null;

    private static async Task<Result<Case>> FindOpenAsync(RetailGuardDb db, string number, Caller caller, CancellationToken cancellation) =>
        await FindAsync(db, number, caller, cancellation) switch
        {
            null => Refusal.NotFound("case"),
            { ClosedAt: not null } => Refusal.Conflict("case-closed", "This case is closed; its record does not change any more."),
            var open => open,
        };

    private static async Task<CaseView> ViewAsync(RetailGuardDb db, Case found, DateTimeOffset now, CancellationToken cancellation) =>
        View(found, await db.Set<Store>().Where(s => s.Id == found.StoreId).Select(s => s.Name).SingleAsync(cancellation), now);

    private static CaseView View(Case c, string store, DateTimeOffset now) =>
        new(
            c.Number,
            c.AlertId,
            c.EntryId,
            new(c.StoreId.Value, store),
            c.OpenedAt,
            c.OpenedBy,
            c.RecordDueAt,
            c.IsOverdue(now),
            c.Misidentification is { } m ? new(m.Cause, m.Apology, m.Redress, m.Fix, m.RecordedBy, m.RecordedAt) : null,
            c.ClosedAt is null ? "open" : "closed",
            c.Finding,
            c.Note,
            c.ClosedAt
        );
}

/// <summary>While a case on an entry is open, nobody brings the entry back (R40), and what is held of the person is kept.</summary>
internal sealed class OpenCases(IEntryFamilies families) : IReinstatementGuard, IHolds
{
    public async Task<IReadOnlyList<Hold>> OpenAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var cases = await db.Set<Case>().AsTracking().Where(c => c.ClosedAt == null).ToListAsync(cancellation);
        return [.. cases.Where(c => c.ClosedAt is null).Select(c => new Hold(c.Number, c.EntryId, c.StoreId, c.OpenedAt))];
    }

    public async Task<Refusal?> WhyNotAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation)
    {
        var family = await families.OfAsync(db, entry, cancellation);
        return
            await db.Set<Case>()
                .Where(c => family.Contains(c.EntryId) && c.ClosedAt == null)
                .Select(c => c.Number)
                .FirstOrDefaultAsync(cancellation)
                is { } number
            ? Refusal.Conflict("case-open", $"Case {number} on this person's entry is open. Close it first.")
            : null;
    }
}

/// <summary>Who was taken for the person on an entry, by what cause (R29).</summary>
internal sealed class Misidentifications : IEntryWarnings
{
    public async Task<IReadOnlyList<EntryWarning>> OfAsync(
        RetailGuardDb db,
        IReadOnlyCollection<EntryId> entries,
        CancellationToken cancellation
    )
    {
        var recorded = await db.Set<Case>()
            .AsNoTracking()
            .Where(c => entries.Contains(c.EntryId) && c.Misidentification != null)
            .Select(c => new { c.Misidentification!.Cause, c.Misidentification.RecordedAt })
            .ToListAsync(cancellation);
        return
        [
            .. recorded
                .OrderByDescending(m => m.RecordedAt)
                .Select(m => new EntryWarning(
                    "misidentification",
                    JsonNamingPolicy.CamelCase.ConvertName(m.Cause.ToString()),
                    m.RecordedAt
                )),
        ];
    }
}
