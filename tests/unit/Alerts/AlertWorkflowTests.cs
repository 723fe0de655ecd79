using RetailGuard.Alerts;
using RetailGuard.Foundation;
using static RetailGuard.Tests.Unit.Alerts.AlertBuilder;

namespace RetailGuard.Tests.Unit.Alerts;

/// <summary>Each refusal of the workflow, one by one.</summary>
public sealed class AlertWorkflowTests
{
    private static readonly AlertCommand Attach = new AlertCommand.AttachEvidence(Upload, Picture);

    [Fact]
    public void The_picture_opens_the_vote_and_its_address_is_spent()
    {
        var alert = Voting();
        (alert.State, alert.Version, alert.LiveHash).ShouldBe((AlertState.Voting, 2, Picture));
        alert.Refused(Attach).Status.ShouldBe(404);
    }

    [Fact]
    public void A_wrong_upload_secret_learns_nothing() =>
        Raised().Refused(new AlertCommand.AttachEvidence(WrongUpload, Picture)).Kind.ShouldBe(RefusalKind.NotFound);

    [Fact]
    [Trait("Rule", "R1")]
    public void A_picture_after_sixty_seconds_is_refused()
    {
        var refusal = Raised().Refused(Attach, CapturedAt + AlertWorkflow.EvidenceTime);
        (refusal.Code, refusal.Status).ShouldBe(("upload-too-late", 410));
        Raised().After(Attach, CapturedAt + AlertWorkflow.EvidenceTime - TimeSpan.FromTicks(1)).State.ShouldBe(AlertState.Voting);
    }

    [Fact]
    public void A_vote_before_the_picture_is_refused() => Raised().Refused(Vote(1, seen: 1)).Code.ShouldBe("no-evidence");

    [Fact]
    [Trait("Rule", "R24")]
    public void One_person_has_one_vote_even_after_signing_in_again()
    {
        var again = Vote(1) with { SessionKey = "sign-in 9", Request = Number(9) };
        Voting().After(Vote(1)).Refused(again).Code.ShouldBe("already-voted");
    }

    [Fact]
    [Trait("Rule", "R24")]
    public void One_person_cannot_turn_a_sent_vote_by_repeating_it_with_another_answer() =>
        Voting().After(Vote(1)).Refused(Vote(1, VoteAnswer.Different)).Code.ShouldBe("already-voted");

    [Fact]
    [Trait("Rule", "R24")]
    public void A_vote_that_is_sent_twice_counts_once() =>
        AlertWorkflow.Decide(Voting().After(Vote(1)), Vote(1), CapturedAt).Expect().ShouldBeEmpty();

    [Fact]
    [Trait("Rule", "R24")]
    public void A_second_person_under_the_first_ones_sign_in_is_refused() =>
        Voting().After(Vote(1)).Refused(Vote(2) with { SessionKey = "sign-in 1" }).Code.ShouldBe("same-sign-in");

    [Fact]
    [Trait("Rule", "R24")]
    public void A_vote_alone_shows_nothing_to_the_other_person()
    {
        var alert = Voting().After(Vote(1));
        (alert.State, alert.Version, alert.Votes.Count).ShouldBe((AlertState.Voting, 2, 1));
    }

    [Fact]
    [Trait("Rule", "R24")]
    public void Two_people_who_say_same_confirm()
    {
        var alert = Confirmed();
        (alert.State, alert.Version, alert.Votes.Count).ShouldBe((AlertState.Confirmed, 3, 2));
        alert.ClosedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(VoteAnswer.Different)]
    [InlineData(VoteAnswer.CannotTell)]
    [Trait("Rule", "R24")]
    public void A_no_or_a_doubt_ends_it_as_first_and_as_second_vote(VoteAnswer answer)
    {
        Voting().After(Vote(1, answer)).State.ShouldBe(AlertState.Rejected);
        Voting().After(Vote(1)).After(Vote(2, answer)).State.ShouldBe(AlertState.Rejected);
    }

    [Fact]
    public void A_third_vote_is_refused() => Confirmed().Refused(Vote(3, seen: 3)).Code.ShouldBe("already-confirmed");

    [Fact]
    public void A_vote_on_another_version_than_the_present_one_is_refused() =>
        Voting().Refused(Vote(1, seen: 1)).Code.ShouldBe("version-stale");

    [Fact]
    public void An_outcome_on_another_version_than_the_present_one_is_refused() =>
        Confirmed().Refused(Outcome(1, AlertOutcome.None, seen: 2)).Code.ShouldBe("version-stale");

    [Fact]
    [Trait("Rule", "R27")]
    public void An_outcome_before_two_votes_is_refused()
    {
        Raised().Refused(Outcome(1, AlertOutcome.None, seen: 1)).Code.ShouldBe("not-confirmed");
        Voting().After(Vote(1)).Refused(Outcome(1, AlertOutcome.None, seen: 2)).Code.ShouldBe("not-confirmed");
    }

    [Fact]
    [Trait("Rule", "R27")]
    public void The_first_outcome_on_the_list_is_none_and_nobody_is_detained_or_searched() =>
        Enum.GetNames<AlertOutcome>().ShouldBe(["None", "Observe", "CallPolice", "AskToLeave"]);

    [Fact]
    [Trait("Rule", "R27")]
    public void An_outcome_closes_the_alert_with_who_and_what()
    {
        var alert = Closed();
        (alert.State, alert.Outcome, alert.OutcomeBy).ShouldBe((AlertState.Closed, AlertOutcome.Observe, Person(1)));
        alert.ClosedAt.ShouldBe(CapturedAt);
    }

    [Fact]
    [Trait("Rule", "R27")]
    public void A_second_outcome_is_refused_and_the_same_request_again_is_not()
    {
        AlertWorkflow.Decide(Closed(), Outcome(1, AlertOutcome.Observe), CapturedAt).Expect().ShouldBeEmpty();
        Closed().Refused(Outcome(1, AlertOutcome.CallPolice, seen: 4)).Code.ShouldBe("alert-closed");
        Closed().Refused(Outcome(1, AlertOutcome.Observe, seen: 4) with { Request = Number(51) }).Code.ShouldBe("alert-closed");
    }

    [Fact]
    public void A_rejected_alert_stays_closed()
    {
        Rejected().Refused(Vote(2)).Code.ShouldBe("alert-closed");
        Rejected().Refused(Outcome(1, AlertOutcome.CallPolice)).Code.ShouldBe("alert-closed");
    }

    [Fact]
    [Trait("Rule", "R24")]
    public void Votes_count_for_five_minutes()
    {
        var end = CapturedAt + TimeSpan.FromMinutes(5);
        Voting().Refused(Vote(1), end).Code.ShouldBe("alert-expired");
        Voting().After(Vote(1), end - TimeSpan.FromTicks(1)).Votes.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Rule", "R26")]
    public void Staff_may_act_for_ten_minutes_from_the_capture()
    {
        var end = CapturedAt + TimeSpan.FromMinutes(10);
        Confirmed().Refused(Outcome(1, AlertOutcome.AskToLeave), end).Code.ShouldBe("alert-expired");
        Confirmed().After(Outcome(1, AlertOutcome.AskToLeave), end - TimeSpan.FromTicks(1)).State.ShouldBe(AlertState.Closed);
    }

    [Fact]
    [Trait("Rule", "R26")]
    public void An_alert_that_was_raised_late_takes_no_vote_when_nobody_may_act_any_more()
    {
        var late = Raised(TimeSpan.FromMinutes(9)).After(Attach, CapturedAt + TimeSpan.FromMinutes(9));
        AlertWorkflow.Deadline(late).ShouldBe(CapturedAt + TimeSpan.FromMinutes(10));
        late.Refused(Vote(1), CapturedAt + TimeSpan.FromMinutes(10)).Code.ShouldBe("alert-expired");
    }

    [Fact]
    public void An_expired_alert_stays_expired_even_when_the_clock_is_set_back()
    {
        Expired().Refused(Vote(1, seen: 2)).Code.ShouldBe("alert-expired");
        Expired().Refused(Outcome(1, AlertOutcome.None)).Code.ShouldBe("alert-expired");
        Expired().UploadHash.ShouldBeNull("its picture can no longer come");
    }

    [Fact]
    public void Time_that_has_not_run_out_changes_nothing()
    {
        var beforeEnd = CapturedAt + AlertWorkflow.VotingTime - TimeSpan.FromTicks(1);
        AlertWorkflow.Decide(Voting(), new AlertCommand.LetTimePass(), beforeEnd).Expect().ShouldBeEmpty();
        AlertWorkflow.Decide(Closed(), new AlertCommand.LetTimePass(), DateTimeOffset.MaxValue.AddTicks(-1)).Expect().ShouldBeEmpty();
    }

    [Fact]
    public void A_feature_that_is_named_twice_counts_once() =>
        Voting().After(Vote(1) with { Features = [FaceFeature.Jaw, FaceFeature.Jaw] }).Votes[0].Features.ShouldBe([FaceFeature.Jaw]);
}
