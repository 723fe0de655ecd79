using RetailGuard.Testing;
using static RetailGuard.Tests.Http.PortalForms;
using static RetailGuard.Tests.Http.RequestDeskTests;

namespace RetailGuard.Tests.Http;

/// <summary>What time does to requests, whether or not anybody looks.</summary>
public sealed class RequestsDueTests
{
    [Fact]
    [Trait("Rule", "R38")]
    public async Task A_warning_of_the_clock_is_on_record_once()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var (number, _, _) = await TakeInAsync(await OfficerAsync(retailer), shop, "access", "2026-10-27T00:30:00+13:00");

        foreach (var hour in new[] { 1, 2 })
        {
            server.Time.Step(TimeSpan.FromHours(hour));
            await server.StepUntilAsync(async () => await WarnedAsync() == 18);
        }

        (await server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = 'request.warned'""", number))
            .ShouldHaveSingleItem()
            .ShouldBe(["""{"day":18}"""]);

        async Task<int> WarnedAsync() =>
            Convert.ToInt32((await server.QueryAsync("""SELECT "WarnedAtDay" FROM "Requests" WHERE "Number" = @p0""", number)).Single()[0]);
    }

    [Fact]
    public async Task A_year_after_it_is_closed_what_was_written_is_destroyed()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        var retailer = await Retailer.OpenAsync(server);
        var asked = await AskAsync(await retailer.OpenShopAsync(), "hold");
        (await (await OfficerAsync(retailer)).PostAsync($"/api/requests/{asked.Number}/answer", new { })).Ok();

        server.Time.Sleep(TimeSpan.FromDays(366));
        await server.StepUntilAsync(async () =>
            (await server.QueryAsync("""SELECT "SealedTexts", "KeyId" FROM "Requests" WHERE "Number" = @p0""", asked.Number))
                .Single()
                .All(column => column is null)
        );

        Words((await FollowAsync(server, asked)).Ok()).ShouldContain("what was written is destroyed");
    }
}
