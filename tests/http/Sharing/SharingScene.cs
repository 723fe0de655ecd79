using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A stage, and another store of the retailer with two managers and a connector.</summary>
internal sealed record SharingScene(Stage Stage, Shop Shop, Employee FirstManager, Api First, Api Second, FaceReader Reader)
    : IAsyncDisposable
{
    public required Connector Connector { get; init; }

    /// <summary>Sharing is open.</summary>
    public static async Task<SharingScene> SetAsync(RunningServer server, FaceReader reader)
    {
        var stage = await Stage.SetAsync(server, reader);
        await Shares.OpenAsync(stage.Retailer);
        var shop = await stage.Retailer.OpenShopAsync($"Store {Unique.Name()}");
        var first = await stage.Retailer.HireAsync(Role.StoreManager, shop);
        var second = await stage.Retailer.HireAsync(Role.StoreManager, shop);
        return new(stage, shop, first, await first.SignInAsync(), await second.SignInAsync(), reader)
        {
            Connector = await Connector.OpenAsync(await shop.PairConnectorAsync(), reader),
        };
    }

    public async Task<Guid> OfferAsync() => (await Shares.OfferAsync(Stage.HeadOffice, Stage.Entry, Shop)).Ok()["id"].GetGuid();

    public Task<Answer> AcceptAsync(Api by, Guid share) => by.PostAsync($"/api/shares/{share}/accept", Shares.Answers(Stage.Retailer));

    /// <summary>Offered, accepted and approved.</summary>
    public async Task<(Guid Share, Guid Entry)> InForceAsync()
    {
        var share = await OfferAsync();
        var entry = (await AcceptAsync(First, share)).Ok()["entry"].GetGuid();
        (await Second.PostAsync($"/api/entries/{entry}/approve")).Ok();
        return (share, entry);
    }

    /// <summary>The person on the entry walks past this store's camera.</summary>
    public async Task<TrackDecision.Types.Verdict> PassAsync() => (await DecideAsync()).Verdict;

    public async Task<RaisedAlert> RaiseAsync() => new((await DecideAsync()).UploadPath);

    public async ValueTask DisposeAsync()
    {
        await Connector.DisposeAsync();
        await Stage.DisposeAsync();
    }

    private Task<TrackDecision> DecideAsync() =>
        Connector.AskAsync(Connector.Probe(Shop.Cameras[0], Reader, Reader.Template(Photos.Of('A')), Stage.Paired.Server.Now));
}
