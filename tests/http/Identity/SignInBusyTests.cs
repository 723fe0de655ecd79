using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Strangers who try to sign in by the hundred.</summary>
public sealed class SignInBusyTests
{
    /// <summary>With five seconds for a place, far more than a thread gets through.</summary>
    private const int Strangers = 400;

    [Fact]
    public async Task Those_who_find_no_place_are_turned_away_while_a_paired_tablet_lets_its_people_in()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(
            storage,
            configure: services => services.PostConfigure<PasswordHasherOptions>(o => o.IterationCount = 100_000)
        );
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var tablet = await shop.PairTabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();

        var strangers = Enumerable
            .Range(0, Strangers)
            .Select(i => Retailer.SignInAsync(server, retailer.Slug, $"stranger-{i}@example.org", "not the password", null))
            .ToList();
        (await staff.TryPinAsync(tablet)).Ok();
        var answers = await Task.WhenAll(strangers);

        answers.Select(a => a.Code).Distinct().Order().ShouldBe(["sign-in-busy", "sign-in-wrong"]);
        answers.Count(a => a.Code == "sign-in-wrong").ShouldBeGreaterThanOrEqualTo(SecretHasher.Places);
        var busy = answers.First(a => a.Code == "sign-in-busy").Refused(HttpStatusCode.ServiceUnavailable, "sign-in-busy");
        busy.Headers.RetryAfter.ShouldNotBeNull();
    }
}
