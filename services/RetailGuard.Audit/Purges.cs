using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>What a record has let go of for good. On record with that decision, until all of it is destroyed and the receipt is written.</summary>
public sealed class PurgeOrder : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required Guid Id { get; init; }

    /// <summary>Of what kind the record is, as audit actions begin: <c>entry</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its id, as in its audit events.</summary>
    public required string Subject { get; init; }

    /// <summary>The key that it named; null where it had none any more.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>Names in the vault.</summary>
    public required IReadOnlyList<string> Pictures { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }
}

/// <summary>
/// Destroys what records have let go of: their keys, without which every copy is unreadable, and their pictures (R12, R30). Each purge is
/// read back before its receipt is written, and a process that dies between leaves an order that the next round carries out.
/// </summary>
public sealed partial class Purges(
    Database database,
    TenantKeys keys,
    IBlobVault vault,
    AuditLog audit,
    IIds ids,
    TimeProvider time,
    ILogger<Purges> logger
) : IDueWork
{
    /// <summary>What the actions of receipts end with.</summary>
    public const string Receipt = "purged";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public bool AfterChangesOnly => false;

    /// <summary>What a process left that died, or that failed.</summary>
    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        await CarryOutAsync(await db.Set<PurgeOrder>().AsNoTracking().OrderBy(o => o.OrderedAt).ToListAsync(cancellation), cancellation);
    }

    /// <summary>Orders in the context what <see cref="CarryOutAsync"/> does once that is committed. The record has let go of the key in the same commit.</summary>
    /// <param name="kind">As audit actions of such records begin.</param>
    /// <param name="subject">The record's id.</param>
    /// <param name="key">That it named; null where it had none any more.</param>
    /// <param name="pictures">Names in the vault.</param>
    public PurgeOrder Order(RetailGuardDb db, TenantId tenant, string kind, string subject, Guid? key, params IEnumerable<string> pictures)
    {
        ArgumentNullException.ThrowIfNull(db);
        var order = new PurgeOrder
        {
            Tenant = tenant,
            Id = ids.Next(),
            Kind = kind,
            Subject = subject,
            KeyId = key,
            Pictures = [.. pictures],
            OrderedAt = time.GetUtcNow(),
        };
        db.Add(order);
        return order;
    }

    /// <summary>
    /// Carries orders out once they are committed: those of one decision, and no others that wait, since somebody waits for its answer. What
    /// fails is logged, and is tried again within a minute: whoever decided it has decided.
    /// </summary>
    public async Task CarryOutAsync(IReadOnlyList<PurgeOrder> orders, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orders);
        foreach (var order in orders)
        {
            try
            {
                await DestroyAsync(order, cancellation);
            }
            catch (Exception failed) when (failed is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                LogNotPurged(failed, order.Kind, order.Subject);
            }
        }
    }

    private async Task DestroyAsync(PurgeOrder order, CancellationToken cancellation)
    {
        await keys.DestroyRecordKeyAsync(order.Tenant, order.KeyId, cancellation);
        foreach (var picture in order.Pictures)
        {
            await vault.DeleteAsync(picture, cancellation);
        }

        if (await WhatIsLeftAsync(order, cancellation) is { } left)
        {
            LogLeft(order.Kind, order.Subject, left);
            return;
        }

        var receipt = new AuditEvent(
            Actor.System,
            $"{order.Kind}.{Receipt}",
            order.Subject,
            new
            {
                key = order.KeyId,
                pictures = order.Pictures.Count,
                order.OrderedAt,
            }
        );
        await audit.CommitOrRetryAsync<Done>(
            order.Tenant,
            async db =>
            {
                // Two rounds at once: the receipt is of the one that was first.
                if (await db.Set<PurgeOrder>().AsTracking().SingleOrDefaultAsync(o => o.Id == order.Id, cancellation) is not { } open)
                {
                    return new Decision<Done>(Done.Instance);
                }

                db.Remove(open);
                return new(Done.Instance, receipt);
            },
            cancellation
        );
    }

    /// <summary>Reads back; null when nothing is left.</summary>
    private async Task<string?> WhatIsLeftAsync(PurgeOrder order, CancellationToken cancellation)
    {
        if (order.KeyId is { } key && (await keys.FindRecordKeysAsync(order.Tenant, [key], cancellation)).Count > 0)
        {
            return "its key";
        }

        foreach (var picture in order.Pictures)
        {
            if (await vault.GetAsync(picture, cancellation) is not null)
            {
                return "a picture";
            }
        }

        return null;
    }

    [LoggerMessage(
        LogLevel.Error,
        "What was kept of {Kind} {Subject} is to be destroyed and is not yet; it is tried again within a minute."
    )]
    private partial void LogNotPurged(Exception exception, string kind, string subject);

    [LoggerMessage(
        LogLevel.Error,
        "Of {Kind} {Subject} there is still {Left}, though it was destroyed; it is tried again within a minute."
    )]
    private partial void LogLeft(string kind, string subject, string left);
}
