using RetailGuard.Alerts;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Alerts;

/// <summary>Alerts, people and commands for the workflow's tests.</summary>
internal static class AlertBuilder
{
    public static readonly DateTimeOffset CapturedAt = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset CertifiedUntil = CapturedAt.AddMonths(3);
    public static readonly byte[] Upload = [1, 2, 3];
    public static readonly byte[] WrongUpload = [3, 2, 1];
    public static readonly byte[] Picture = [9, 9];
    public const string CaseNumber = "RG-0000-0001";

    /// <param name="delay">From the capture to the alert.</param>
    /// <param name="drill">The right answer, when it is a drill.</param>
    public static Alert Raised(TimeSpan delay = default, VoteAnswer? drill = null) =>
        new()
        {
            Tenant = new(Number(1)),
            Id = new(Number(2)),
            StoreId = new(Number(3)),
            CameraId = new(Number(4)),
            EntryId = new(Number(5)),
            Match = new()
            {
                Space = "space-1",
                Threshold = 92.5,
                Score = 95,
                Cosine = 0.6,
                Margin = 0.3,
                Quality = 0.9,
                FramesFused = 3,
                Agreement = 0.8,
                ListVersion = 7,
            },
            CapturedAt = CapturedAt,
            RaisedAt = CapturedAt + delay,
            VotingEndsAt = CapturedAt + delay + AlertWorkflow.VotingTime,
            ActionableUntil = CapturedAt + AlertWorkflow.ActingTime,
            UploadHash = Upload,
            DrillExpected = drill,
        };

    public static Alert Voting(VoteAnswer? drill = null) => Raised(drill: drill).After(new AlertCommand.AttachEvidence(Upload, Picture));

    public static Alert Confirmed() => Voting().After(Vote(1)).After(Vote(2));

    public static Alert Rejected() => Voting().After(Vote(1, VoteAnswer.Different));

    public static Alert Closed() => Confirmed().After(Outcome(1, AlertOutcome.Observe));

    public static Alert Expired() => Raised().After(new AlertCommand.Reconsider(), CapturedAt + AlertWorkflow.VotingTime);

    /// <summary>A vote of person N under sign-in N as request N.</summary>
    public static AlertCommand.CastVote Vote(int person, VoteAnswer answer = VoteAnswer.Same, int seen = 2) =>
        new(Voter(person), Number(person), answer, [FaceFeature.Ears], seen);

    /// <summary>Person N, certified for long, under sign-in N.</summary>
    /// <param name="issuers">Who may be behind the account besides its owner.</param>
    public static Voter Voter(int person, params int[] issuers) =>
        new(new(Person(person), [.. issuers.Select(Person)]), $"sign-in {person}", CertifiedUntil);

    public static AlertCommand.RecordOutcome Outcome(int person, AlertOutcome outcome, int seen = 3) =>
        new(Person(person), Number(50), outcome, seen);

    public static AlertCommand.CheckInAisle InAisle(int person, InAisleAnswer answer, int seen = 3) =>
        new(Person(person), Number(60), answer, seen);

    public static AlertCommand.Dispute Dispute(int person = 1) => new(Person(person), CaseNumber);

    public static PersonId Person(int number) => new(Number(100 + number));

    public static Guid Number(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>The alert after a command that must be obeyed.</summary>
    public static Alert After(this Alert alert, AlertCommand command, DateTimeOffset? at = null)
    {
        var now = at ?? CapturedAt;
        foreach (var e in AlertWorkflow.Decide(alert, command, now).Expect())
        {
            AlertWorkflow.Apply(alert, e, now);
        }

        return alert;
    }

    public static Refusal Refused(this Alert alert, AlertCommand command, DateTimeOffset? at = null)
    {
        AlertWorkflow.Decide(alert, command, at ?? CapturedAt).Succeeded(out _, out var refusal).ShouldBeFalse("it must be refused");
        return refusal!;
    }
}
