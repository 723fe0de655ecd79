using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>R44: who may be listed, by the version of the retailer's criteria.</summary>
internal sealed class CriteriaAssessed(Database database) : IAssessedSetting
{
    public string Name => "criteria for enrolment";

    public async Task<string> OfAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return $"version {await CriteriaVersions.LatestAsync(db, cancellation)}";
    }
}
