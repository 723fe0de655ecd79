using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Testing;

[assembly: AssemblyFixture(typeof(CloudMachines))]
[assembly: AssemblyFixture(typeof(FaceReader))]

namespace RetailGuard.Tests.Http;

/// <summary>A server of a test class's own. What no test meant to break may not have failed inside it.</summary>
public abstract class ServerFixture : IAsyncLifetime
{
    private DataStore? _storage;
    private RunningServer? _server;

    public RunningServer Server => _server!;

    /// <summary>More settings, as <c>--Section:Name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public async ValueTask InitializeAsync()
    {
        _storage = await StoreAsync();
        _server = await RunningServer.StartAsync(_storage, settings: Settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // R49: whatever was done through the product, every row is as the audit log says.
            var verdicts = _server.IsTampered ? [] : await _server.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], default);
            await _server.DisposeAsync();
            verdicts.SelectMany(v => v.Differing ?? []).ShouldBeEmpty();
            verdicts.ShouldAllBe(v => v.Holds);
            _server.Log.Errors.ShouldBeEmpty();
        }

        _storage?.Dispose();
    }

    protected abstract Task<DataStore> StoreAsync();
}

/// <summary>On SQLite and a folder of pictures.</summary>
public sealed class OnDisk : ServerFixture
{
    protected override Task<DataStore> StoreAsync() => Task.FromResult(DataStore.OnDisk());
}

/// <summary>On PostgreSQL and Azure Blobs.</summary>
public sealed class InCloud(CloudMachines machines) : ServerFixture
{
    protected override Task<DataStore> StoreAsync() => DataStore.InCloudAsync(machines);
}
