using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>How fast the confirmation is, and how often it was wrong (R29, R50). Drills never count.</summary>
internal static class Reports
{
    private const int MostRows = 500;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <summary>A quarter and a little more: quantiles are taken in memory.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100);

    /// <summary>Times from the camera's picture, milliseconds.</summary>
    public sealed record Distribution(int Count, double P50, double P90, double P95, double P99, double Max);

    /// <param name="ToTablet">Until a tablet fetched the picture; null if none did.</param>
    public sealed record AlertTimes(
        AlertId Alert,
        double ToAlert,
        double? ToTablet,
        double? ToFirstVote,
        double? ToDecision,
        double? ToOutcome
    );

    public sealed record Timings(
        int Alerts,
        Distribution? CameraToAlert,
        Distribution? CameraToTablet,
        Distribution? CameraToFirstVote,
        Distribution? CameraToDecision,
        Distribution? CameraToOutcome,
        IReadOnlyList<AlertTimes> PerAlert
    );

    /// <param name="Alerts">All that were raised.</param>
    /// <param name="Total">Cases that were found to be mistakes, or have one on record.</param>
    public sealed record Misidentifications(
        int Alerts,
        int Confirmed,
        int Total,
        IReadOnlyDictionary<MisidentificationCause, int> ByCause,
        int RecordedLate
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/reports/timings", TimingsAsync).AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention, Role.Auditor);
        routes
            .MapGet("/api/reports/misidentifications", MisidentificationsAsync)
            .AllowRoles(Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.Auditor);
    }

    private static async Task<Answer<Ok<Timings>>> TimingsAsync(
        StoreId? storeId,
        DateTimeOffset? from,
        DateTimeOffset? to,
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var all = caller.Roles.Any(r => r is Role.HeadOfficeLossPrevention or Role.Auditor);
        if (storeId is { } id ? !await caller.ReachesAsync(db, id, cancellation) : !all)
        {
            return Refusal.NotFound("store");
        }

        if (!Period(from, to, time).Succeeded(out var period, out var refusal))
        {
            return refusal;
        }

        var alerts = await db.Set<Alert>()
            .AsNoTracking()
            .Where(a => a.DrillExpected == null && a.RaisedAt >= period.From && a.RaisedAt <= period.To)
            .Where(a => storeId == null || a.StoreId == storeId)
            .OrderByDescending(a => a.RaisedAt)
            .Select(a => new
            {
                a.Id,
                a.CapturedAt,
                a.RaisedAt,
                a.FirstShownAt,
                a.FirstVoteAt,
                DecidedAt = a.ConfirmedAt ?? (a.State == AlertState.Rejected ? a.ClosedAt : null),
                a.OutcomeAt,
            })
            .ToListAsync(cancellation);
        var times = alerts.ConvertAll(a => new AlertTimes(
            a.Id,
            (a.RaisedAt - a.CapturedAt).TotalMilliseconds,
            (a.FirstShownAt - a.CapturedAt)?.TotalMilliseconds,
            (a.FirstVoteAt - a.CapturedAt)?.TotalMilliseconds,
            (a.DecidedAt - a.CapturedAt)?.TotalMilliseconds,
            (a.OutcomeAt - a.CapturedAt)?.TotalMilliseconds
        ));
        return TypedResults.Ok(
            new Timings(
                times.Count,
                Distribute(times.Select(t => (double?)t.ToAlert)),
                Distribute(times.Select(t => t.ToTablet)),
                Distribute(times.Select(t => t.ToFirstVote)),
                Distribute(times.Select(t => t.ToDecision)),
                Distribute(times.Select(t => t.ToOutcome)),
                [.. times.Take(MostRows)]
            )
        );
    }

    private static async Task<Answer<Ok<Misidentifications>>> MisidentificationsAsync(
        DateTimeOffset? from,
        DateTimeOffset? to,
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!Period(from, to, time).Succeeded(out var period, out var refusal))
        {
            return refusal;
        }

        await using var db = database.Of(caller.Tenant);
        var real = db.Set<Alert>().Where(a => a.DrillExpected == null && a.RaisedAt >= period.From && a.RaisedAt <= period.To);
        var cases = await db.Set<Case>()
            .AsNoTracking()
            .Where(c => c.OpenedAt >= period.From && c.OpenedAt <= period.To)
            .ToListAsync(cancellation);
        var mistakes = cases.FindAll(c => c.Misidentification is not null && c.Finding is null or CaseFinding.Misidentified);
        return TypedResults.Ok(
            new Misidentifications(
                await real.CountAsync(cancellation),
                await real.CountAsync(a => a.ConfirmedAt != null, cancellation),
                mistakes.Count,
                Enum.GetValues<MisidentificationCause>()
                    .ToDictionary(cause => cause, cause => mistakes.Count(m => m.Misidentification!.Cause == cause)),
                mistakes.Count(m => m.IsOverdue(time.GetUtcNow()))
            )
        );
    }

    /// <summary>The given period, or the last 30 days.</summary>
    private static Result<ReportPeriod> Period(DateTimeOffset? from, DateTimeOffset? to, TimeProvider time)
    {
        var end = to ?? time.GetUtcNow();
        var start = from ?? end - Usual;
        return start < end && end - start <= Longest
            ? new ReportPeriod(start.ToUniversalTime(), end.ToUniversalTime())
            : Refusal.Invalid("period-invalid", $"from must be before to, by at most {Longest.TotalDays:0} days.");
    }

    private sealed record ReportPeriod(DateTimeOffset From, DateTimeOffset To);

    private static Distribution? Distribute(IEnumerable<double?> values)
    {
        var sorted = values.OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : new(sorted.Count, At(0.5), At(0.9), At(0.95), At(0.99), sorted[^1]);

        // Nearest rank: always a time that really occurred.
        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
