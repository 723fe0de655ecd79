using System.Text.Json;

namespace RetailGuard.Tools.Demo;

internal sealed record Percentiles(double P50, double P95);

/// <summary>What a headless run prints.</summary>
internal sealed record DemoReport(
    double Seconds,
    long Frames,
    long Faces,
    long Tracks,
    long Discarded,
    int Alerts,
    int Confirmed,
    int Rejected,
    IReadOnlyDictionary<string, int> Paths,
    int Drills,
    int CasesClosed,
    int EntriesFrozen,
    int CameraStops,
    int WrongSubject,
    IReadOnlyList<string> SubjectsAlerted,
    Percentiles CameraToTabletMs,
    IReadOnlyDictionary<string, JsonElement> Timings,
    JsonElement EdgeMsPerFrame,
    JsonElement NonMatchLifetimeMs,
    long BytesOfNonMatchesOnDisk,
    bool AuditVerified
)
{
    /// <param name="status">The connector's status page at the end.</param>
    /// <param name="timings">The server's own report of times from camera to outcome.</param>
    public static DemoReport Of(
        TimeSpan duration,
        JsonElement status,
        VoterTally tally,
        HeadOfficeTally headOffice,
        JsonElement timings,
        long bytesFound,
        bool auditVerified
    ) =>
        new(
            duration.TotalSeconds,
            status.GetProperty("frames").GetInt64(),
            status.GetProperty("faces").GetInt64(),
            status.GetProperty("tracks").GetInt64(),
            status.GetProperty("discarded").GetInt64(),
            tally.OfAlerts(tally.Alerts).Count,
            tally.Ended.Values.Count(e => e == "confirmed"),
            tally.Ended.Values.Count(e => e == "rejected"),
            tally.Walked.Values.CountBy(p => p).ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName($"{p.Key}"), p => p.Value),
            tally.Drills.Values.Count(decided => decided),
            headOffice.CasesClosed,
            headOffice.Frozen,
            headOffice.Stops,
            tally.OfAlerts(tally.Subjects).Count(s => s.Named != s.Shown),
            [.. tally.OfAlerts(tally.Subjects).Select(s => s.Named).Distinct().Order(StringComparer.Ordinal)],
            new(Percentile(tally.OfAlerts(tally.CameraToTablet), 0.5), Percentile(tally.OfAlerts(tally.CameraToTablet), 0.95)),
            timings
                .EnumerateObject()
                .Where(t => t.Name.StartsWith("camera", StringComparison.Ordinal))
                .ToDictionary(t => t.Name, t => t.Value),
            status.GetProperty("edgeMsPerFrame"),
            status.GetProperty("nonMatchLifetimeMs"),
            bytesFound,
            auditVerified
        );

    private static double Percentile(List<double> values, double share)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        var sorted = values.Order().ToList();
        return Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)], 1);
    }
}
