using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Server;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What a server does without a test's settings: servers in tests hash quickly.</summary>
public sealed class PasswordHashTests
{
    private const int Iterations = 100_000;

    [Fact]
    public async Task A_password_is_hashed_slowly()
    {
        using var store = DataStore.OnDisk();
        await using var server = ServerHost.Build([.. store.Settings]);

        var hash = server.Services.GetRequiredService<PasswordHasher<object>>().HashPassword(new(), "loud kea at noon");

        // The third version's layout: a byte for the version, the function, the iterations.
        BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5)).ShouldBeGreaterThanOrEqualTo(Iterations);
    }
}
