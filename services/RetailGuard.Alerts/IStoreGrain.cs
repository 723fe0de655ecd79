using Orleans;
using Orleans.Concurrency;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>One store: decides on tracks and knows its cameras. Key: tenant/store.</summary>
[Alias("RetailGuard.IStoreGrain")]
public interface IStoreGrain : IGrainWithStringKey
{
    /// <summary>
    /// Decides on tracks, as on each of them after the other (R6), with one answer for each in their order, from memory alone. A track
    /// that cannot be decided spoils no other. The templates are not kept: they may be zeroed when this returns (R1).
    /// </summary>
    [Alias("Decide"), AlwaysInterleave, ResponseTimeout(LiveCall.Limit)]
    Task<TrackAnswer[]> Decide(TrackReport[] tracks);

    /// <summary>Makes a match an alert, or another picture of one that staff look for. What is held is on record when this returns.</summary>
    [Alias("Raise"), AlwaysInterleave]
    Task<TrackAnswer> Raise(RaiseAlert match);

    /// <summary>A connector's line is there: takes what it says of its cameras, and gives what the connector may do now.</summary>
    [Alias("Beat"), AlwaysInterleave, ResponseTimeout(LiveCall.Limit)]
    Task<StorePolicy> Heartbeat(ConnectorLine line);

    /// <summary>A connector's line has ended: its cameras are dark.</summary>
    [Alias("LineEnded"), AlwaysInterleave]
    Task LineEnded(Guid line);

    /// <summary>Looks at the record now: what was stopped, which cameras there are, what is on the list.</summary>
    [Alias("Refresh"), AlwaysInterleave]
    Task Refresh();

    /// <summary>The store as its tablets show it; null while the record has not answered.</summary>
    [Alias("Show"), AlwaysInterleave, ResponseTimeout(LiveCall.Limit)]
    Task<FeedStore?> Show();

    /// <summary>Starts the store where it is not; costs nothing where it is.</summary>
    [Alias("Wake"), AlwaysInterleave, ResponseTimeout(LiveCall.Limit)]
    Task Wake();

    /// <summary>Raises a drill, unless a real alert is open (R48).</summary>
    [Alias("StartDrill")]
    Task<Result<Done>> StartDrill();
}
