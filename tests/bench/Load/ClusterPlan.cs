namespace RetailGuard.Bench.Load;

/// <param name="Nodes">Server processes: 1, or a cluster of more.</param>
/// <param name="Kills">How often one of them is killed with -9.</param>
/// <param name="Seconds">Of load at least; kills that take longer prolong it.</param>
internal sealed record ClusterPlan(int Nodes, int Kills, int Stores, TimeSpan Seconds);

/// <summary>What is printed at the end.</summary>
/// <param name="FacesPerSecond">Decided, kills and take-overs included.</param>
/// <param name="TakeoverMs">From a kill until a store decides a face again: of stores whose connector was on the killed node or that went without a decision for over a second.</param>
/// <param name="AcknowledgedLost">Acts that were answered with success and are not on record.</param>
/// <param name="DoubleCounted">Votes, acts and alerts on record more often than they were done.</param>
/// <param name="StuckAlerts">Alerts whose deadline has passed and that did not end.</param>
/// <param name="UndecidedDuringTakeover">Faces that were answered with "not decided", or whose line ended first.</param>
/// <param name="ChainHolds">Whether every audit chain was recomputed and is whole.</param>
/// <param name="BytesOfNonMatchesLeft">Of templates that matched nobody, in the memory of the nodes.</param>
/// <param name="Acknowledged">Acts that were answered with success, by their audit event.</param>
/// <param name="Troubles">What else was not as it should be; none of it is a loss.</param>
internal sealed record ClusterReport(
    int Nodes,
    int Kills,
    int Stores,
    double Seconds,
    double FacesPerSecond,
    Takeover? TakeoverMs,
    int AcknowledgedLost,
    int DoubleCounted,
    int StuckAlerts,
    int UndecidedDuringTakeover,
    bool ChainHolds,
    long BytesOfNonMatchesLeft,
    IReadOnlyDictionary<string, int> Acknowledged,
    IReadOnlyList<string> Troubles
)
{
    /// <summary>What the run is for.</summary>
    public bool IsSound() => this is { AcknowledgedLost: 0, DoubleCounted: 0, StuckAlerts: 0, ChainHolds: true, BytesOfNonMatchesLeft: 0 };
}

internal sealed record Takeover(double P50, double Max);
