using System.Globalization;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>What somebody wants done with an alert.</summary>
internal abstract record AlertCommand
{
    /// <summary>The connector brings the live picture.</summary>
    /// <param name="PictureHash">SHA-256 of the JPEG.</param>
    public sealed record AttachEvidence(byte[] UploadHash, byte[] PictureHash) : AlertCommand;

    public sealed record CastVote(
        PersonId Person,
        string SessionKey,
        Guid Request,
        VoteAnswer Answer,
        IReadOnlyList<FaceFeature> Features,
        int SeenVersion
    ) : AlertCommand;

    public sealed record RecordOutcome(PersonId Person, Guid Request, AlertOutcome Outcome, int SeenVersion) : AlertCommand;

    /// <summary>Time has passed; see whether it has run out.</summary>
    public sealed record LetTimePass : AlertCommand;
}

/// <summary>What happened to an alert.</summary>
internal abstract record AlertEvent
{
    public sealed record EvidenceAttached(byte[] PictureHash) : AlertEvent;

    public sealed record VoteCast(Vote Vote) : AlertEvent;

    /// <summary>Two different people said "same person", each without knowing the other's answer.</summary>
    public sealed record Confirmed : AlertEvent;

    public sealed record Rejected : AlertEvent;

    public sealed record Expired : AlertEvent;

    public sealed record OutcomeRecorded(PersonId Person, Guid Request, AlertOutcome Outcome) : AlertEvent;
}

/// <summary>
/// The rules of an alert: pure functions of its state, a command and the time. Whatever is not allowed here does not happen.
/// </summary>
internal static class AlertWorkflow
{
    /// <summary>Votes come within five minutes of the match: later the person has long passed the camera.</summary>
    public static readonly TimeSpan VotingTime = TimeSpan.FromMinutes(5);

    /// <summary>R26.</summary>
    public static readonly TimeSpan ActingTime = TimeSpan.FromMinutes(10);

    /// <summary>The connector holds the picture no longer than this (R1).</summary>
    public static readonly TimeSpan EvidenceTime = TimeSpan.FromSeconds(60);

    private static readonly AlertEvent[] Nothing = [];

    /// <summary>The events that a command causes now, in order; none when it was obeyed before; or why it is refused.</summary>
    public static Result<AlertEvent[]> Decide(Alert alert, AlertCommand command, DateTimeOffset now) =>
        command switch
        {
            AlertCommand.AttachEvidence attach => Attach(alert, attach, now),
            AlertCommand.CastVote vote => Cast(alert, vote, now),
            AlertCommand.RecordOutcome record => Record(alert, record, now),
            AlertCommand.LetTimePass => IsOverdue(alert, now) ? [new AlertEvent.Expired()] : Nothing,
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    /// <summary>When an open alert runs out, seen from its present state.</summary>
    public static DateTimeOffset Deadline(Alert alert) =>
        alert.State switch
        {
            AlertState.Raised or AlertState.Voting => alert.VotingEndsAt < alert.ActionableUntil
                ? alert.VotingEndsAt
                : alert.ActionableUntil,
            AlertState.Confirmed => alert.ActionableUntil,
            AlertState.Rejected or AlertState.Expired or AlertState.Closed => DateTimeOffset.MaxValue,
        };

    /// <summary>Takes an event into the state.</summary>
    public static void Apply(Alert alert, AlertEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case AlertEvent.EvidenceAttached attached:
                (alert.State, alert.LiveHash, alert.UploadHash) = (AlertState.Voting, attached.PictureHash, null);
                break;
            case AlertEvent.VoteCast cast:
                alert.Votes.Add(cast.Vote);

                // R24: a vote alone changes nothing that the other person could see.
                return;
            case AlertEvent.Confirmed:
                alert.State = AlertState.Confirmed;
                break;
            case AlertEvent.Rejected:
                (alert.State, alert.ClosedAt) = (AlertState.Rejected, now);
                break;
            case AlertEvent.Expired:
                (alert.State, alert.ClosedAt, alert.UploadHash) = (AlertState.Expired, now, null);
                break;
            case AlertEvent.OutcomeRecorded recorded:
                (alert.State, alert.ClosedAt) = (AlertState.Closed, now);
                (alert.Outcome, alert.OutcomeBy, alert.OutcomeRequest) = (recorded.Outcome, recorded.Person, recorded.Request);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened));
        }

        alert.Version++;
    }

    private static bool IsOverdue(Alert alert, DateTimeOffset now) => now >= Deadline(alert);

    private static Result<AlertEvent[]> Attach(Alert alert, AlertCommand.AttachEvidence command, DateTimeOffset now)
    {
        // The address is a secret: a wrong one learns nothing.
        if (alert.UploadHash is null || !alert.UploadHash.AsSpan().SequenceEqual(command.UploadHash))
        {
            return Refusal.NotFound("upload");
        }

        return alert.State switch
        {
            AlertState.Raised when now < alert.RaisedAt + EvidenceTime && !IsOverdue(alert, now) => new AlertEvent[]
            {
                new AlertEvent.EvidenceAttached(command.PictureHash),
            },
            AlertState.Raised
            or AlertState.Voting
            or AlertState.Confirmed
            or AlertState.Rejected
            or AlertState.Expired
            or AlertState.Closed => new Refusal(
                "upload-too-late",
                "The picture came too late; the alert goes on without it and will expire.",
                RefusalKind.Gone
            ),
        };
    }

    private static Result<AlertEvent[]> Cast(Alert alert, AlertCommand.CastVote command, DateTimeOffset now)
    {
        var own = alert.Votes.Find(v => v.PersonId == command.Person);
        if (own is not null && own.Request == command.Request && own.Answer == command.Answer)
        {
            // The same request again, its answer having been lost on the way.
            return Nothing;
        }

        if (Closed(alert, now) is { } closed)
        {
            return closed;
        }

        // R24: two different people, and on a shared tablet two different sign-ins.
        if (own is not null)
        {
            return Refusal.Conflict("already-voted", "You have voted on this alert. A second person must look at it now.");
        }

        if (alert.Votes.Exists(v => v.SessionKey == command.SessionKey))
        {
            return Refusal.Conflict("same-sign-in", "The second person must sign in afresh before voting.");
        }

        if (alert.State is AlertState.Raised)
        {
            return Refusal.Conflict("no-evidence", "The camera's picture is not here yet. Wait a moment: nobody can compare without it.");
        }

        if (alert.State is AlertState.Confirmed)
        {
            return Refusal.Conflict("already-confirmed", "Two people have confirmed this alert already.");
        }

        if (Stale(alert, command.SeenVersion) is { } stale)
        {
            return stale;
        }

        var vote = new Vote
        {
            Tenant = alert.Tenant,
            AlertId = alert.Id,
            PersonId = command.Person,
            SessionKey = command.SessionKey,
            Request = command.Request,
            Answer = command.Answer,
            Features = [.. command.Features.Distinct()],
            SeenVersion = command.SeenVersion,
            At = now,
        };
        return command.Answer switch
        {
            // Any no, and any doubt, ends it.
            VoteAnswer.Different or VoteAnswer.CannotTell => new[] { new AlertEvent.VoteCast(vote), (AlertEvent)new AlertEvent.Rejected() },
            VoteAnswer.Same when alert.Votes.Count > 0 => new[] { new AlertEvent.VoteCast(vote), (AlertEvent)new AlertEvent.Confirmed() },
            VoteAnswer.Same => new AlertEvent[] { new AlertEvent.VoteCast(vote) },
        };
    }

    private static Result<AlertEvent[]> Record(Alert alert, AlertCommand.RecordOutcome command, DateTimeOffset now)
    {
        if (alert.State is AlertState.Closed && alert.OutcomeRequest == command.Request && alert.Outcome == command.Outcome)
        {
            return Nothing;
        }

        if (Closed(alert, now) is { } closed)
        {
            return closed;
        }

        if (alert.State is not AlertState.Confirmed)
        {
            return Refusal.Conflict("not-confirmed", "Nobody may act before two people have confirmed.");
        }

        return Stale(alert, command.SeenVersion) is { } stale
            ? stale
            : new AlertEvent[] { new AlertEvent.OutcomeRecorded(command.Person, command.Request, command.Outcome) };
    }

    private static Refusal? Closed(Alert alert, DateTimeOffset now) =>
        alert.State switch
        {
            AlertState.Rejected => Refusal.Conflict("alert-closed", "This alert was closed as no match."),
            AlertState.Closed => Refusal.Conflict("alert-closed", "This alert is closed; its outcome is recorded."),
            AlertState.Expired => Expired(),
            AlertState.Raised or AlertState.Voting or AlertState.Confirmed => IsOverdue(alert, now) ? Expired() : null,
        };

    private static Refusal Expired() =>
        Refusal.Conflict(
            "alert-expired",
            string.Create(
                CultureInfo.InvariantCulture,
                $"This alert has run out: votes count for {VotingTime.TotalMinutes:0} minutes and staff may act for {ActingTime.TotalMinutes:0}."
            )
        );

    private static Refusal? Stale(Alert alert, int seen) =>
        seen == alert.Version
            ? null
            : Refusal.Conflict("version-stale", "The alert has changed since you looked. Look at it again and then decide.");
}
