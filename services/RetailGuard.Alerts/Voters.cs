using Microsoft.EntityFrameworkCore;
using RetailGuard.Assurance;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>What R24 asks about somebody who votes, beyond the sign-in.</summary>
internal sealed class Voters(Database database, Certificates certificates)
{
    public async Task<(DateTimeOffset? CertifiedUntil, PersonId? AccountIssuedBy)> OfAsync(Caller caller, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var issuedBy = await db.Set<Person>().Where(p => p.Id == caller.Person).Select(p => p.IssuedBy).SingleAsync(cancellation);
        var certificate = await certificates.OfAsync(caller.Tenant, caller.Person, cancellation);
        return (certificate?.ValidUntil, issuedBy);
    }
}
