using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What happens when a day or a year passes. Each test has a server of its own, since everybody else would be signed out.</summary>
public sealed class LongTimeTests(FaceReader reader) : IAsyncLifetime
{
    private readonly OnDisk _fixture = new();

    private RunningServer Server => _fixture.Server;

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    [Trait("Rule", "R29")]
    public async Task A_mistake_that_is_on_record_after_a_day_is_late()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        var number = (await stage.First.PostAsync($"/api/alerts/{alert}/dispute")).Ok()["case"].GetProperty("number").GetString()!;

        var headOffice = await stage.Retailer.HireAsync(Role.HeadOfficeLossPrevention);
        Server.Time.Stall(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        var manager = await headOffice.SignInAsync();
        (await manager.GetAsync($"/api/cases/{number}")).Ok()["overdue"].GetBoolean().ShouldBeTrue();
        (await DisputeTests.RecordAsync(manager, number)).Ok()["overdue"].GetBoolean().ShouldBeTrue();
        (await manager.GetAsync("/api/reports/misidentifications")).Ok()["recordedLate"].GetInt32().ShouldBe(1);
    }

    [Fact]
    [Trait("Rule", "R8")]
    [Trait("Rule", "R48")]
    public async Task A_store_with_fewer_than_two_certified_people_does_not_match()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);

        // Everybody's certificate lapses while nobody looks, beside all else that is to be renewed each year.
        var headOffice = await stage.Retailer.HireAsync(Role.HeadOfficeLossPrevention);
        Server.Time.Sleep(TimeSpan.FromDays(366));
        await using var screen = await StoreScreen.OpenAsync(await stage.FirstPerson.SignInAsync());
        await screen.UntilAsync(s => s.Store.GetProperty("reason").GetString() is not null, "the reason");
        var manager = await headOffice.SignInAsync();
        var rules = (await manager.GetAsync($"/api/readiness?storeId={stage.Shop.Id}")).Ok().Json[0].GetProperty("rules");
        var certified = rules.EnumerateArray().Single(rule => rule.GetProperty("title").GetString() == "Certified people");
        certified.GetProperty("standing").GetString().ShouldBe("stopped");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
    }

    [Fact]
    [Trait("Rule", "R30")]
    public async Task An_alerts_pictures_go_when_its_days_are_over_unless_somebody_asks_about_its_entry()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var officer = await stage.Retailer.HireAsync(Role.PrivacyOfficer);
        var privacy = await officer.SignInAsync();
        (await privacy.PutAsync("/api/alerts/retention", new { confirmedDays = 1 })).Ok();
        var alert = await stage.RaiseAndConfirmAsync();
        (await Stage.RecordAsync(stage.First, alert)).Ok();
        var asked = await PortalForms.AskAsync(stage.Shop, "hold");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/tie", new { entry = stage.Entry })).Ok();
        Server.Time.Sleep(TimeSpan.FromHours(25));
        privacy = await officer.SignInAsync();

        await ForgetAsync();
        (await ActionsAsync()).ShouldNotContain("alert.forgotten");
        (
            await privacy.PostAsync($"/api/requests/{asked.Number}/refuse", new { ground = "frivolousOrTrivial", reason = "Asked before." })
        ).Ok();
        await ForgetAsync();
        (await ActionsAsync()).TakeLast(2).ShouldBe(["alert.forgotten", "alert.purged"]);

        async Task ForgetAsync()
        {
            TenantBoundary.ActFor(new(stage.Retailer.Id));
            var work = Server.Services.GetServices<IDueWork>().Single(w => w.GetType().Name == "ForgetAlerts");
            await work.DoAsync(new(stage.Retailer.Id), TestContext.Current.CancellationToken);
        }

        async Task<List<object?>> ActionsAsync() =>
            [
                .. (
                    await Server.QueryAsync("""SELECT "Action" FROM "Audit" WHERE "Subject" = @p0 ORDER BY "Sequence" """, $"{alert}")
                ).Select(row => row[0]),
            ];
    }
}
