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
        Outcome,
        LetTimePass,
    }

    /// <param name="Seconds">Waited before the deed.</param>
    /// <param name="Behind">How many versions the person's screen is behind.</param>
    private sealed record Step(
        int Seconds,
        Deed Deed,
        int Person,
        int SignIn,
        int Request,
        VoteAnswer Answer,
        AlertOutcome Outcome,
        int Behind
    );

    /// <param name="DelaySeconds">From the capture to the alert; a slow connector uses up the acting time.</param>
    private sealed record Story(int DelaySeconds, List<Step> Steps);

    private static readonly Gen<Step> Steps =
        from seconds in Mostly(0, 1, 30, 59, 60, 120, 299, 300, 301)
        from deed in Gen.Frequency(
            (4, Gen.Constant(Deed.Attach)),
            (1, Gen.Constant(Deed.AttachWithWrongSecret)),
            (10, Gen.Constant(Deed.Vote)),
            (3, Gen.Constant(Deed.Outcome)),
            (1, Gen.Constant(Deed.LetTimePass))
        )
        from person in Gen.Choose(1, 3)
        from signIn in Gen.Choose(1, 3)
        from request in Gen.Choose(1, 4)
        from answer in Mostly(VoteAnswer.Same, VoteAnswer.Different, VoteAnswer.CannotTell)
        from outcome in Gen.Elements(Enum.GetValues<AlertOutcome>())
        from behind in Mostly(0, 1, -1)
        select new Step(seconds, deed, person, signIn, request, answer, outcome, behind);

    private static readonly Arbitrary<Story> Stories = Arb.From(
        from delay in Mostly(0, 5, 400, 599)
        from steps in Gen.ListOf(Steps)
        select new Story(delay, [.. steps]),
        Shorter
    );

    private readonly Dictionary<AlertState, int> _seen = [];

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R26")]
    [Trait("Rule", "R27")]
    public void Whatever_people_do_in_whatever_order_only_two_of_them_can_confirm_in_time()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(30), Prop.ForAll(Stories, Play));

        // Stories that never came so far would have shown nothing.
        foreach (var state in Enum.GetValues<AlertState>())
        {
            _seen.GetValueOrDefault(state).ShouldBeGreaterThan(20, $"no story reached {state}");
        }
    }

    private void Play(Story story)
    {
        var alert = AlertBuilder.Raised(TimeSpan.FromSeconds(story.DelaySeconds));
        var now = alert.RaisedAt;
        foreach (var step in story.Steps)
        {
            now += TimeSpan.FromSeconds(step.Seconds);
            Take(alert, step, now);
            _seen[alert.State] = _seen.GetValueOrDefault(alert.State) + 1;
        }
    }

    private static void Take(Alert alert, Step step, DateTimeOffset now)
    {
        var command = CommandOf(step, alert);
        var (stateBefore, versionBefore, votesBefore) = (alert.State, alert.Version, alert.Votes.Count);
        var obeyed = AlertWorkflow.Decide(alert, command, now).Succeeded(out var events, out _);
        (alert.State, alert.Version, alert.Votes.Count).ShouldBe((stateBefore, versionBefore, votesBefore), "deciding changes nothing");
        if (!obeyed || events!.Length == 0)
        {
            return;
        }

        foreach (var e in events)
        {
            AlertWorkflow.Apply(alert, e, now);
        }

        stateBefore.ShouldBeOneOf(AlertState.Raised, AlertState.Voting, AlertState.Confirmed);
        if (command is not AlertCommand.LetTimePass)
        {
            now.ShouldBeLessThan(alert.ActionableUntil, "nothing happens to an alert that is too old to act on (R26)");
        }

        switch (command)
        {
            case AlertCommand.CastVote vote:
                AfterVote(alert, vote, stateBefore, versionBefore, now);
                Repeated(alert, command, now);
                break;
            case AlertCommand.RecordOutcome:
                stateBefore.ShouldBe(AlertState.Confirmed, "nobody acts before two have confirmed (R27)");
                alert.State.ShouldBe(AlertState.Closed);
                Repeated(alert, command, now);
                break;
            case AlertCommand.LetTimePass:
                alert.State.ShouldBe(AlertState.Expired);
                break;
            default:
                alert.State.ShouldBe(AlertState.Voting);
                step.Deed.ShouldBe(Deed.Attach);
                break;
        }
    }

    private static void AfterVote(Alert alert, AlertCommand.CastVote vote, AlertState stateBefore, int versionBefore, DateTimeOffset now)
    {
        stateBefore.ShouldBe(AlertState.Voting);
        alert.LiveHash.ShouldNotBeNull("nobody compares without the camera's picture");
        now.ShouldBeLessThan(alert.VotingEndsAt, "votes end (R24)");
        vote.SeenVersion.ShouldBe(versionBefore, "a vote is about what was on the screen");
        alert.Votes.Select(v => v.PersonId).ShouldBeUnique();
        alert.Votes.Select(v => v.SessionKey).ShouldBeUnique();
        if (vote.Answer is not VoteAnswer.Same)
        {
            alert.State.ShouldBe(AlertState.Rejected, "any no and any doubt ends it (R24)");
            return;
        }

        if (alert.Votes.Count == 1)
        {
            (alert.State, alert.Version).ShouldBe((AlertState.Voting, versionBefore), "a lone vote is not visible (R24)");
            return;
        }

        alert.State.ShouldBe(AlertState.Confirmed);
        alert.Votes.Count.ShouldBe(2);
        alert.Votes.ShouldAllBe(v => v.Answer == VoteAnswer.Same);
    }

    private static void Repeated(Alert alert, AlertCommand command, DateTimeOffset now) =>
        AlertWorkflow
            .Decide(alert, command, now + TimeSpan.FromHours(1))
            .Expect()
            .ShouldBeEmpty("a request that is sent twice counts once, and its answer can still be had later");

    private static AlertCommand CommandOf(Step step, Alert alert) =>
        step.Deed switch
        {
            Deed.Attach => new AlertCommand.AttachEvidence(AlertBuilder.Upload, AlertBuilder.Picture),
            Deed.AttachWithWrongSecret => new AlertCommand.AttachEvidence(AlertBuilder.WrongUpload, AlertBuilder.Picture),
            Deed.Vote => new AlertCommand.CastVote(
                AlertBuilder.Person(step.Person),
                $"sign-in {step.SignIn}",
                AlertBuilder.Number(step.Request),
                step.Answer,
                [],
                alert.Version - step.Behind
            ),
            Deed.Outcome => new AlertCommand.RecordOutcome(
                AlertBuilder.Person(step.Person),
                AlertBuilder.Number(step.Request),
                step.Outcome,
                alert.Version - step.Behind
            ),
            Deed.LetTimePass => new AlertCommand.LetTimePass(),
        };

    /// <summary>The first value four times as often as all others together.</summary>
    private static Gen<T> Mostly<T>(T usual, params T[] others) => Gen.Frequency((4, Gen.Constant(usual)), (1, Gen.Elements(others)));

    private static IEnumerable<Story> Shorter(Story story) =>
        story.Steps.Select((_, i) => story with { Steps = [.. story.Steps.Where((_, j) => j != i)] });
}
