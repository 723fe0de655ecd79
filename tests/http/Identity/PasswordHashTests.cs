using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Server;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What a server does without a test's settings: servers in tests hash quickly.</summary>
public sealed class PasswordHashTests
{
    private const int Iterations = 210_000;

    [Fact]
    public async Task A_password_is_hashed_slowly()
    {
        using var store = DataStore.OnDisk();
        await using var server = ServerHost.Build([.. store.Settings]);

        var hash = server.Services.GetRequiredService<PasswordHasher<object>>().HashPassword(new(), "loud kea at noon");

        // The third version's layout: a byte for the version, the function, the iterations.
        BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5)).ShouldBeGreaterThanOrEqualTo(Iterations);
    }

    [Fact]
    public async Task Hashes_of_before_open_once_more_and_are_strong_then_and_whoever_has_the_database_alone_tries_none()
    {
        using var store = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(store);
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var tablet = await shop.PairTabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var signedIn = await staff.SignInAsync();
        var weak = server.Services.GetRequiredService<PasswordHasher<object>>();
        const string Set = """UPDATE "Secrets" SET "Hash" = @p0 WHERE "PersonId" = @p1 AND "Kind" = @p2""";
        await server.QueryAsync(Set, weak.HashPassword(new(), Employee.Pin), staff.Id, "Pin");
        await server.QueryAsync(Set, weak.HashPassword(new(), Retailer.Password), staff.Id, "Password");

        await staff.EnterPinAsync(tablet);
        await staff.SignInAsync();

        (await signedIn.GetAsync("/api/me")).Ok();
        var hashes = await server.QueryAsync("""SELECT "Hash" FROM "Secrets" WHERE "PersonId" = @p0""", staff.Id);
        hashes.Count.ShouldBe(2);
        foreach (var hash in hashes.Select(row => (string)row[0]!))
        {
            hash.ShouldStartWith("p1.");
            foreach (var known in (string[])[Employee.Pin, Retailer.Password])
            {
                weak.VerifyHashedPassword(new(), hash[3..], known).ShouldBe(PasswordVerificationResult.Failed);
            }
        }

        await staff.EnterPinAsync(tablet);
        await staff.SignInAsync();
    }
}
