using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Cluster;

/// <summary>
/// A cluster that has split has two live activations of one alert for a while. Here they are two clusters on one record: what one of
/// them has saved the other does not know, and still nothing is lost or counted twice.
/// </summary>
public sealed class TwinActivationsTests(Scene scene) : IAsyncLifetime
{
    private readonly DataStore _record = scene.Copy();
    private ProductCluster _left = null!;
    private ProductCluster _right = null!;

    private Node Left => _left.Nodes[0];

    private Node Right => _right.Nodes[0];

    public async ValueTask InitializeAsync()
    {
        _left = await scene.StartAsync(_record, 1);
        _right = await scene.StartAsync(_record, 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _left.DisposeAsync();
        await _right.DisposeAsync();
        _record.Dispose();
    }

    /// <summary>In which order two acts, one at each activation, load the alert and save it.</summary>
    public enum Order
    {
        LeftFirst,
        RightFirst,

        /// <summary>The left one loads, the right one loads and saves, then the left one saves.</summary>
        RightWithinLeft,
        LeftWithinRight,
        AtOnce,
    }

    public static TheoryData<Order> Orders => [.. Enum.GetValues<Order>()];

    [Theory]
    [Trait("Rule", "R24")]
    [MemberData(nameof(Orders))]
    public async Task Two_votes_at_once_are_both_counted_and_confirm_once(Order order)
    {
        var alert = await RaisedOnBothAsync();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => scene.VoteAsync(Left, alert, scene.First),
            () => scene.VoteAsync(Right, alert, scene.Second)
        );

        (left, right).ShouldBe((Ok, Ok));
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.State.ShouldBe(AlertState.Confirmed);
        recorded.Votes.Select(v => v.PersonId).ShouldBe([scene.First, scene.Second], ignoreOrder: true);
        await ShouldBeAuditedAsync(alert, ("vote-cast", 2), ("confirmed", 1), ("refused", 0));
    }

    [Theory]
    [Trait("Rule", "R24")]
    [MemberData(nameof(Orders))]
    public async Task One_persons_vote_at_both_counts_once(Order order)
    {
        var alert = await RaisedOnBothAsync();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => scene.VoteAsync(Left, alert, scene.First),
            () => scene.VoteAsync(Right, alert, scene.First)
        );

        new[] { left, right }.ShouldBe([Ok, "already-voted"], ignoreOrder: true);
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.State.ShouldBe(AlertState.Voting);
        recorded.Votes.Count.ShouldBe(1);
        await ShouldBeAuditedAsync(alert, ("vote-cast", 1), ("refused", 1));
    }

    [Theory]
    [Trait("Rule", "R26")]
    [MemberData(nameof(Orders))]
    public async Task Of_two_in_aisle_checks_the_first_stands_and_the_other_person_looks_again(Order order)
    {
        var alert = await ConfirmedOnBothAsync();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => CheckAsync(Left, alert, scene.First, InAisleAnswer.Same, Unique.Id()),
            () => CheckAsync(Right, alert, scene.Second, InAisleAnswer.Different, Unique.Id())
        );

        ShouldHaveWon(order, left, right, refusedAs: "version-stale");
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.Version.ShouldBe(SeenConfirmed + 1);
        (recorded.InAisle, recorded.InAisleBy).ShouldBe(
            left == Ok ? (InAisleAnswer.Same, scene.First) : (InAisleAnswer.Different, scene.Second)
        );
        await ShouldBeAuditedAsync(alert, ("in-aisle-checked", 1), ("refused", 1));
    }

    /// <summary>Its answer was lost on the way, and the tablet sends it again to another node.</summary>
    [Theory]
    [Trait("Rule", "R26")]
    [MemberData(nameof(Orders))]
    public async Task One_in_aisle_check_that_is_sent_to_both_counts_once_and_both_say_yes(Order order)
    {
        var alert = await ConfirmedOnBothAsync();
        var request = Unique.Id();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => CheckAsync(Left, alert, scene.First, InAisleAnswer.Same, request),
            () => CheckAsync(Right, alert, scene.First, InAisleAnswer.Same, request)
        );

        (left, right).ShouldBe((Ok, Ok));
        (await scene.RecordedAsync(Left, alert)).Version.ShouldBe(SeenConfirmed + 1);
        await ShouldBeAuditedAsync(alert, ("in-aisle-checked", 1), ("refused", 0));
    }

    [Theory]
    [Trait("Rule", "R27")]
    [MemberData(nameof(Orders))]
    public async Task Of_two_outcomes_the_first_is_recorded_and_the_other_person_is_told(Order order)
    {
        var alert = await ConfirmedOnBothAsync();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => RecordAsync(Left, alert, scene.First, AlertOutcome.Observe),
            () => RecordAsync(Right, alert, scene.Second, AlertOutcome.CallPolice)
        );

        ShouldHaveWon(order, left, right, refusedAs: "alert-closed");
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.State.ShouldBe(AlertState.Closed);
        recorded.Version.ShouldBe(SeenConfirmed + 1);
        (recorded.Outcome, recorded.OutcomeBy).ShouldBe(
            left == Ok ? (AlertOutcome.Observe, scene.First) : (AlertOutcome.CallPolice, scene.Second)
        );
        await ShouldBeAuditedAsync(alert, ("outcome-recorded", 1), ("refused", 1));
    }

    /// <summary>R26: who asks a person to leave has seen that it is the person, whichever node knows of it.</summary>
    [Theory]
    [Trait("Rule", "R26")]
    [Trait("Rule", "R27")]
    [MemberData(nameof(Orders))]
    public async Task Nobody_asks_a_person_to_leave_who_was_found_to_be_another_at_that_moment(Order order)
    {
        var alert = await ConfirmedOnBothAsync();
        (await CheckAsync(Left, alert, scene.First, InAisleAnswer.Same, Unique.Id())).Expect();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => CheckAsync(Left, alert, scene.First, InAisleAnswer.Different, Unique.Id(), SeenConfirmed + 1),
            () => RecordAsync(Right, alert, scene.Second, AlertOutcome.AskToLeave, SeenConfirmed + 1)
        );

        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.Version.ShouldBe(SeenConfirmed + 2);
        (left, right, recorded.InAisle, recorded.Outcome).ShouldBeOneOf(
            (Ok, "in-aisle-missing", InAisleAnswer.Different, null),
            ("alert-closed", Ok, InAisleAnswer.Same, AlertOutcome.AskToLeave)
        );
        await ShouldBeAuditedAsync(
            alert,
            ("in-aisle-checked", left == Ok ? 2 : 1),
            ("outcome-recorded", right == Ok ? 1 : 0),
            ("refused", 1)
        );
    }

    [Theory]
    [Trait("Rule", "R28")]
    [MemberData(nameof(Orders))]
    public async Task A_dispute_beside_the_vote_that_confirms_opens_one_case_and_stops_the_alert(Order order)
    {
        var alert = await RaisedOnBothAsync();
        (await scene.VoteAsync(Left, alert, scene.First)).Expect();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => scene.VoteAsync(Left, alert, scene.Second),
            () => scene.AlertOn(Right, alert).Dispute(scene.Store, scene.First)
        );

        right.ShouldBe(Ok);
        left.ShouldBeOneOf(Ok, "alert-disputed");
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.State.ShouldBe(AlertState.Disputed);
        recorded.CaseNumber.ShouldNotBeNull();
        recorded.Votes.Count.ShouldBe(left == Ok ? 2 : 1);
        await ShouldBeAuditedAsync(
            alert,
            ("vote-cast", left == Ok ? 2 : 1),
            ("confirmed", left == Ok ? 1 : 0),
            ("disputed", 1),
            ("refused", left == Ok ? 0 : 1)
        );
        (await CasesAsync(alert)).ShouldBe(1);
    }

    [Theory]
    [Trait("Rule", "R28")]
    [MemberData(nameof(Orders))]
    public async Task Two_disputes_open_one_case(Order order)
    {
        var alert = await RaisedOnBothAsync();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => scene.AlertOn(Left, alert).Dispute(scene.Store, scene.First),
            () => scene.AlertOn(Right, alert).Dispute(scene.Store, scene.Second)
        );

        (left, right).ShouldBe((Ok, Ok));
        (await scene.RecordedAsync(Left, alert)).State.ShouldBe(AlertState.Disputed);
        await ShouldBeAuditedAsync(alert, ("disputed", 1), ("refused", 0));
        (await CasesAsync(alert)).ShouldBe(1);
    }

    [Theory]
    [Trait("Rule", "R30")]
    [MemberData(nameof(Orders))]
    public async Task An_alert_that_both_forget_is_forgotten_once(Order order)
    {
        var alert = await ConfirmedOnBothAsync();
        (await RecordAsync(Left, alert, scene.First, AlertOutcome.Observe)).Expect();

        var (left, right) = await ActAsync(
            alert,
            order,
            () => scene.AlertOn(Left, alert).Forget(),
            () => scene.AlertOn(Right, alert).Forget()
        );

        (left, right).ShouldBe((Ok, Ok));
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.KeyId.ShouldBeNull();
        recorded.Votes.ShouldBeEmpty();
        await ShouldBeAuditedAsync(alert, ("forgotten", 1));
    }

    [Fact]
    [Trait("Rule", "R28")]
    public async Task Who_loses_every_time_is_told_to_try_again_and_nothing_of_it_is_saved()
    {
        var alert = await RaisedOnBothAsync();
        var revision = (await scene.RecordedAsync(Left, alert)).Revision;

        using (new Interleaved(_record, OfAlert(alert), () => SetAsync("\"Revision\" + 1"), times: int.MaxValue))
        {
            CodeOf(await scene.AlertOn(Left, alert).Dispute(scene.Store, scene.First)).ShouldBe("busy");
        }

        // No event tells of the others' changes (R49).
        await SetAsync($"{revision}");
        (await scene.RecordedAsync(Left, alert)).State.ShouldBe(AlertState.Voting);
        await ShouldBeAuditedAsync(alert, ("disputed", 0));
        (await CasesAsync(alert)).ShouldBe(0);
        CodeOf(await scene.AlertOn(Left, alert).Dispute(scene.Store, scene.First)).ShouldBe(Ok);
        await ShouldBeAuditedAsync(alert, ("disputed", 1));
        (await CasesAsync(alert)).ShouldBe(1);

        Task SetAsync(string to) =>
            Testing.Record.QueryAsync(Right.Services, $"""UPDATE "Alerts" SET "Revision" = {to} WHERE "Id" = @p0""", alert.Value);
    }

    /// <summary>Neither store's screens know of the other's alert: only the record does.</summary>
    [Theory]
    [Trait("Rule", "R7")]
    [MemberData(nameof(Orders))]
    public async Task Of_two_matches_of_one_entry_at_once_one_is_raised(Order order)
    {
        await LoadedOnBothAsync();

        var answers = await PassBothAsync(order);

        answers.Select(a => a.Verdict).ShouldBe([TrackVerdict.Hold, TrackVerdict.Discard], ignoreOrder: true);
        (await CountAsync("""SELECT COUNT(*) FROM "Alerts" """)).ShouldBe(1);
    }

    [Theory]
    [Trait("Rule", "R7")]
    [MemberData(nameof(Orders))]
    public async Task The_alert_that_is_one_too_many_freezes_the_entry_whichever_node_it_is_on(Order order)
    {
        await scene.AlertedBeforeAsync(Left, EntryRate.MostAlerts);
        await LoadedOnBothAsync();

        var answers = await PassBothAsync(order);

        answers.ShouldAllBe(a => a.Verdict == TrackVerdict.Discard);
        (await CountAsync("""SELECT COUNT(*) FROM "Alerts" """)).ShouldBe(EntryRate.MostAlerts);
        (await CountAsync("""SELECT COUNT(*) FROM "Audit" WHERE "Action" = 'entry.suspended'""")).ShouldBe(1);
    }

    [Theory]
    [Trait("Rule", "R7")]
    [MemberData(nameof(Orders))]
    public async Task Two_nodes_together_raise_no_more_than_one_alone(Order order)
    {
        // In two stores neither alert keeps the other quiet; only the count of the entry's alerts can.
        await scene.AlertedBeforeAsync(Left, EntryRate.MostAlerts - 1);
        await LoadedOnBothAsync();
        var elsewhere = new StoreId(Unique.Id());

        var (left, right) = await RunAsync(SavesEntry, order, () => RaiseAsync(Left, scene.Store), () => RaiseAsync(Right, elsewhere));

        new[] { left, right }.ShouldBe([true, false], ignoreOrder: true);
        (await CountAsync("""SELECT COUNT(*) FROM "Alerts" """)).ShouldBe(EntryRate.MostAlerts);
        (await CountAsync("""SELECT COUNT(*) FROM "Audit" WHERE "Action" = 'entry.suspended'""")).ShouldBe(1);
    }

    [Theory]
    [Trait("Rule", "R24")]
    [MemberData(nameof(Orders))]
    public async Task A_picture_that_is_brought_to_both_is_taken_once_and_can_be_opened(Order order)
    {
        await LoadedOnBothAsync();
        var path = (await scene.PassAsync(Left)).UploadPath!.Split('/');
        var alert = new AlertId(Guid.Parse(path[4]));

        // One has loaded the alert, the other brings all of it, and the first goes on: its picture comes last.
        var (left, right) = await RunAsync(Interleaved.AfterLoading, order, () => BringAsync(Left), () => BringAsync(Right));

        new[] { left, right }.ShouldContain(Ok);
        await ShouldBeAuditedAsync(alert, ("evidence-attached", 1));
        var pictures = Right.Services.GetRequiredService<EvidencePictures>();
        var recorded = await scene.RecordedAsync(Right, alert);
        (await pictures.OpenAsync(recorded, AlertPicture.Live, CancellationToken.None)).ShouldBe(Stage.LivePicture);

        async Task<string> BringAsync(Node node) => CodeOf(await scene.AlertOn(node, alert).AttachEvidence(path[5], Stage.LivePicture));
    }

    private const string Ok = "ok";

    /// <summary>Version of an alert with its picture, confirmed by two.</summary>
    private const int SeenConfirmed = 3;

    /// <summary>An alert that both clusters have alive.</summary>
    private async Task<AlertId> RaisedOnBothAsync()
    {
        var alert = await scene.RaiseAsync(Left);
        await scene.AlertOn(Left, alert).Wake();
        await scene.AlertOn(Right, alert).Wake();
        return alert;
    }

    private async Task<AlertId> ConfirmedOnBothAsync()
    {
        var alert = await RaisedOnBothAsync();
        (await scene.VoteAsync(Left, alert, scene.First)).Expect();
        (await scene.VoteAsync(Right, alert, scene.Second)).Expect();
        return alert;
    }

    private Task<Result<FeedAlert>> CheckAsync(
        Node node,
        AlertId alert,
        PersonId person,
        InAisleAnswer answer,
        Guid request,
        int seen = SeenConfirmed
    ) => scene.AlertOn(node, alert).CheckInAisle(new(scene.Store, person, request, answer, seen));

    private Task<Result<FeedAlert>> RecordAsync(
        Node node,
        AlertId alert,
        PersonId person,
        AlertOutcome outcome,
        int seen = SeenConfirmed
    ) => scene.AlertOn(node, alert).RecordOutcome(new(scene.Store, person, Unique.Id(), outcome, seen));

    private async Task LoadedOnBothAsync()
    {
        await scene.LoadAsync(Left);
        await scene.LoadAsync(Right);
    }

    private async Task<TrackAnswer[]> PassBothAsync(Order order)
    {
        var (left, right) = await RunAsync(SavesEntry, order, () => scene.PassAsync(Left), () => scene.PassAsync(Right));
        return [left, right];
    }

    private async Task<bool> RaiseAsync(Node node, StoreId store)
    {
        var id = new AlertId(Unique.Id());
        return await scene.AlertOn(node, id).Raise(scene.Match(store)) is not null;
    }

    private static Func<object?, bool> SavesEntry => Interleaved.BeforeSaving<Entry>(_ => true);

    private static Func<object?, bool> OfAlert(AlertId alert) => Interleaved.BeforeSaving<Alert>(a => a.Id == alert);

    /// <summary>How each of two acts was answered: <see cref="Ok"/> or the refusal's code.</summary>
    private Task<(string Left, string Right)> ActAsync<T>(
        AlertId alert,
        Order order,
        Func<Task<Result<T>>> left,
        Func<Task<Result<T>>> right
    ) => RunAsync(OfAlert(alert), order, async () => CodeOf(await left()), async () => CodeOf(await right()));

    /// <param name="between">When one of them is in the middle of its work.</param>
    private async Task<(T Left, T Right)> RunAsync<T>(Func<object?, bool> between, Order order, Func<Task<T>> left, Func<Task<T>> right)
        where T : notnull
    {
        (T Answer, bool HasRun) ofLeft = default;
        (T Answer, bool HasRun) ofRight = default;
        switch (order)
        {
            case Order.LeftFirst:
                await LeftAsync();
                await RightAsync();
                break;
            case Order.RightFirst:
                await RightAsync();
                await LeftAsync();
                break;
            case Order.RightWithinLeft:
                using (new Interleaved(_record, between, RightAsync))
                {
                    await LeftAsync();
                }

                break;
            case Order.LeftWithinRight:
                using (new Interleaved(_record, between, LeftAsync))
                {
                    await RightAsync();
                }

                break;
            case Order.AtOnce:
                await Task.WhenAll(Task.Run(LeftAsync), Task.Run(RightAsync));
                break;
        }

        (ofLeft.HasRun, ofRight.HasRun).ShouldBe((true, true));
        return (ofLeft.Answer, ofRight.Answer);

        async Task LeftAsync() => ofLeft = (await left(), true);

        async Task RightAsync() => ofRight = (await right(), true);
    }

    private static string CodeOf<T>(Result<T> answer) => answer.Succeeded(out _, out var refusal) ? Ok : refusal.Code;

    /// <summary>Whoever saves first wins; of two at once it may be either, and never both.</summary>
    private static void ShouldHaveWon(Order order, string left, string right, string refusedAs)
    {
        var leftWon = order switch
        {
            Order.LeftFirst or Order.LeftWithinRight => true,
            Order.RightFirst or Order.RightWithinLeft => false,
            Order.AtOnce => left == Ok,
        };
        (left, right).ShouldBe(leftWon ? (Ok, refusedAs) : (refusedAs, Ok));
    }

    private async Task ShouldBeAuditedAsync(AlertId alert, params (string Action, int Times)[] expected)
    {
        foreach (var (action, times) in expected)
        {
            (await Scene.AuditedAsync(Left, alert, $"alert.{action}")).ShouldBe(times, action);
        }
    }

    private Task<long> CasesAsync(AlertId alert) => CountAsync("""SELECT COUNT(*) FROM "Cases" WHERE "AlertId" = @p0""", alert.Value);

    private async Task<long> CountAsync(string sql, params object[] values) =>
        Convert.ToInt64(
            (await Testing.Record.QueryAsync(Left.Services, sql, values)).Single()[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
}
