using System.Net;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>One address tries passwords, codes and numbers of cases so often and no more; others go on.</summary>
public sealed class GuessLimitTests : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task One_address_guesses_so_often_in_a_minute_and_another_is_not_kept_out()
    {
        await using var server = await RunningServer.StartAsync(
            _storage,
            settings: ["--Guesses:PerMinute=6", "--Proxy:Known=127.0.0.1,::1"]
        );
        Api From(string address) => server.Anyone.With("X-Forwarded-For", address);
        var first = From("203.0.113.7");
        Task<Answer> Guess(Api from) => from.PostAsync("/api/tablet/pair", new { code = "ABCD-EFGH" });

        for (var i = 0; i < 3; i++)
        {
            (await Guess(first)).Refused(HttpStatusCode.UnprocessableEntity, "pairing-code-invalid");
            (await first.GetAsync("/c/RG-26-0001")).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        var refused = (await Guess(first)).Refused(HttpStatusCode.TooManyRequests, "too-many-tries");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await first.GetAsync("/c/RG-26-0001")).Refused(HttpStatusCode.TooManyRequests, "too-many-tries");
        (await Retailer.SignInAsync(first, "shops", "a@example.org", "not the password")).Refused(
            HttpStatusCode.TooManyRequests,
            "too-many-tries"
        );
        (await Guess(From("203.0.113.8"))).Refused(HttpStatusCode.UnprocessableEntity, "pairing-code-invalid");
        (await first.GetAsync("/health/ready")).Ok();
    }

    [Fact]
    public async Task Whoever_has_a_network_of_version_six_has_one_address()
    {
        await using var server = await RunningServer.StartAsync(
            _storage,
            settings: ["--Guesses:PerMinute=2", "--Proxy:Known=127.0.0.1,::1"]
        );
        Task<Answer> Guess(string address) =>
            server.Anyone.With("X-Forwarded-For", address).PostAsync("/api/tablet/pair", new { code = "ABCD-EFGH" });

        (await Guess("2001:db8:1:1::1")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Guess("2001:db8:1:1:aaaa::2")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Guess("2001:db8:1:1:bbbb::3")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await Guess("2001:db8:1:2::1")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
