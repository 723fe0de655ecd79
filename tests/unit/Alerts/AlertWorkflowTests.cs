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
        var again = Vote(1) with { Voter = Voter(1) with { SessionKey = "sign-in 9" }, Request = Number(9) };
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
        Voting().After(Vote(1)).Refused(Vote(2) with { Voter = Voter(2) with { SessionKey = "sign-in 1" } }).Code.ShouldBe("same-sign-in");

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
        AlertWorkflow.IsActionable(Confirmed(), end - TimeSpan.FromTicks(1)).ShouldBeTrue();
        AlertWorkflow.IsActionable(Confirmed(), end).ShouldBeFalse();
        Confirmed().Refused(InAisle(1, InAisleAnswer.Same), end).Code.ShouldBe("alert-expired");
        Confirmed().After(InAisle(1, InAisleAnswer.Same), end - TimeSpan.FromTicks(1)).InAisle.ShouldBe(InAisleAnswer.Same);
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
        Expired().OutcomeDue.ShouldBeFalse("nobody had confirmed it");
        Expired().UploadHash.ShouldBeNull("its picture can no longer come");
    }

    [Fact]
    public void Time_that_has_not_run_out_changes_nothing()
    {
        var beforeEnd = CapturedAt + AlertWorkflow.VotingTime - TimeSpan.FromTicks(1);
        AlertWorkflow.Decide(Voting(), new AlertCommand.Reconsider(), beforeEnd).Expect().ShouldBeEmpty();
        AlertWorkflow.Decide(Closed(), new AlertCommand.Reconsider(), DateTimeOffset.MaxValue.AddTicks(-1)).Expect().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R48")]
    public void A_vote_without_a_valid_certificate_is_refused()
    {
        var never = Vote(1) with { Voter = Voter(1) with { CertifiedUntil = null } };
        Voting().Refused(never).Code.ShouldBe("certificate-missing");
        var until = CapturedAt + TimeSpan.FromMinutes(1);
        var lapsing = Vote(1) with { Voter = Voter(1) with { CertifiedUntil = until } };
        Voting().Refused(lapsing, until).Code.ShouldBe("certificate-lapsed");
        Voting().After(lapsing, until - TimeSpan.FromTicks(1)).Votes.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Rule", "R24")]
    public void Two_accounts_that_one_person_may_be_behind_are_not_two_people()
    {
        var issuedByFirst = Vote(2) with { Voter = Voter(2, issuers: [3, 1]) };
        Voting().After(Vote(1)).Refused(issuedByFirst).Code.ShouldBe("not-independent");
        Voting().After(issuedByFirst).Refused(Vote(1)).Code.ShouldBe("not-independent");
        var issuedByThird = Vote(1) with { Voter = Voter(1, issuers: [3]) };
        Voting().After(issuedByThird).Refused(issuedByFirst).Code.ShouldBe("not-independent");
        Voting().After(issuedByThird).After(Vote(2) with { Voter = Voter(2, issuers: [4, 5]) }).State.ShouldBe(AlertState.Confirmed);
    }

    [Fact]
    [Trait("Rule", "R26")]
    public void Nobody_is_asked_to_leave_before_the_in_aisle_check_says_same()
    {
        var leave = Outcome(1, AlertOutcome.AskToLeave);
        Confirmed().Refused(leave).Code.ShouldBe("in-aisle-missing");
        var other = Confirmed().After(InAisle(1, InAisleAnswer.Different));
        (other.State, other.Version).ShouldBe((AlertState.Confirmed, 4));
        other.Refused(leave with { SeenVersion = 4 }).Code.ShouldBe("in-aisle-missing");
        other.After(InAisle(2, InAisleAnswer.Same, seen: 4)).After(leave with { SeenVersion = 5 }).State.ShouldBe(AlertState.Closed);
        Confirmed().After(Outcome(1, AlertOutcome.CallPolice)).State.ShouldBe(AlertState.Closed, "help is never held up");
    }

    [Fact]
    [Trait("Rule", "R26")]
    public void An_in_aisle_check_needs_two_votes_the_present_version_and_counts_once()
    {
        Voting().Refused(InAisle(1, InAisleAnswer.Same, seen: 2)).Code.ShouldBe("not-confirmed");
        Confirmed().Refused(InAisle(1, InAisleAnswer.Same, seen: 2)).Code.ShouldBe("version-stale");
        var check = InAisle(1, InAisleAnswer.NotFound);
        AlertWorkflow.Decide(Confirmed().After(check), check, CapturedAt).Expect().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R27")]
    public void What_was_done_is_recorded_also_when_acting_is_over()
    {
        var end = CapturedAt + AlertWorkflow.ActingTime;
        var late = Confirmed().After(new AlertCommand.Reconsider(), end);
        (late.State, late.OutcomeDue).ShouldBe((AlertState.Expired, true));
        late.After(Outcome(1, AlertOutcome.AskToLeave, seen: 4), end + TimeSpan.FromHours(1));
        (late.State, late.Outcome, late.OutcomeDue).ShouldBe((AlertState.Closed, AlertOutcome.AskToLeave, false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [Trait("Rule", "R28")]
    public void A_dispute_stops_the_alert_at_any_stage_and_once(int stage)
    {
        Alert[] stages = [Raised(), Voting(), Voting().After(Vote(1)), Confirmed(), Rejected(), Closed()];
        var alert = stages[stage - 1].After(Dispute());
        (alert.State, alert.CaseNumber, alert.UploadHash).ShouldBe((AlertState.Disputed, CaseNumber, null));
        AlertWorkflow.IsActionable(alert, CapturedAt).ShouldBeFalse();
        var again = new AlertCommand.Dispute(Person(2), "RG-0000-0002");
        AlertWorkflow.Decide(alert, again, CapturedAt).Expect().ShouldBeEmpty("one case, however often it is pressed");
        alert.Refused(Vote(3, seen: alert.Version)).Code.ShouldBe("alert-disputed");
        alert.Refused(InAisle(1, InAisleAnswer.Same, alert.Version)).Code.ShouldBe("alert-disputed");
    }

    [Fact]
    [Trait("Rule", "R28")]
    [Trait("Rule", "R27")]
    public void A_disputed_alert_stays_so_when_its_outcome_is_recorded()
    {
        var alert = Confirmed().After(Dispute());
        alert.OutcomeDue.ShouldBeTrue();
        alert.After(Outcome(1, AlertOutcome.Observe, seen: 4)).State.ShouldBe(AlertState.Disputed);
    }

    [Theory]
    [InlineData(StopReason.EntryRate)]
    [InlineData(StopReason.EntryDisputed)]
    [InlineData(StopReason.EntryRemoved)]
    [InlineData(StopReason.MatchingStopped)]
    [Trait("Rule", "R7")]
    [Trait("Rule", "R8")]
    public void An_open_alert_is_stopped_with_its_reason_and_a_closed_one_is_left(StopReason reason)
    {
        foreach (var open in new[] { Raised(), Voting(), Confirmed() })
        {
            open.After(new AlertCommand.Reconsider(reason));
            (open.State, open.Stopped).ShouldBe((AlertState.Frozen, reason));
            open.Refused(Vote(3, seen: open.Version)).Code.ShouldBe("alert-stopped");
            AlertWorkflow.IsActionable(open, CapturedAt).ShouldBeFalse();
        }

        AlertWorkflow.Decide(Closed(), new AlertCommand.Reconsider(reason), CapturedAt).Expect().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R16")]
    public void A_different_person_pauses_the_entry_and_a_doubt_does_not()
    {
        Rejected().SuppressedUntil.ShouldBe(CapturedAt + AlertWorkflow.SuppressionTime);
        Voting().After(Vote(1, VoteAnswer.CannotTell)).SuppressedUntil.ShouldBeNull();
        var again = Rejected().After(new AlertCommand.AlertAgain(Person(1)));
        (again.SuppressedUntil, again.Version).ShouldBe((null, 4));
        AlertWorkflow.Decide(again, new AlertCommand.AlertAgain(Person(1)), CapturedAt).Expect().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R26")]
    public void A_confirmed_alert_takes_newer_pictures_and_no_other_alert_does()
    {
        var seenAt = CapturedAt + AlertWorkflow.BetweenSightings;
        var sight = new AlertCommand.Sight(new(Number(8)), seenAt, WrongUpload);
        var alert = Confirmed().After(sight, seenAt);
        (alert.Version, alert.LatestHash).ShouldBe((3, null));
        alert.After(new AlertCommand.AttachEvidence(WrongUpload, [7]), seenAt);
        (alert.Version, alert.LatestCamera, alert.LatestAt).ShouldBe((4, new CameraId(Number(8)), seenAt));
        alert.LiveHash.ShouldBe(Picture, "what was voted on does not change");
        AlertWorkflow.Decide(alert, sight, seenAt).Expect().ShouldBeEmpty("not more often than every ten seconds");
        AlertWorkflow.Decide(Voting(), sight, seenAt).Expect().ShouldBeEmpty("voters all see the same picture");
        AlertWorkflow.Decide(Closed(), sight, seenAt).Expect().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(VoteAnswer.Same, VoteAnswer.Same, true)]
    [InlineData(VoteAnswer.Same, VoteAnswer.Different, false)]
    [InlineData(VoteAnswer.Same, VoteAnswer.CannotTell, false)]
    [InlineData(VoteAnswer.Different, VoteAnswer.Same, false)]
    [InlineData(VoteAnswer.Different, VoteAnswer.Different, true)]
    [Trait("Rule", "R48")]
    public void A_drill_is_scored_and_nobody_can_act_on_it(VoteAnswer expected, VoteAnswer second, bool correct)
    {
        var drill = Voting(expected).After(Vote(1)).After(Vote(2, second));
        (drill.State, drill.DrillCorrect, drill.ConfirmedAt).ShouldBe((AlertState.Drill, correct, null));
        drill.SuppressedUntil.ShouldBeNull();
        drill.Refused(Outcome(1, AlertOutcome.AskToLeave)).Code.ShouldBe("alert-closed");
    }

    [Fact]
    [Trait("Rule", "R48")]
    public void A_drill_gives_way_unscored_and_a_missed_one_is_no_expired_alert()
    {
        var gone = Voting(VoteAnswer.Same).After(new AlertCommand.GiveWay());
        (gone.State, gone.DrillCorrect, gone.Stopped).ShouldBe((AlertState.Drill, null, StopReason.RealAlert));
        var missed = Voting(VoteAnswer.Same).After(new AlertCommand.Reconsider(), CapturedAt + AlertWorkflow.VotingTime);
        (missed.State, missed.DrillCorrect, missed.Stopped).ShouldBe((AlertState.Drill, null, null));
        AlertWorkflow.Decide(Voting(), new AlertCommand.GiveWay(), CapturedAt).Expect().ShouldBeEmpty("a real alert gives way to nothing");
    }

    [Fact]
    public void A_feature_that_is_named_twice_counts_once() =>
        Voting().After(Vote(1) with { Features = [FaceFeature.Jaw, FaceFeature.Jaw] }).Votes[0].Features.ShouldBe([FaceFeature.Jaw]);
}
