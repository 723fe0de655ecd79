using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>Alerts on which people may still vote: their events say whom they show, how somebody voted, and whether it is a drill (R24, R25, R48).</summary>
internal sealed class BlindAlerts : IBlindSubjects
{
    public async Task<IReadOnlySet<string>> FindAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var open = await db.Set<Alert>()
            .Where(a => a.State == AlertState.Raised || a.State == AlertState.Voting)
            .Select(a => a.Id)
            .ToListAsync(cancellation);
        return open.Select(id => id.ToString()).ToHashSet();
    }
}
