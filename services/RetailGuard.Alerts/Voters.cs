using RetailGuard.Assurance;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>What R24 asks about somebody who votes, beyond the sign-in.</summary>
internal sealed class Voters(Database database, Certificates certificates)
{
    public async Task<(DateTimeOffset? CertifiedUntil, Signatory Signatory)> OfAsync(Caller caller, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var signatory = await Signatory.OfAsync(db, caller.Person, cancellation);
        var certificate = await certificates.OfAsync(caller.Tenant, caller.Person, cancellation);
        return (certificate?.ValidUntil, signatory);
    }
}
