using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>An alert as tablets may know it. Holds no answer of any vote; the situation only once two have confirmed (R25).</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedAlert")]
public sealed record FeedAlert
{
    [Id(0)]
    public required AlertId Id { get; init; }

    [Id(1)]
    public required int Version { get; init; }

    [Id(2)]
    public required AlertState State { get; init; }

    [Id(3)]
    public required CameraId Camera { get; init; }

    [Id(4)]
    public required EntryId Entry { get; init; }

    [Id(5)]
    public required DateTimeOffset CapturedAt { get; init; }

    [Id(6)]
    public required DateTimeOffset RaisedAt { get; init; }

    [Id(7)]
    public required DateTimeOffset VotingEndsAt { get; init; }

    [Id(8)]
    public required DateTimeOffset ActionableUntil { get; init; }

    [Id(9)]
    public DateTimeOffset? ClosedAt { get; init; }

    [Id(10)]
    public required bool HasLive { get; init; }

    /// <summary>Who has voted: shown to each person about themselves only.</summary>
    [Id(11)]
    public required IReadOnlyList<PersonId> Voters { get; init; }

    [Id(12)]
    public Situation? Situation { get; init; }

    [Id(13)]
    public AlertOutcome? Outcome { get; init; }

    [Id(14)]
    public PersonId? OutcomeBy { get; init; }

    [Id(15)]
    public required bool OutcomeDue { get; init; }

    [Id(16)]
    public StopReason? Stopped { get; init; }

    [Id(17)]
    public FeedInAisle? InAisle { get; init; }

    [Id(18)]
    public FeedSighting? Latest { get; init; }

    [Id(19)]
    public DateTimeOffset? SuppressedUntil { get; init; }

    [Id(20)]
    public string? CaseNumber { get; init; }

    /// <summary>Never told before the drill is over.</summary>
    [Id(21)]
    public required bool IsDrill { get; init; }

    /// <summary>With <see cref="AlertState.Drill"/> only.</summary>
    [Id(22)]
    public FeedDrill? Drill { get; init; }

    public bool IsOpen => State is AlertState.Raised or AlertState.Voting or AlertState.Confirmed;

    /// <summary>Whether tablets still show it: while it is open or something is to be recorded, and a while after.</summary>
    public bool IsShown(DateTimeOffset now) => IsOpen || OutcomeDue || ClosedAt > now - AlertFeed.ShowClosed;

    internal static async Task<FeedAlert> OfAsync(Alert alert, Entries entries)
    {
        var known = alert.ConfirmedAt is not null
            ? await entries.SituationAsync(alert.Tenant, alert.EntryId, CancellationToken.None)
            : null;
        return new()
        {
            Id = alert.Id,
            Version = alert.Version,
            State = alert.State,
            Camera = alert.CameraId,
            Entry = alert.EntryId,
            CapturedAt = alert.CapturedAt,
            RaisedAt = alert.RaisedAt,
            VotingEndsAt = alert.VotingEndsAt,
            ActionableUntil = alert.ActionableUntil,
            ClosedAt = alert.ClosedAt,
            HasLive = alert is { LiveHash: not null, KeyId: not null },
            Voters = [.. alert.Votes.Select(v => v.PersonId)],
            Situation = known is null
                ? null
                : new(
                    known.Label,
                    known.Category,
                    known.IncidentAt,
                    known.Basis,
                    known.Summary,
                    Math.Round(alert.Match.Score, 1),
                    WhatToDo(known.Category),
                    known.Statements
                ),
            Outcome = alert.Outcome,
            OutcomeBy = alert.OutcomeBy,
            OutcomeDue = alert.OutcomeDue,
            Stopped = alert.Stopped,
            InAisle = alert is { InAisle: { } answer, InAisleAt: { } checkedAt, InAisleBy: { } by } ? new(answer, checkedAt, by) : null,
            Latest = alert is { LatestCamera: { } camera, LatestAt: { } seenAt } ? new(camera, seenAt) : null,
            SuppressedUntil = alert.SuppressedUntil,
            CaseNumber = alert.CaseNumber,
            IsDrill = alert.IsDrill,
            Drill = alert is { State: AlertState.Drill, DrillExpected: { } expected }
                ? new(expected, alert.DrillCorrect, alert.Votes.ToDictionary(v => v.PersonId, v => v.Answer))
                : null,
        };
    }

    /// <summary>Advice for staff: observing comes first, nobody is held or searched (R27).</summary>
    private static string WhatToDo(EntryCategory category) =>
        category switch
        {
            EntryCategory.Weapon =>
                "Do not approach. Tell the manager on duty, keep people away, and call the police on 111 if a weapon is seen.",
            EntryCategory.Violence => "Observe from a distance. Do not approach alone. Call the police on 111 if anybody is in danger.",
            EntryCategory.Threat => "Observe. Two people together may speak to the person calmly. Call the police if threatened.",
            EntryCategory.HighValueTheft or EntryCategory.ProlificTheft =>
                "Observe first. Offer help as to any customer. Nobody is held, searched or accused.",
        };
}

/// <summary>The last answer to "is this the person in front of me?".</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedInAisle")]
public readonly record struct FeedInAisle(
    [property: Id(0)] InAisleAnswer Answer,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] PersonId By
);

/// <summary>Where the person was last seen.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedSighting")]
public readonly record struct FeedSighting([property: Id(0)] CameraId Camera, [property: Id(1)] DateTimeOffset At);

/// <summary>How a drill went.</summary>
/// <param name="Correct">Null when nobody decided it in time, or it gave way to a real alert.</param>
/// <param name="Answers">Each voter's answer: shown to each person about themselves only.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedDrill")]
public sealed record FeedDrill(
    [property: Id(0)] VoteAnswer Expected,
    [property: Id(1)] bool? Correct,
    [property: Id(2)] IReadOnlyDictionary<PersonId, VoteAnswer> Answers
);

/// <summary>What a person did, for those who act on a confirmed alert.</summary>
/// <param name="Score">0–100 scale, one decimal.</param>
/// <param name="Statements">Of the person, where they say that the entry is wrong and it was not corrected (R41).</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.Situation")]
public sealed record Situation(
    [property: Id(0)] string Label,
    [property: Id(1)] EntryCategory Category,
    [property: Id(2)] DateTimeOffset IncidentAt,
    [property: Id(3)] EntryBasis Basis,
    [property: Id(4)] string Summary,
    [property: Id(5)] double Score,
    [property: Id(6)] string WhatToDo,
    [property: Id(7)] IReadOnlyList<string> Statements
);

public enum CameraState
{
    /// <summary>Frames arrive.</summary>
    Live,

    /// <summary>The connector is there, the camera gives no frames.</summary>
    Silent,

    /// <summary>The camera cannot be opened.</summary>
    Failed,

    /// <summary>No connector speaks for this camera.</summary>
    Offline,
}

/// <param name="Reason">Why this camera does not match, in English; null when armed.</param>
/// <param name="ReasonCode">The same for screens to translate.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedCamera")]
public sealed record FeedCamera(
    [property: Id(0)] CameraId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] CameraState State,
    [property: Id(3)] bool Armed,
    [property: Id(4)] string? Reason,
    [property: Id(5)] string? ReasonCode
);

/// <summary>The store as its tablets show it.</summary>
/// <param name="Armed">Whether any camera matches.</param>
/// <param name="Reason">Why matching is off, in English; null when armed.</param>
/// <param name="ReasonCode">The same for screens to translate.</param>
/// <param name="ListCheckedAt">When the gallery was last compared with the record.</param>
/// <param name="ListUnreadable">Entries that could not be opened, and match nobody.</param>
/// <param name="StopsAt">When matching stops, where that was announced.</param>
/// <param name="StopsCode">Why it will, for screens to translate.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedStore")]
public sealed record FeedStore(
    [property: Id(0)] StoreId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string TimeZone,
    [property: Id(3)] bool Armed,
    [property: Id(4)] string? Reason,
    [property: Id(5)] IReadOnlyList<FeedCamera> Cameras,
    [property: Id(6)] DateTimeOffset? ListCheckedAt,
    [property: Id(7)] int ListCount,
    [property: Id(8)] int ListUnreadable,
    [property: Id(9)] string? ReasonCode,
    [property: Id(10)] DateTimeOffset? StopsAt,
    [property: Id(11)] string? StopsCode
);
