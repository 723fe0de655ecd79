using RetailGuard.Protocol;

namespace RetailGuard.Testing;

/// <summary>One store of a retailer.</summary>
public sealed class Shop(Retailer retailer, Guid id, string name, IReadOnlyList<Guid> cameras)
{
    public Retailer Retailer => retailer;

    public Guid Id => id;

    public string Name => name;

    public IReadOnlyList<Guid> Cameras => cameras;

    /// <param name="kind"><c>tablet</c> or <c>edge</c>.</param>
    public async Task<string> PairingCodeAsync(string kind)
    {
        var made = await retailer.Admin.PostAsync($"/api/stores/{id}/pairing-codes", new { kind, name = $"{kind} 1" });
        return made.Ok()["code"].GetString()!;
    }

    /// <summary>A paired tablet with nobody signed in.</summary>
    public async Task<Api> PairTabletAsync()
    {
        var code = await PairingCodeAsync("tablet");
        var paired = await retailer.Server.Anyone.PostAsync("/api/tablet/pair", new { code });
        return retailer.Server.Anyone.OnTablet(paired.Ok()["token"].GetString()!);
    }

    public async Task<PairedConnector> PairConnectorAsync()
    {
        var key = DeviceSignature.CreateKey();
        var code = await PairingCodeAsync("edge");
        var paired = await retailer.Server.Anyone.PostAsync(
            "/edge/pair",
            new { code, publicKey = Convert.ToBase64String(DeviceSignature.PublicKey(key)) }
        );
        return new(retailer.Server, paired.Ok()["deviceId"].GetGuid(), key);
    }
}
