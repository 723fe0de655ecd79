using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The stream from a store's alerts to the servers that carry it to tablets.</summary>
public sealed class FeedTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>
{
    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_subscriber_that_died_holds_nobody_up()
    {
        await using var stage = await Stage.SetAsync(fixture.Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var (tenant, store) = (new TenantId(stage.Retailer.Id), new StoreId(stage.Shop.Id));
        TenantBoundary.ActFor(tenant);
        var grains = fixture.Server.Services.GetRequiredService<IGrainFactory>();
        var dead = new Dead();
        var reference = grains.CreateObjectReference<IAlertFeedObserver>(dead);
        await grains.GetGrain<IAlertFeedGrain>(GrainKeys.Store(tenant, store)).Subscribe(reference);
        grains.DeleteObjectReference<IAlertFeedObserver>(reference);

        // Who waits for the dead waits for the 30 s after which a call is given up.
        var alert = await stage.RaiseWithPictureAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await screen.UntilAsync(alert, "voting");
        GC.KeepAlive(dead);
    }

    private sealed class Dead : IAlertFeedObserver
    {
        public Task Changed(FeedChange change) => throw new InvalidOperationException("Nobody is there to be told.");
    }
}
