using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Alerts;

namespace RetailGuard.Tests.Unit.Alerts;

/// <summary>Random people at random moments in random order: whatever they do, these hold.</summary>
public sealed class AlertWorkflowPropertyTests
{
    private enum Deed
    {
        Attach,
        AttachWithWrongSecret,
        Vote,
        Sight,
        AttachSighting,
        InAisle,
        Outcome,
        Dispute,
        AlertAgain,
        GiveWay,
        LetTimePass,
        Stop,
    }

    private enum Certified
    {
        Yes,
        Never,
        Lapsed,
        LapsesSoon,
    }

    /// <param name="Seconds">Waited before the deed.</param>
    /// <param name="Behind">How many versions the person's screen is behind.</param>
    /// <param name="IssuedBy">Whose account issued the voter's; 0 for a stranger's.</param>
    private sealed record Step(
        int Seconds,
        Deed Deed,
        int Person,
        int SignIn,
        int Request,
        VoteAnswer Answer,
        AlertOutcome Outcome,
        InAisleAnswer InAisle,
        Certified Certified,
        int IssuedBy,
        int Behind
    );

    /// <param name="DelaySeconds">From the capture to the alert; a slow connector uses up the acting time.</param>
    /// <param name="Drill">The right answer, when it is a drill.</param>
    private sealed record Story(int DelaySeconds, VoteAnswer? Drill, List<Step> Steps);

    private static readonly byte[] SightingUpload = [4, 5, 6];

    private static readonly Gen<Step> Steps =
        from seconds in Mostly(0, 1, 12, 30, 59, 60, 120, 299, 300, 301)
        from deed in Gen.Frequency(
            (8, Gen.Constant(Deed.Attach)),
            (1, Gen.Constant(Deed.AttachWithWrongSecret)),
            (20, Gen.Constant(Deed.Vote)),
            (2, Gen.Constant(Deed.Sight)),
            (2, Gen.Constant(Deed.AttachSighting)),
            (4, Gen.Constant(Deed.InAisle)),
            (6, Gen.Constant(Deed.Outcome)),
            (1, Gen.Constant(Deed.Dispute)),
            (1, Gen.Constant(Deed.AlertAgain)),
            (1, Gen.Constant(Deed.GiveWay)),
            (1, Gen.Constant(Deed.LetTimePass)),
            (1, Gen.Constant(Deed.Stop))
        )
        from person in Gen.Choose(1, 3)
        from signIn in Gen.Choose(1, 3)
        from request in Gen.Choose(1, 4)
        from answer in Mostly(VoteAnswer.Same, VoteAnswer.Different, VoteAnswer.CannotTell)
        from outcome in Gen.Elements(Enum.GetValues<AlertOutcome>())
        from inAisle in Gen.Elements(Enum.GetValues<InAisleAnswer>())
        from certified in Mostly(Certified.Yes, Certified.Never, Certified.Lapsed, Certified.LapsesSoon)
        from issuedBy in Mostly(0, 1, 2, 3)
        from behind in Mostly(0, 1, -1)
        select new Step(seconds, deed, person, signIn, request, answer, outcome, inAisle, certified, issuedBy, behind);

    private static readonly Arbitrary<Story> Stories = Arb.From(
        from delay in Mostly(0, 5, 400, 599)
        from drill in Mostly((VoteAnswer?)null, VoteAnswer.Same, VoteAnswer.Different)
        from steps in Gen.ListOf(Steps)
        select new Story(delay, drill, [.. steps]),
        Shorter
    );

    private readonly Dictionary<AlertState, int> _seen = [];

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R26")]
    [Trait("Rule", "R27")]
    [Trait("Rule", "R28")]
    [Trait("Rule", "R48")]
    public void Whatever_people_do_in_whatever_order_only_two_of_them_can_confirm_in_time()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(40), Prop.ForAll(Stories, Play));

        // Stories that never came so far would have shown nothing.
        foreach (var state in Enum.GetValues<AlertState>())
        {
            _seen.GetValueOrDefault(state).ShouldBeGreaterThan(20, $"no story reached {state}");
        }
    }

    private void Play(Story story)
    {
        var alert = AlertBuilder.Raised(TimeSpan.FromSeconds(story.DelaySeconds), story.Drill);
        var now = alert.RaisedAt;
        foreach (var step in story.Steps)
        {
            now += TimeSpan.FromSeconds(step.Seconds);
            Take(alert, step, now);
            AlwaysHolds(alert, now);
            _seen[alert.State] = _seen.GetValueOrDefault(alert.State) + 1;
        }
    }

    /// <summary>Invariant 1, and what belongs to it, whatever came before.</summary>
    private static void AlwaysHolds(Alert alert, DateTimeOffset now)
    {
        alert.Votes.Select(v => v.PersonId).ShouldBeUnique();
        alert.Votes.Select(v => v.SessionKey).ShouldBeUnique();
        alert.Votes.SelectMany(v => v.Voter.Behind).ShouldBeUnique("nobody is behind both votes (R24)");
        if (AlertWorkflow.IsActionable(alert, now))
        {
            alert.Votes.Count.ShouldBe(2, "nobody acts without two votes (R24)");
            alert.Votes.ShouldAllBe(v => v.Answer == VoteAnswer.Same);
            now.ShouldBeLessThan(alert.CapturedAt + AlertWorkflow.ActingTime, "nobody acts after ten minutes (R26)");
            alert.CaseNumber.ShouldBeNull("nobody acts after a dispute (R28)");
            alert.IsDrill.ShouldBeFalse("nobody acts on a drill (R48)");
        }

        if (alert.CaseNumber is not null)
        {
            alert.State.ShouldBe(AlertState.Disputed, "a dispute is for good (R28)");
        }
    }

    private static void Take(Alert alert, Step step, DateTimeOffset now)
    {
        var command = CommandOf(step, alert, now);
        var before = (alert.State, alert.Version, Votes: alert.Votes.Count, alert.OutcomeDue);
        var wasActionable = AlertWorkflow.IsActionable(alert, now);
        var obeyed = AlertWorkflow.Decide(alert, command, now).Succeeded(out var events, out _);
        (alert.State, alert.Version, alert.Votes.Count, alert.OutcomeDue).ShouldBe(before, "deciding changes nothing");
        if (!obeyed || events!.Length == 0)
        {
            return;
        }

        foreach (var e in events)
        {
            AlertWorkflow.Apply(alert, e, now);
        }

        switch (command)
        {
            case AlertCommand.CastVote vote:
                AfterVote(alert, vote, before.State, before.Version, now);
                Repeated(alert, command, now);
                break;
            case AlertCommand.CheckInAisle check:
                wasActionable.ShouldBeTrue("the check is for people who may act");
                (alert.State, alert.InAisle).ShouldBe((AlertState.Confirmed, check.Answer));
                Repeated(alert, command, now);
                break;
            case AlertCommand.RecordOutcome record:
                before.OutcomeDue.ShouldBeTrue("nobody acts before two have confirmed (R27)");
                alert.OutcomeDue.ShouldBeFalse();
                (record.Outcome is AlertOutcome.AskToLeave && wasActionable && alert.InAisle is not InAisleAnswer.Same).ShouldBeFalse(
                    "nobody is approached unchecked (R26)"
                );
                Repeated(alert, command, now);
                break;
            case AlertCommand.Dispute:
                alert.State.ShouldBe(AlertState.Disputed);
                break;
            case AlertCommand.Reconsider:
                alert.IsOpen.ShouldBeFalse();
                alert.State.ShouldBeOneOf(AlertState.Expired, AlertState.Frozen, AlertState.Drill);
                break;
            case AlertCommand.Sight:
                wasActionable.ShouldBeTrue();
                alert.Version.ShouldBe(before.Version, "there is nothing to see yet");
                break;
            case AlertCommand.AttachEvidence when before.State is AlertState.Confirmed:
                alert.LiveHash.ShouldBe(AlertBuilder.Picture, "what was voted on does not change");
                break;
            case AlertCommand.AttachEvidence:
                (before.State, alert.State).ShouldBe((AlertState.Raised, AlertState.Voting));
                step.Deed.ShouldBe(Deed.Attach);
                break;
            case AlertCommand.AlertAgain:
                alert.SuppressedUntil.ShouldBeNull();
                break;
            case AlertCommand.GiveWay:
                alert.IsDrill.ShouldBeTrue();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private static void AfterVote(Alert alert, AlertCommand.CastVote vote, AlertState stateBefore, int versionBefore, DateTimeOffset now)
    {
        stateBefore.ShouldBe(AlertState.Voting);
        alert.LiveHash.ShouldNotBeNull("nobody compares without the camera's picture");
        now.ShouldBeLessThan(alert.VotingEndsAt, "votes end (R24)");
        now.ShouldBeLessThan(alert.ActionableUntil, "nobody votes on what is too old to act on (R26)");
        vote.Voter.CertifiedUntil.ShouldNotBeNull().ShouldBeGreaterThan(now, "who votes is certified at that moment (R24)");
        vote.SeenVersion.ShouldBe(versionBefore, "a vote is about what was on the screen");
        if (vote.Answer is VoteAnswer.Same && alert.Votes.Count == 1)
        {
            (alert.State, alert.Version).ShouldBe((AlertState.Voting, versionBefore), "a lone vote is not visible (R24)");
        }
        else if (alert.IsDrill)
        {
            alert.State.ShouldBe(AlertState.Drill);
            alert.DrillCorrect.ShouldBe(vote.Answer is VoteAnswer.Same == alert.DrillExpected is VoteAnswer.Same);
        }
        else
        {
            // Any no and any doubt ends it (R24).
            alert.State.ShouldBe(vote.Answer is VoteAnswer.Same ? AlertState.Confirmed : AlertState.Rejected);
        }
    }

    private static void Repeated(Alert alert, AlertCommand command, DateTimeOffset now) =>
        AlertWorkflow
            .Decide(alert, command, now + TimeSpan.FromHours(1))
            .Expect()
            .ShouldBeEmpty("a request that is sent twice counts once, and its answer can still be had later");

    private static AlertCommand CommandOf(Step step, Alert alert, DateTimeOffset now) =>
        step.Deed switch
        {
            Deed.Attach => new AlertCommand.AttachEvidence(AlertBuilder.Upload, AlertBuilder.Picture),
            Deed.AttachWithWrongSecret => new AlertCommand.AttachEvidence(AlertBuilder.WrongUpload, AlertBuilder.Picture),
            Deed.Vote => new AlertCommand.CastVote(
                new(
                    new(
                        AlertBuilder.Person(step.Person),
                        step.IssuedBy == 0 || step.IssuedBy == step.Person ? [] : [AlertBuilder.Person(step.IssuedBy)]
                    ),
                    $"sign-in {step.SignIn}",
                    step.Certified switch
                    {
                        Certified.Yes => AlertBuilder.CertifiedUntil,
                        Certified.Never => null,
                        Certified.Lapsed => AlertBuilder.CapturedAt,
                        Certified.LapsesSoon => AlertBuilder.CapturedAt + TimeSpan.FromSeconds(60),
                    }
                ),
                AlertBuilder.Number(step.Request),
                step.Answer,
                [],
                alert.Version - step.Behind
            ),
            Deed.Sight => new AlertCommand.Sight(new(AlertBuilder.Number(8)), now, SightingUpload),
            Deed.AttachSighting => new AlertCommand.AttachEvidence(SightingUpload, [7]),
            Deed.InAisle => new AlertCommand.CheckInAisle(
                AlertBuilder.Person(step.Person),
                AlertBuilder.Number(10 + step.Request),
                step.InAisle,
                alert.Version - step.Behind
            ),
            Deed.Outcome => new AlertCommand.RecordOutcome(
                AlertBuilder.Person(step.Person),
                AlertBuilder.Number(step.Request),
                step.Outcome,
                alert.Version - step.Behind
            ),
            Deed.Dispute => AlertBuilder.Dispute(step.Person),
            Deed.AlertAgain => new AlertCommand.AlertAgain(AlertBuilder.Person(step.Person)),
            Deed.GiveWay => new AlertCommand.GiveWay(),
            Deed.LetTimePass => new AlertCommand.Reconsider(),
            Deed.Stop => new AlertCommand.Reconsider(StopReason.EntryRate),
        };

    /// <summary>The first value four times as often as all others together.</summary>
    private static Gen<T> Mostly<T>(T usual, params T[] others) => Gen.Frequency((4, Gen.Constant(usual)), (1, Gen.Elements(others)));

    private static IEnumerable<Story> Shorter(Story story) =>
        story.Steps.Select((_, i) => story with { Steps = [.. story.Steps.Where((_, j) => j != i)] });
}
