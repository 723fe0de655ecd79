using System.Net.WebSockets;
using RetailGuard.Identity;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The tablets' live line: whole on every connect, without gaps, of one's own store, and only while signed in.</summary>
public sealed class ScreenTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Stage _stage = null!;

    private RunningServer Server => fixture.Server;

    public async ValueTask InitializeAsync() => _stage = await Stage.SetAsync(Server, reader);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_new_screen_gets_the_whole_picture()
    {
        var alert = await _stage.RaiseWithPictureAsync();

        await using var screen = await StoreScreen.OpenAsync(_stage.First);

        screen.Seen[0].Kind.ShouldBe("snapshot");
        screen.Alerts[alert].GetProperty("state").GetString().ShouldBe("voting");
        screen.Store.GetProperty("id").GetGuid().ShouldBe(_stage.Shop.Id);
        screen.Store.GetProperty("armed").GetBoolean().ShouldBeTrue();
        screen.Store.GetProperty("listCount").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task All_screens_of_a_store_see_the_same_changes()
    {
        await using var one = await StoreScreen.OpenAsync(_stage.First);
        await using var two = await StoreScreen.OpenAsync(_stage.Second);

        var alert = await _stage.RaiseAndConfirmAsync();

        var (seenByOne, seenByTwo) = (await one.UntilAsync(alert, "confirmed"), await two.UntilAsync(alert, "confirmed"));
        seenByOne.ToString().ShouldBe(seenByTwo.ToString());
        one.Version.ShouldBe(two.Version);

        // Who recorded the outcome is named on both, though the name is read once.
        (await Stage.RecordAsync(_stage.First, alert)).Ok();
        foreach (var screen in (StoreScreen[])[one, two])
        {
            (await screen.UntilAsync(alert, "closed")).GetProperty("outcomeBy").GetString()!.ShouldStartWith("StoreStaff ");
        }
    }

    [Fact]
    public async Task A_screen_that_comes_back_gets_what_it_missed()
    {
        var before = await StoreScreen.OpenAsync(_stage.First);
        await before.DisposeAsync();
        var alert = await _stage.RaiseAndConfirmAsync();

        await using var after = await StoreScreen.OpenAsync(_stage.First);

        after.Version.ShouldBeGreaterThan(before.Version);
        after.Alerts[alert].GetProperty("state").GetString().ShouldBe("confirmed");
    }

    [Fact]
    public async Task After_changes_that_were_lost_a_screen_gets_a_new_snapshot()
    {
        await using var screen = await StoreScreen.OpenAsync(_stage.First);
        var alert = await _stage.RaiseWithPictureAsync();
        await screen.UntilAsync(alert, "voting");
        var snapshots = screen.Seen.Count(m => m.Kind == "snapshot");

        // The feed forgets subscribers that it has not heard of for 90 s; what happens now is told to nobody.
        Server.Time.Stall(TimeSpan.FromMinutes(2));
        (await Stage.VoteAsync(_stage.First, alert)).Ok();
        (await Stage.VoteAsync(_stage.Second, alert)).Ok();

        Server.Time.Step(TimeSpan.FromSeconds(2));

        await screen.UntilAsync(alert, "confirmed");
        screen.Seen.Count(m => m.Kind == "snapshot").ShouldBe(snapshots + 1);
    }

    [Fact]
    public async Task Of_too_many_lines_of_one_sign_in_the_oldest_goes_and_others_stay()
    {
        await using var other = await StoreScreen.OpenAsync(_stage.Second);
        var lines = new List<StoreScreen>();
        for (var i = 0; i < 17; i++)
        {
            lines.Add(await StoreScreen.OpenAsync(_stage.First));
        }

        await lines[0].EndedAsync();
        var alert = await _stage.RaiseWithPictureAsync();
        foreach (var screen in lines.Skip(1).Append(other))
        {
            await screen.UntilAsync(alert, "voting");
            await screen.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_pulse_comes_every_two_seconds()
    {
        await using var screen = await StoreScreen.OpenAsync(_stage.First);
        for (var i = 0; i < 3; i++)
        {
            Server.Time.Step(TimeSpan.FromSeconds(2));

            (await screen.NextAsync("pulse")).GetProperty("serverTime").GetDateTimeOffset().ShouldBe(Server.Time.GetUtcNow());
        }
    }

    [Fact]
    [Trait("Rule", "R31")]
    public async Task Another_stores_alerts_never_arrive()
    {
        await using var next = await Stage.SetAsync(Server, reader, _stage.Retailer);
        await using var screen = await StoreScreen.OpenAsync(next.First);

        var foreign = await _stage.RaiseAndConfirmAsync();
        var own = await next.RaiseAndConfirmAsync();

        await screen.UntilAsync(own, "confirmed");
        screen.Seen.ShouldAllBe(m => !m.Content.ToString().Contains(foreign.ToString()));
        screen.Alerts.Keys.ShouldBe([own]);
    }

    [Fact]
    public async Task Signing_out_ends_the_line()
    {
        await using var screen = await StoreScreen.OpenAsync(_stage.First);
        await using var other = await StoreScreen.OpenAsync(_stage.Second);
        (await _stage.First.PostAsync("/api/sign-out")).Ok();

        await Server.StepUntilEndedAsync(screen);
        screen.Seen.ShouldContain(m => m.Kind == "signedOut");
        await other.NextAsync("pulse");
    }

    [Fact]
    public async Task A_line_needs_a_person_of_the_store()
    {
        Api[] refused = [Server.Anyone.SignedIn("no-such-token"), _stage.HeadOffice, _stage.Retailer.Admin];
        foreach (var person in refused)
        {
            await Should.ThrowAsync<WebSocketException>(() => StoreScreen.DialAsync(person));
        }
    }

    [Fact]
    [Trait("Rule", "R25")]
    public async Task A_tablet_where_nobody_is_signed_in_rings_and_tells_nothing_of_anybody()
    {
        var tablet = await _stage.Shop.PairTabletAsync();
        await using var line = await RawLine.OpenAsync(tablet);

        var alert = await _stage.RaiseAndConfirmAsync();
        await line.UntilAsync(r => r.Contains("\"confirmed\"", StringComparison.Ordinal), "the confirmed alert");
        (await Stage.RecordAsync(_stage.First, alert)).Ok();
        await line.UntilAsync(r => r.Contains("\"closed\"", StringComparison.Ordinal), "the closed alert");

        line.All.ShouldContain(alert.ToString());
        line.All.ShouldNotContain("Subject A");
        line.All.ShouldNotContain("violence");
        line.All.ShouldNotContain("StoreStaff ");
        line.All.ShouldNotContain("\"voted\":true");
        (await tablet.GetAsync($"/api/alerts/{alert}")).Refused(System.Net.HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task A_tablet_whose_sign_in_has_ended_hears_so_and_does_not_pass_for_an_idle_one()
    {
        var tablet = await _stage.Shop.PairTabletAsync();
        var person = await (await _stage.FirstPerson.GivenPinAsync()).EnterPinAsync(tablet);
        (await person.PostAsync("/api/sign-out")).Ok();

        await using var line = await RawLine.OpenAsync(person);

        line.All.ShouldContain("signedOut");
        line.All.ShouldNotContain("snapshot");

        // It does not hang up by itself, so the server does.
        await Server.StepUntilAsync(line.CutAsync());
    }

    [Fact]
    public async Task Who_has_chosen_no_store_hears_so()
    {
        var next = await _stage.Retailer.OpenShopAsync("Store 2");
        var staff = await _stage.Retailer.HireAsync(Role.StoreStaff, _stage.Shop, next);

        await using var screen = await StoreScreen.DialAsync(await staff.SignInAsync());
        await screen.EndedAsync();
        screen.Seen.ShouldHaveSingleItem().Content.GetProperty("reason").GetString()!.ShouldContain("Choose a store");

        await using var chosen = await StoreScreen.OpenAsync(await staff.SignInAsync(next));
        chosen.Store.GetProperty("id").GetGuid().ShouldBe(next.Id);
    }

    [Fact]
    public async Task Storms_of_changes_leave_every_screen_as_the_record_is()
    {
        await using var one = await StoreScreen.OpenAsync(_stage.First);
        await using var two = await StoreScreen.OpenAsync(_stage.Second);
        var alert = await _stage.RaiseWithPictureAsync();
        var camera = WireId.From(_stage.Shop.Cameras[0]);

        for (var i = 0; i < 300; i++)
        {
            var state = i % 2 == 0 ? CameraReport.Types.State.Live : CameraReport.Types.State.Silent;
            await _stage.Connector.SendAsync(
                new EdgeFrame
                {
                    Camera = new() { CameraId = camera, State = state },
                }
            );
            if (i % 100 == 0)
            {
                Server.Time.Step(TimeSpan.FromSeconds(2));
            }
        }

        await _stage.Connector.SendAsync(
            new EdgeFrame
            {
                Camera = new() { CameraId = camera, State = CameraReport.Types.State.Failed },
            }
        );
        (await Stage.VoteAsync(_stage.First, alert, "different")).Ok();

        foreach (var screen in (StoreScreen[])[one, two])
        {
            await screen.UntilAsync(
                s => s.Store.GetProperty("cameras")[0].GetProperty("state").GetString() == "failed",
                "the camera's last state"
            );
            await screen.UntilAsync(alert, "rejected");
        }
    }
}
