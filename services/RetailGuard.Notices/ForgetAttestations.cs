using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>Destroys photographs of posters that nobody needs to look at any more; that they were taken stays on record.</summary>
internal sealed class ForgetAttestations(Purges purges, AuditLog audit, TimeProvider time) : IDueWork, IErasedRecords
{
    /// <summary>Long enough for a complaint about a visit to be looked into.</summary>
    public const int KeptMonths = 13;

    private const int AtOnce = 100;

    public TimeSpan Every => TimeSpan.FromHours(6);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        var since = time.GetUtcNow().AddMonths(-KeptMonths);
        List<PurgeOrder> orders;
        do
        {
            orders = [];
            var committed = await audit.CommitOrRetryAsync(
                tenant,
                async db =>
                {
                    var old = await db.Set<Attestation>()
                        .AsTracking()
                        .Where(a => a.KeyId != null && a.At < since)
                        .OrderBy(a => a.At)
                        .Take(AtOnce)
                        .ToListAsync(cancellation);
                    orders = old.ConvertAll(a => purges.Order(db, tenant, "notice", a.Id.ToString(), a.KeyId, a.PictureName));
                    old.ForEach(a => a.KeyId = null);

                    return new Decision<Done>(
                        Done.Instance,
                        [.. old.Select(a => new AuditEvent(Actor.System, "notice.picture-destroyed", a.Id.ToString()))]
                    );
                },
                cancellation
            );
            committed.Expect();
            await purges.CarryOutAsync(orders, cancellation);
        } while (orders.Count == AtOnce);
    }

    /// <inheritdoc/>
    public async Task<ClosedRecords> CloseAsync(RetailGuardDb db, IReadOnlySet<Guid> gone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var back = await db.Set<Attestation>()
            .AsTracking()
            .Where(a => a.KeyId != null && gone.Contains(a.KeyId.Value))
            .ToListAsync(cancellation);
        back.ForEach(a => a.KeyId = null);
        return new(
            back.ConvertAll(a => new AuditEvent(Actor.System, "notice.picture-destroyed", a.Id.ToString())),
            back.ConvertAll(a => a.PictureName)
        );
    }
}
