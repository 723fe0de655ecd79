using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>R44: the face model, by the embedding space that is current. One beside it changes nothing before two people cut over to it.</summary>
internal sealed class ModelAssessed(TenantSpaces spaces) : IAssessedSetting
{
    public string Name => "face model";

    public async Task<string> OfAsync(TenantId tenant, CancellationToken cancellation) =>
        (await spaces.OfAsync(tenant, cancellation)).Current.Succeeded(out var pack, out _) ? pack.Space.Id : "none";
}
