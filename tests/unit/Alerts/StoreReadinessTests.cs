using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Alerts;

/// <summary>R8: matching runs only where everything that it needs is in order, and says what is not.</summary>
[Trait("Rule", "R8")]
public sealed class StoreReadinessTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Guid.Parse("0192aaaa-0000-7000-8000-000000000001"));
    private static readonly StoreId Shop = new(Guid.Parse("0192aaaa-0000-7000-8000-000000000002"));
    private static readonly CameraId Door = new(Guid.Parse("0192aaaa-0000-7000-8000-000000000003"));
    private static readonly CameraId Exit = new(Guid.Parse("0192aaaa-0000-7000-8000-000000000004"));
    private static readonly ListState List = new(7, "");

    [Fact]
    public void A_store_where_all_is_in_order_matches() => Ready().WhyNot(Door, Now).ShouldBeNull();

    [Fact]
    public void Nobody_is_matched_before_the_record_has_answered() =>
        StoreReadiness.Unknown.WhyNot(Door, Now)!.Code.ShouldBe("list-not-loaded");

    [Fact]
    public void A_camera_of_another_store_is_unknown() => Ready().WhyNot(new CameraId(Guid.Empty), Now)!.Code.ShouldBe("camera-unknown");

    [Fact]
    public void What_stops_one_camera_leaves_the_other()
    {
        var store = Ready(new Disarmed("stopped-camera", "Stopped.", Shop, Door));

        store.WhyNot(Door, Now)!.Code.ShouldBe("stopped-camera");
        store.WhyNot(Exit, Now).ShouldBeNull();
        store.WhyNot(Now).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R48")]
    public void Evidence_that_ends_disarms_at_its_end_though_nobody_asks_the_record()
    {
        var end = Now.AddSeconds(10);
        var store = Ready(new Disarmed("voters-missing", "Too few.", Shop, From: end));

        store.WhyNot(Door, end.AddMilliseconds(-1)).ShouldBeNull();
        store.WhyNot(Door, end)!.Code.ShouldBe("voters-missing");
    }

    [Fact]
    [Trait("Rule", "R56")]
    public void A_list_that_was_not_checked_for_a_minute_matches_nobody()
    {
        var store = Ready();

        store.WhyNot(Door, Now + StoreReadiness.ListGoodFor).ShouldBeNull();
        store.WhyNot(Door, Now + StoreReadiness.ListGoodFor + TimeSpan.FromMilliseconds(1))!.Code.ShouldBe("list-unchecked");
    }

    [Fact]
    public void A_list_is_checked_as_long_as_the_record_says_that_nothing_changed()
    {
        var later = Now.AddMinutes(5);
        var store = Ready() with { Record = Ready().Record! with { At = later } };

        store.ListCheckedAt.ShouldBe(later);
        store.WhyNot(Door, later).ShouldBeNull();
    }

    [Fact]
    public void A_gallery_that_has_not_taken_in_a_change_ages_though_the_record_answers()
    {
        var later = Now.AddMinutes(5);
        var store = Ready() with { Record = Ready().Record! with { At = later, List = List with { Version = 8 } } };

        store.ListCheckedAt.ShouldBe(Now);
        store.WhyNot(Door, later)!.Code.ShouldBe("list-unchecked");
    }

    [Fact]
    public void A_list_of_which_nothing_can_be_opened_is_no_empty_list()
    {
        var store = Ready();

        (store with { Gallery = store.Gallery! with { Count = 0 } }).WhyNot(Door, Now).ShouldBeNull();
        (store with { Gallery = store.Gallery! with { Count = 0, Unreadable = 1 } }).WhyNot(Door, Now)!.Code.ShouldBe("list-unreadable");
    }

    [Fact]
    public void Tablets_are_told_of_every_camera_and_why()
    {
        var told = Ready(new Disarmed("stopped-camera", "Stopped.", Shop, Door))
            .StoreAt(Now, new Dictionary<CameraId, CameraState> { [Exit] = CameraState.Live });

        told.Armed.ShouldBeTrue();
        told.Cameras.Select(c => (c.Armed, c.ReasonCode, c.State))
            .ShouldBe([(false, "stopped-camera", CameraState.Offline), (true, null, CameraState.Live)]);
    }

    [Fact]
    public void What_a_line_says_of_its_cameras_ends_with_the_line()
    {
        var (reports, connector) = (new CameraReports(), new DeviceId(Guid.Empty));
        var (old, next) = (Guid.Parse("0192aaaa-0000-7000-8000-000000000005"), Guid.Parse("0192aaaa-0000-7000-8000-000000000006"));
        reports.Record(new(old, connector, new Dictionary<CameraId, CameraState> { [Door] = CameraState.Failed }), Now);
        reports.Record(new(next, connector, new Dictionary<CameraId, CameraState> { [Door] = CameraState.Live }), Now.AddSeconds(1));

        // The old line's end comes late, as when its node has died.
        reports.End(old);
        reports.States[Door].ShouldBe(CameraState.Live);

        reports.DropSilent(Now.AddSeconds(1) + CameraReports.Lease);
        reports.States[Door].ShouldBe(CameraState.Live);
        reports.DropSilent(Now.AddSeconds(1.001) + CameraReports.Lease);
        reports.States.ShouldBeEmpty();
    }

    [Fact]
    public void Connectors_are_given_a_new_number_whenever_what_they_may_do_changes_and_only_then()
    {
        var numbering = new PolicyNumbering(Guid.Parse("0192aaaa-0000-7000-8000-000000000007"));
        var stopped = Ready(new Disarmed("stopped-camera", "Stopped.", Shop, Door));

        var first = numbering.Of(Ready(), Now);
        first.Cameras.ShouldBe([new(Door, true, null), new(Exit, true, null)]);
        numbering.Of(Ready(), Now.AddSeconds(1)).Version.ShouldBe(first.Version);
        var second = numbering.Of(stopped, Now.AddSeconds(2));
        second.Cameras.ShouldBe([new(Door, false, "Stopped."), new(Exit, true, null)]);
        second.Version.ShouldBe(first.Version + 1);
        numbering.Of(Ready(), Now.AddSeconds(3)).Version.ShouldBe(first.Version + 2);
    }

    [Fact]
    public void Tablets_are_told_at_once_of_what_they_would_show_else_and_every_few_seconds_of_the_check()
    {
        var publications = new StorePublications();
        var told = Ready().StoreAt(Now, new Dictionary<CameraId, CameraState>());
        var live = Ready().StoreAt(Now, new Dictionary<CameraId, CameraState> { [Door] = CameraState.Live });
        var soon = Now.AddSeconds(1);

        publications.IsDue(told, Now).ShouldBeTrue();
        publications.IsDue(told with { ListCheckedAt = soon }, soon).ShouldBeFalse();
        publications.IsDue(live, soon).ShouldBeTrue();
        publications.IsDue(live, soon + StorePublications.Every).ShouldBeTrue();
        publications.IsDue(live, soon + StorePublications.Every).ShouldBeFalse();
        publications.Failed();
        publications.IsDue(live, soon + StorePublications.Every).ShouldBeTrue();
    }

    [Fact]
    public void What_is_announced_is_told_beforehand_and_does_not_begin_while_an_alert_is_open()
    {
        var end = Now.AddDays(1);
        var store = Ready(new Disarmed("billing-unpaid", "Not paid.", From: end, IsAnnounced: true));
        store.WhyNot(Door, Now).ShouldBeNull();
        var told = store.StoreAt(Now, new Dictionary<CameraId, CameraState>());
        (told.Armed, told.StopsAt, told.StopsCode).ShouldBe((true, end, "billing-unpaid"));
        store.MustKnowAlerts(Now).ShouldBeFalse();

        var ready = store with { Record = store.Record! with { At = end }, Gallery = store.Gallery! with { CheckedAt = end } };
        ready.MustKnowAlerts(end).ShouldBeTrue();
        ready.WhyNot(Door, end)!.Code.ShouldBe("billing-unpaid");
        (ready with { HasOpenAlert = true }).WhyNot(Door, end).ShouldBeNull();
        (ready with { HasOpenAlert = true }).StoreAt(end, new Dictionary<CameraId, CameraState>()).Armed.ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "R8")]
    public void What_makes_a_match_unsafe_never_waits_for_an_alert() =>
        (Ready(new Disarmed("voters-missing", "Too few.", Shop)) with { HasOpenAlert = true })
            .WhyNot(Door, Now)!
            .Code.ShouldBe("voters-missing");

    private static StoreReadiness Ready(params Disarmed[] disarmed)
    {
        var store = new Store
        {
            Tenant = Tenant,
            Id = Shop,
            Name = "Store 1",
            Address = "1 High Street",
            TimeZone = "Pacific/Auckland",
        };
        Camera[] cameras = [Camera(Door, "Door"), Camera(Exit, "Exit")];
        var gallery = new GalleryStatus(true, 3, 0, 7, Now, 1, [new("space", 3, 0)]);
        return new(new(Now, store, cameras, disarmed, List, 0), gallery, List);
    }

    private static Camera Camera(CameraId id, string name) =>
        new()
        {
            Tenant = Tenant,
            Id = id,
            StoreId = Shop,
            Name = name,
        };
}
