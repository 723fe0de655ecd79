using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A server of the product that sends through a mail server of its own.</summary>
public class MailedServer : IAsyncLifetime
{
    private DataStore _storage = null!;

    public RunningServer Server { get; private set; } = null!;

    public MailServer Mail { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _storage = await StoreAsync();
        Mail = MailServer.Start();
        Server = await RunningServer.StartAsync(_storage, settings: Mail.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        // R49: every row is as the audit log says.
        var verdicts = await Server.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], default);
        verdicts.SelectMany(v => v.Differing ?? []).ShouldBeEmpty();
        verdicts.ShouldAllBe(v => v.Holds);
        Server.Log.Errors.ShouldBeEmpty();
        await Server.DisposeAsync();
        await Mail.DisposeAsync();
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual Task<DataStore> StoreAsync() => Task.FromResult(DataStore.OnDisk());

    /// <summary>What a retailer's keeper does for mails, now.</summary>
    public static async Task SendAsync(RunningServer server, Retailer retailer)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(retailer);
        var due = server.Services.GetServices<IDueWork>().ToLookup(w => w.GetType().Name);
        foreach (var work in (string[])["TellOfCases", "SendMails"])
        {
            await due[work].Single().DoAsync(new(retailer.Id), TestContext.Current.CancellationToken);
        }
    }

    public Task SendAsync(Retailer retailer) => SendAsync(Server, retailer);

    /// <summary>The mails of a retailer as its administrator sees them, the newest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ListAsync(Api admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        return [.. (await admin.GetAsync("/api/mails")).Ok()["mails"].EnumerateArray()];
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class MailedInCloud(CloudMachines machines) : MailedServer
{
    protected override Task<DataStore> StoreAsync() => DataStore.InCloudAsync(machines);
}
