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
        int destroyed;
        do
        {
            destroyed = 0;
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
                    destroyed = old.Count;
                    foreach (var attestation in old)
                    {
                        purges.Order(db, tenant, "notice", attestation.Id.ToString(), attestation.KeyId, attestation.PictureName);
                        attestation.KeyId = null;
                    }

                    return new Decision<Done>(
                        Done.Instance,
                        [.. old.Select(a => new AuditEvent(Actor.System, "notice.picture-destroyed", a.Id.ToString()))]
                    );
                },
                cancellation
            );
            committed.Expect();
            await purges.CarryOutAsync(tenant, cancellation);
        } while (destroyed == AtOnce);
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
