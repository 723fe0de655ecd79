using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>An alert on an entry, as far as the entry's next match depends on it.</summary>
internal readonly record struct RaisedEarlier(
    StoreId Store,
    AlertState State,
    DateTimeOffset RaisedAt,
    DateTimeOffset VotingEndsAt,
    DateTimeOffset ActionableUntil,
    DateTimeOffset? SuppressedUntil
)
{
    /// <summary>Whether it keeps its store from raising a second one: people look at it, or it pauses the entry (R16).</summary>
    public bool KeepsQuiet(DateTimeOffset now) =>
        State switch
        {
            // Its picture is not coming any more: the connector may never have heard of this alert.
            AlertState.Raised => now < RaisedAt + AlertWorkflow.EvidenceTime,
            AlertState.Voting => now < VotingEndsAt,
            AlertState.Confirmed => now < ActionableUntil,
            AlertState.Rejected => SuppressedUntil > now,
            AlertState.Expired or AlertState.Closed or AlertState.Disputed or AlertState.Frozen or AlertState.Drill => false,
        };
}
