using System.Globalization;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>Who votes, as far as R24 asks: one person, currently certified, under a sign-in and an account of their own.</summary>
/// <param name="CertifiedUntil">End of the certificate; null without one.</param>
internal readonly record struct Voter(Signatory Signatory, string SessionKey, DateTimeOffset? CertifiedUntil)
{
    public PersonId Person => Signatory.Person;
}

/// <summary>What somebody wants done with an alert.</summary>
internal abstract record AlertCommand
{
    /// <summary>The connector brings the live picture, or one of a later sighting.</summary>
    /// <param name="PictureHash">SHA-256 of the JPEG.</param>
    /// <param name="EnrolmentHash">SHA-256 of the picture to compare with.</param>
    public sealed record AttachEvidence(byte[] UploadHash, byte[] PictureHash, byte[]? EnrolmentHash = null) : AlertCommand;

    public sealed record CastVote(Voter Voter, Guid Request, VoteAnswer Answer, IReadOnlyList<FaceFeature> Features, int SeenVersion)
        : AlertCommand;

    /// <summary>A camera sees the confirmed person again.</summary>
    public sealed record Sight(CameraId Camera, DateTimeOffset CapturedAt, byte[] UploadHash) : AlertCommand;

    public sealed record CheckInAisle(PersonId Person, Guid Request, InAisleAnswer Answer, int SeenVersion) : AlertCommand;

    public sealed record RecordOutcome(PersonId Person, Guid Request, AlertOutcome Outcome, int SeenVersion) : AlertCommand;

    /// <summary>The person disputes it or shows who they are. Needs no version and no time: it is never too late to stop.</summary>
    /// <param name="CaseNumber">For the case that this opens.</param>
    public sealed record Dispute(PersonId Person, string CaseNumber) : AlertCommand;

    /// <summary>Lifts the suppression that a "different" brought.</summary>
    public sealed record AlertAgain(PersonId Person) : AlertCommand;

    /// <summary>A drill gives way to a real alert.</summary>
    public sealed record GiveWay : AlertCommand;

    /// <summary>Time has passed, and the world has changed; see what that means.</summary>
    /// <param name="Stop">Why the alert may not go on; null when it may.</param>
    public sealed record Reconsider(StopReason? Stop = null) : AlertCommand;
}

/// <summary>What happened to an alert.</summary>
internal abstract record AlertEvent
{
    public sealed record EvidenceAttached(byte[] PictureHash, byte[]? EnrolmentHash) : AlertEvent;

    public sealed record VoteCast(Vote Vote) : AlertEvent;

    /// <summary>Two different people said "same person", each without knowing the other's answer.</summary>
    public sealed record Confirmed : AlertEvent;

    /// <param name="SuppressedUntil">Set when somebody saw another person (R16).</param>
    public sealed record Rejected(DateTimeOffset? SuppressedUntil) : AlertEvent;

    public sealed record Expired : AlertEvent;

    public sealed record Stopped(StopReason Reason) : AlertEvent;

    public sealed record SightingExpected(CameraId Camera, DateTimeOffset CapturedAt, byte[] UploadHash) : AlertEvent;

    public sealed record Sighted(byte[] PictureHash) : AlertEvent;

    public sealed record InAisleChecked(PersonId Person, Guid Request, InAisleAnswer Answer) : AlertEvent;

    public sealed record OutcomeRecorded(PersonId Person, Guid Request, AlertOutcome Outcome) : AlertEvent;

    public sealed record Disputed(PersonId Person, string CaseNumber) : AlertEvent;

    public sealed record SuppressionLifted(PersonId Person) : AlertEvent;

    /// <param name="Correct">Null when nobody answered, or it was stopped.</param>
    /// <param name="Stop">Why it ended before anybody could answer.</param>
    public sealed record DrillEnded(bool? Correct, StopReason? Stop = null) : AlertEvent;
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

    /// <summary>R16: long enough for a visit to the shop. Nothing of the innocent person is kept, so the entry itself pauses here.</summary>
    public static readonly TimeSpan SuppressionTime = TimeSpan.FromMinutes(15);

    /// <summary>A person who stays in view brings no new picture more often than this.</summary>
    public static readonly TimeSpan BetweenSightings = TimeSpan.FromSeconds(10);

    private static readonly AlertEvent[] Nothing = [];

    /// <summary>The events that a command causes now, in order; none when it was obeyed before; or why it is refused.</summary>
    public static Result<AlertEvent[]> Decide(Alert alert, AlertCommand command, DateTimeOffset now) =>
        command switch
        {
            AlertCommand.AttachEvidence attach => Attach(alert, attach, now),
            AlertCommand.CastVote vote => Cast(alert, vote, now),
            AlertCommand.Sight sight => Sight(alert, sight, now),
            AlertCommand.CheckInAisle check => Check(alert, check, now),
            AlertCommand.RecordOutcome record => Record(alert, record, now),
            AlertCommand.Dispute dispute => alert.CaseNumber is null
                ? Happens(new AlertEvent.Disputed(dispute.Person, dispute.CaseNumber))
                : Nothing,
            AlertCommand.AlertAgain again => alert.SuppressedUntil > now
                ? Happens(new AlertEvent.SuppressionLifted(again.Person))
                : Nothing,
            AlertCommand.GiveWay => alert is { IsDrill: true, IsOpen: true }
                ? Happens(new AlertEvent.DrillEnded(null, StopReason.RealAlert))
                : Nothing,
            AlertCommand.Reconsider { Stop: var stop } => Reconsider(alert, stop, now),
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
            AlertState.Rejected
            or AlertState.Expired
            or AlertState.Closed
            or AlertState.Disputed
            or AlertState.Frozen
            or AlertState.Drill => DateTimeOffset.MaxValue,
        };

    /// <summary>Whether staff may act on the person now: the one question that every rule above is for.</summary>
    public static bool IsActionable(Alert alert, DateTimeOffset now) => alert.State is AlertState.Confirmed && !IsOverdue(alert, now);

    /// <summary>Takes an event into the state.</summary>
    public static void Apply(Alert alert, AlertEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case AlertEvent.EvidenceAttached attached:
                (alert.State, alert.UploadHash) = (AlertState.Voting, null);
                (alert.LiveHash, alert.EnrolmentHash) = (attached.PictureHash, attached.EnrolmentHash);
                break;
            case AlertEvent.VoteCast cast:
                alert.Votes.Add(cast.Vote);
                alert.FirstVoteAt ??= now;

                // R24: a vote alone changes nothing that the other person could see.
                return;
            case AlertEvent.SightingExpected expected:
                (alert.SightingCamera, alert.SightingAt, alert.SightingHash) = (expected.Camera, expected.CapturedAt, expected.UploadHash);

                // Nothing to show before its picture is here.
                return;
            case AlertEvent.Confirmed:
                (alert.State, alert.ConfirmedAt) = (AlertState.Confirmed, now);
                break;
            case AlertEvent.Rejected rejected:
                End(alert, AlertState.Rejected, now);
                alert.SuppressedUntil = rejected.SuppressedUntil;
                break;
            case AlertEvent.Expired:
                End(alert, AlertState.Expired, now);
                break;
            case AlertEvent.Stopped stopped:
                End(alert, AlertState.Frozen, now);
                alert.Stopped = stopped.Reason;
                break;
            case AlertEvent.Sighted sighted:
                (alert.LatestCamera, alert.LatestAt, alert.LatestHash) = (alert.SightingCamera, alert.SightingAt, sighted.PictureHash);
                alert.SightingHash = null;
                break;
            case AlertEvent.InAisleChecked check:
                (alert.InAisle, alert.InAisleAt) = (check.Answer, now);
                (alert.InAisleBy, alert.InAisleRequest) = (check.Person, check.Request);
                break;
            case AlertEvent.OutcomeRecorded recorded:
                (alert.Outcome, alert.OutcomeAt) = (recorded.Outcome, now);
                (alert.OutcomeBy, alert.OutcomeRequest) = (recorded.Person, recorded.Request);

                // What a dispute or a stop ended keeps saying so.
                End(alert, alert.State is AlertState.Disputed or AlertState.Frozen ? alert.State : AlertState.Closed, now);
                break;
            case AlertEvent.Disputed disputed:
                End(alert, AlertState.Disputed, now);
                alert.CaseNumber = disputed.CaseNumber;
                break;
            case AlertEvent.SuppressionLifted:
                alert.SuppressedUntil = null;
                break;
            case AlertEvent.DrillEnded ended:
                End(alert, AlertState.Drill, now);
                (alert.DrillCorrect, alert.Stopped) = (ended.Correct, ended.Stop);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened));
        }

        alert.Version++;
    }

    private static void End(Alert alert, AlertState state, DateTimeOffset now) =>
        (alert.State, alert.ClosedAt, alert.UploadHash, alert.SightingHash) = (state, now, null, null);

    private static bool IsOverdue(Alert alert, DateTimeOffset now) => now >= Deadline(alert);

    private static Result<AlertEvent[]> Happens(params AlertEvent[] events) => events;

    private static Result<AlertEvent[]> Reconsider(Alert alert, StopReason? stop, DateTimeOffset now) =>
        IsOverdue(alert, now) ? Happens(alert.IsDrill ? new AlertEvent.DrillEnded(null) : new AlertEvent.Expired())
        : alert.IsOpen && stop is { } reason
            ? Happens(alert.IsDrill ? new AlertEvent.DrillEnded(null, reason) : new AlertEvent.Stopped(reason))
        : Nothing;

    private static Result<AlertEvent[]> Attach(Alert alert, AlertCommand.AttachEvidence command, DateTimeOffset now)
    {
        if (Matches(alert.SightingHash))
        {
            return alert.SightingAt is { } sightedAt && now < sightedAt + EvidenceTime && IsActionable(alert, now)
                ? Happens(new AlertEvent.Sighted(command.PictureHash))
                : TooLate();
        }

        // The address is a secret: a wrong one learns nothing.
        if (!Matches(alert.UploadHash))
        {
            return Refusal.NotFound("upload");
        }

        return alert.State is AlertState.Raised && now < alert.RaisedAt + EvidenceTime && !IsOverdue(alert, now)
            ? Happens(new AlertEvent.EvidenceAttached(command.PictureHash, command.EnrolmentHash))
            : TooLate();

        bool Matches(byte[]? hash) => hash is not null && hash.AsSpan().SequenceEqual(command.UploadHash);

        static Refusal TooLate() => new("upload-too-late", "The picture came too late; the alert goes on without it.", RefusalKind.Gone);
    }

    private static Result<AlertEvent[]> Cast(Alert alert, AlertCommand.CastVote command, DateTimeOffset now)
    {
        var voter = command.Voter;
        var own = alert.Votes.Find(v => v.PersonId == voter.Person);
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

        if (alert.Votes.Exists(v => v.SessionKey == voter.SessionKey))
        {
            return Refusal.Conflict("same-sign-in", "The second person must sign in afresh before voting.");
        }

        if (alert.Votes.Exists(v => !v.Voter.IsIndependentOf(voter.Signatory)))
        {
            return Signatory.NotIndependent;
        }

        if (Uncertified(voter, now) is { } uncertified)
        {
            return uncertified;
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

        var cast = new AlertEvent.VoteCast(
            new Vote
            {
                Tenant = alert.Tenant,
                AlertId = alert.Id,
                PersonId = voter.Person,
                SessionKey = voter.SessionKey,
                Issuers = voter.Signatory.Issuers,
                Request = command.Request,
                Answer = command.Answer,
                Features = [.. command.Features.Distinct()],
                SeenVersion = command.SeenVersion,
                At = now,
            }
        );
        return command.Answer switch
        {
            VoteAnswer.Same when alert.Votes.Count == 0 => Happens(cast),
            VoteAnswer.Same => Happens(cast, Decided(isSame: true, new AlertEvent.Confirmed())),

            // Any no, and any doubt, ends it.
            VoteAnswer.Different => Happens(cast, Decided(isSame: false, new AlertEvent.Rejected(now + SuppressionTime))),
            VoteAnswer.CannotTell => Happens(cast, Decided(isSame: false, new AlertEvent.Rejected(null))),
        };

        AlertEvent Decided(bool isSame, AlertEvent real) =>
            alert.IsDrill ? new AlertEvent.DrillEnded(isSame == alert.DrillExpected is VoteAnswer.Same) : real;
    }

    private static Result<AlertEvent[]> Sight(Alert alert, AlertCommand.Sight command, DateTimeOffset now) =>
        IsActionable(alert, now)
        && command.CapturedAt - (alert.SightingAt ?? alert.CapturedAt) >= BetweenSightings
        && now < command.CapturedAt + EvidenceTime
            ? Happens(new AlertEvent.SightingExpected(command.Camera, command.CapturedAt, command.UploadHash))
            : Nothing;

    private static Result<AlertEvent[]> Check(Alert alert, AlertCommand.CheckInAisle command, DateTimeOffset now)
    {
        if (alert.InAisleRequest == command.Request && alert.InAisle == command.Answer)
        {
            return Nothing;
        }

        if (Closed(alert, now) is { } closed)
        {
            return closed;
        }

        return alert.State is not AlertState.Confirmed ? NotConfirmed()
            : Stale(alert, command.SeenVersion) is { } stale ? stale
            : Happens(new AlertEvent.InAisleChecked(command.Person, command.Request, command.Answer));
    }

    private static Result<AlertEvent[]> Record(Alert alert, AlertCommand.RecordOutcome command, DateTimeOffset now)
    {
        if (alert.Outcome is not null && alert.OutcomeRequest == command.Request && alert.Outcome == command.Outcome)
        {
            return Nothing;
        }

        // R27: what was done is recorded also when doing it is over.
        if (!alert.OutcomeDue)
        {
            return Closed(alert, now) ?? NotConfirmed();
        }

        if (command.Outcome is AlertOutcome.AskToLeave && IsActionable(alert, now) && alert.InAisle is not InAisleAnswer.Same)
        {
            return Refusal.Conflict(
                "in-aisle-missing",
                "Before asking anybody to leave, check that the person in front of you is this person."
            );
        }

        return Stale(alert, command.SeenVersion) is { } stale
            ? stale
            : Happens(new AlertEvent.OutcomeRecorded(command.Person, command.Request, command.Outcome));
    }

    private static Refusal? Uncertified(Voter voter, DateTimeOffset now) =>
        voter.CertifiedUntil is not { } until
            ? Refusal.Conflict("certificate-missing", "You have not passed the course on comparing faces yet. Take it, then vote.")
        : until <= now ? Refusal.Conflict("certificate-lapsed", "Your certificate has lapsed. Take the course again, then vote.")
        : null;

    private static Refusal NotConfirmed() => Refusal.Conflict("not-confirmed", "Nobody may act before two people have confirmed.");

    private static Refusal? Closed(Alert alert, DateTimeOffset now) =>
        alert.State switch
        {
            AlertState.Rejected => Refusal.Conflict("alert-closed", "This alert was closed as no match."),
            AlertState.Closed => Refusal.Conflict("alert-closed", "This alert is closed; its outcome is recorded."),
            AlertState.Disputed => Refusal.Conflict("alert-disputed", "The person disputed this alert. Step back; a case is open."),
            AlertState.Frozen => Refusal.Conflict("alert-stopped", "This alert was stopped. Do not approach anybody because of it."),
            AlertState.Drill => Refusal.Conflict("alert-closed", "This was a drill, and it is over."),
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
