using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// Deletes sign-ins that can never be open again, pairing codes and invitations whose time is over, with one event that says how many. A sign-in in a
/// browser is kept while the browser is known by it (<see cref="KnownBrowser"/>).
/// </summary>
internal sealed class ForgetSignIns(AuditLog audit, TimeProvider time) : IDueWork
{
    private const int AtOnce = 500;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        int forgotten;
        do
        {
            // Of two runs at once, the later one finds rows gone and looks again.
            var done = await audit.CommitOrRetryAsync(tenant, db => ForgetAsync(db, cancellation), cancellation);
            forgotten = done.Succeeded(out var count, out _) ? count : 0;
        } while (forgotten >= AtOnce);
    }

    /// <summary>How many of either kind at most: fewer than it looks for at once when nothing is left.</summary>
    private async Task<Decision<int>> ForgetAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (all, unknownSince) = (db.Set<Session>(), now - KnownBrowser.Lifetime);
        var sessions = await all.AsTracking()
            .Where(s => s.EndsAt <= now)
            .Where(s =>
                s.TabletId != null
                    // One before it, were it open for longer because a clock was set back, must not be the tablet's last one again.
                    ? !all.Any(before => before.TabletId == s.TabletId && before.Turn < s.Turn && before.EndsAt > now)
                    : s.EndsAt <= unknownSince
                        || all.Any(later => later.PersonId == s.PersonId && later.BrowserHash == s.BrowserHash && later.EndsAt > s.EndsAt)
            )
            .Take(AtOnce)
            .ToListAsync(cancellation);
        var codes = await db.Set<PairingCode>().AsTracking().Where(c => c.ExpiresAt <= now).Take(AtOnce).ToListAsync(cancellation);
        var invitations = await db.Set<Invitation>().AsTracking().Where(i => i.ExpiresAt <= now).Take(AtOnce).ToListAsync(cancellation);
        db.RemoveRange(sessions);
        db.RemoveRange(codes);
        db.RemoveRange(invitations);
        var count = Math.Max(Math.Max(sessions.Count, codes.Count), invitations.Count);
        return count == 0
            ? new(count)
            : new(
                count,
                new AuditEvent(
                    Actor.System,
                    "sign-ins.forgotten",
                    "",
                    new
                    {
                        sessions = sessions.Count,
                        pairingCodes = codes.Count,
                        invitations = invitations.Count,
                    }
                )
            );
    }
}
