using System.Text.Json;

namespace RetailGuard.Bench.Load;

/// <summary>Milliseconds.</summary>
internal sealed record Spread(int Count, double P50, double P95, double P99, double Max)
{
    public static Spread? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : new(sorted.Count, At(0.5), At(0.95), At(0.99), At(1));

        // Nearest rank: always a time that really occurred.
        double At(double share) => Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)], 1);
    }
}

/// <summary>One-minute load average of the machine during the measurement: what else ran, too.</summary>
internal sealed record MachineLoad(double Least, double Mean, double Most);

/// <summary>A promise about a time, and whether it was kept.</summary>
internal sealed record Target(string What, double LimitMs, double? SeenMs)
{
    public bool Met => SeenMs <= LimitMs;
}

/// <summary>What <c>bench confirmation</c> prints.</summary>
/// <param name="Server">What the server reports of the same alerts.</param>
internal sealed record ConfirmationReport(
    int Stores,
    int Tablets,
    double Seconds,
    int Cores,
    MachineLoad LoadAverage,
    int Alerts,
    int Outcomes,
    Spread? CameraToAlertMs,
    Spread? CameraToTabletMs,
    Spread? CameraToPicturesMs,
    Spread? CameraToFirstVoteMs,
    Spread? CameraToDecisionMs,
    Spread? CameraToOutcomeMs,
    Spread? WakeToTruthMs,
    int StaleOnWaking,
    IReadOnlyDictionary<string, JsonElement> Server,
    IReadOnlyList<Target> Targets,
    IReadOnlyList<string> Troubles
);
