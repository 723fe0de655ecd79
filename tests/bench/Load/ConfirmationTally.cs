using System.Collections.Concurrent;

namespace RetailGuard.Bench.Load;

/// <summary>What the tablets and connectors of a measurement have seen together. Times are milliseconds from the camera's picture.</summary>
internal sealed class ConfirmationTally
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _ended = new();

    /// <summary>Until the connector knows that an alert is raised.</summary>
    public ConcurrentBag<double> ToAlert { get; } = [];

    /// <summary>Until an alert with its picture is on a tablet: one for each tablet that was awake.</summary>
    public ConcurrentBag<double> ToTablet { get; } = [];

    /// <summary>Until a voter has both pictures before them.</summary>
    public ConcurrentBag<double> ToPictures { get; } = [];

    public ConcurrentDictionary<Guid, double> ToFirstVote { get; } = new();

    public ConcurrentDictionary<Guid, double> ToDecision { get; } = new();

    public ConcurrentDictionary<Guid, double> ToOutcome { get; } = new();

    /// <summary>From a tablet's waking to a whole picture of its store.</summary>
    public ConcurrentBag<double> WakeToTruth { get; } = [];

    /// <summary>Pictures on waking that were older than what other tablets had been told before.</summary>
    public ConcurrentBag<string> Stale { get; } = [];

    public ConcurrentBag<string> Troubles { get; } = [];

    /// <summary>Ends when an alert's outcome is recorded.</summary>
    public TaskCompletionSource Ended(Guid alert) => _ended.GetOrAdd(alert, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
