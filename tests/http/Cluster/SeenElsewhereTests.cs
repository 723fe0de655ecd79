using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Protocol.V1;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Two servers that share a record and nothing else, as the halves of a cluster that has split.</summary>
public sealed class SplitServers(CloudMachines machines) : IAsyncLifetime
{
    private DataStore _storage = null!;

    public FakeTimeProvider Time { get; } = TestTime.Clock();

    public RunningServer Here { get; private set; } = null!;

    public RunningServer There { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _storage = await DataStore.InCloudAsync(machines);
        Here = await RunningServer.StartAsync(_storage, Time);
        There = await RunningServer.StartAsync(_storage, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await There.DisposeAsync();
        await Here.DisposeAsync();
        There.Log.Errors.ShouldBeEmpty();
        Here.Log.Errors.ShouldBeEmpty();
        _storage.Dispose();
    }
}

/// <summary>
/// What a node keeps in memory follows, within five seconds, what was changed through a node that tells it nothing: here everything is
/// done, and there it is seen.
/// </summary>
public sealed class SeenElsewhereTests(SplitServers servers, FaceReader reader) : IClassFixture<SplitServers>
{
    /// <summary>Nobody looks for longer than this at what is over (R8).</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Rule", "R52")]
    public async Task A_tenants_key_that_was_destroyed()
    {
        var retailer = await Retailer.OpenAsync(servers.Here);
        var tenant = new TenantId(retailer.Id);
        var keys = servers.There.Services.GetRequiredService<TenantKeys>();
        var record = await keys.NewRecordKeyAsync(tenant, "record", Cancellation);

        await servers.Here.QueryAsync("""DELETE FROM "TenantKeys" WHERE "Tenant" = @p0""", retailer.Id);
        await using (var db = servers.Here.Services.GetRequiredService<Database>().Of(tenant))
        {
            var destroyed = new AuditEvent(Actor.System, "tenant.key-destroyed", tenant.ToString());
            await servers.Here.Services.GetRequiredService<AuditLog>().CommitAsync(db, tenant, [destroyed], Cancellation);
        }

        servers.Time.Step(Within);
        await Should.ThrowAsync<CryptographicException>(() => keys.OpenRecordKeyAsync(tenant, "record", record.Id, Cancellation));
        await Should.ThrowAsync<CryptographicException>(() => keys.NewRecordKeyAsync(tenant, "other", Cancellation));
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task An_alert_that_was_raised_and_confirmed()
    {
        await using var stage = await Stage.SetAsync(servers.Here, reader);
        await using var screen = await StoreScreen.OpenAsync(There(stage.First));

        var alert = await stage.RaiseWithPictureAsync();
        await SoonAsync(stage, screen.UntilAsync(alert, "voting"));

        (await Stage.VoteAsync(stage.First, alert)).Ok();
        (await Stage.VoteAsync(stage.Second, alert)).Ok();
        await SoonAsync(stage, screen.UntilAsync(alert, "confirmed"));
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task A_store_that_was_stopped_and_resumed()
    {
        await using var stage = await Stage.SetAsync(servers.Here, reader);
        await using var screen = await StoreScreen.OpenAsync(There(stage.First));
        await SoonAsync(stage, screen.UntilAsync(Armed(true), "an armed store"));

        var store = new
        {
            scope = "store",
            reason = "a test",
            id = stage.Shop.Id,
        };
        (await stage.Manager.PostAsync("/api/matching/stop", store)).Ok();
        await SoonAsync(stage, screen.UntilAsync(Armed(false), "a stopped store"));

        (await stage.Manager.PostAsync("/api/matching/resume", store)).Ok();
        await SoonAsync(stage, screen.UntilAsync(Armed(true), "an armed store again"));

        static Func<StoreScreen, bool> Armed(bool armed) =>
            s => s.Store is { ValueKind: System.Text.Json.JsonValueKind.Object } store && store.GetProperty("armed").GetBoolean() == armed;
    }

    [Fact]
    public async Task A_camera_that_was_added()
    {
        await using var stage = await Stage.SetAsync(servers.Here, reader);
        await using var screen = await StoreScreen.OpenAsync(There(stage.First));

        (await stage.Retailer.Admin.PostAsync($"/api/stores/{stage.Shop.Id}/cameras", new { name = "Back door" })).Ok();

        await SoonAsync(
            stage,
            screen.UntilAsync(
                s => s.Store.GetProperty("cameras").EnumerateArray().Any(c => c.GetProperty("name").GetString() == "Back door"),
                "the new camera"
            )
        );
    }

    [Fact]
    [Trait("Rule", "R20")]
    public async Task An_entry_that_was_listed_and_one_that_was_removed()
    {
        await using var stage = await Stage.SetAsync(servers.Here, reader);
        await using var line = await Connector.OpenAsync(stage.Paired with { Server = servers.There }, reader);
        await using var screen = await StoreScreen.OpenAsync(There(stage.First));
        (await PassThereAsync(stage, line, 'B')).ShouldBe(TrackDecision.Types.Verdict.Discard);

        var added = await Watchlist.ListAsync(
            stage.Shop,
            stage.Manager,
            stage.HeadOffice,
            Photos.Of('B'),
            Watchlist.Statement(stage.Shop, "Subject B")
        );
        await SoonAsync(stage, screen.UntilAsync(Listed(2), "two on the list"));
        (await PassThereAsync(stage, line, 'B')).ShouldBe(TrackDecision.Types.Verdict.Hold);

        (await stage.HeadOffice.PostAsync($"/api/entries/{added}/remove", new { reason = "mistakenIdentity" })).Ok();
        (await stage.HeadOffice.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "mistakenIdentity" })).Ok();
        await SoonAsync(stage, screen.UntilAsync(Listed(0), "an empty list"));
        (await PassThereAsync(stage, line, 'A')).ShouldBe(TrackDecision.Types.Verdict.Discard);

        static Func<StoreScreen, bool> Listed(int count) => s => s.Store.GetProperty("listCount").GetInt32() == count;
    }

    [Fact]
    [Trait("Rule", "R31")]
    public async Task A_sign_in_that_has_ended()
    {
        await using var stage = await Stage.SetAsync(servers.Here, reader);
        await using var screen = await StoreScreen.OpenAsync(There(stage.First));

        (await stage.First.PostAsync("/api/sign-out")).Ok();

        await SoonAsync(stage, screen.EndedAsync());
        screen.Seen.ShouldContain(m => m.Kind == "signedOut");
        (await There(stage.First).GetAsync("/api/me")).Status.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    private Api There(Api person) => servers.There.Anyone.SignedIn(person.Token);

    /// <summary>Somebody walks past a camera whose line is there.</summary>
    private async Task<TrackDecision.Types.Verdict> PassThereAsync(Stage stage, Connector line, char subject)
    {
        while (true)
        {
            var probe = line.Probe(stage.Shop.Cameras[0], reader, reader.Template(Photos.Of(subject)), servers.Time.GetUtcNow());
            var decision = await line.AskAsync(probe);
            if (decision.Verdict is not TrackDecision.Types.Verdict.NotDecided)
            {
                return decision.Verdict;
            }

            await PassAsync(stage, Beat);
        }
    }

    /// <summary>Lets the five seconds pass; what has not come by then is waited for with the clock at rest.</summary>
    private async Task SoonAsync(Stage stage, Task seen)
    {
        await PassAsync(stage, Within);
        await seen;
    }

    /// <summary>Lets time pass, from one ping of the connector's line here to the next, so that what is due is done meanwhile.</summary>
    private async Task PassAsync(Stage stage, TimeSpan time)
    {
        for (; time > Beat; time -= Beat)
        {
            servers.Time.Step(Beat);
            await stage.Connector.NextPingAsync();
        }

        servers.Time.Step(time);
    }
}
