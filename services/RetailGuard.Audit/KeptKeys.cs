using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>What is closed because its key is gone.</summary>
/// <param name="Events">One for each record.</param>
/// <param name="Pictures">Names in the vault of what nobody can open any more.</param>
public sealed record ClosedRecords(IReadOnlyList<AuditEvent> Events, IReadOnlyList<string> Pictures);

/// <summary>A module whose records are sealed under keys of their own.</summary>
public interface IErasedRecords
{
    /// <summary>Ends the records whose keys are gone: they were erased after the copy of the record was taken that has them again.</summary>
    /// <param name="gone">Keys that are not in the key store; those of other modules' records among them.</param>
    Task<ClosedRecords> CloseAsync(RetailGuardDb db, IReadOnlySet<Guid> gone, CancellationToken cancellation);
}

/// <summary>
/// Keeps record and key store in step (R12). A key that no record names is destroyed: a process died between the two. A record whose key
/// is gone is closed as erased: the record is an earlier state than the keys.
/// </summary>
public sealed partial class KeptKeys(
    Database database,
    KeyStore store,
    IBlobVault vault,
    IEnumerable<IErasedRecords> modules,
    AuditLog audit,
    TimeProvider time,
    ILogger<KeptKeys> logger
) : IDueWork
{
    /// <summary>A key is made before its record, which takes seconds at most.</summary>
    private static readonly TimeSpan RecordFollowsWithin = TimeSpan.FromHours(1);

    private const int ClosedAtOnce = 200;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await DestroyUnnamedAsync(tenant, time.GetUtcNow() - RecordFollowsWithin, cancellation);
        await CloseErasedAsync(tenant, cancellation);

        // A reader may have been in the way when something was erased.
        await store.TruncateLogAsync(cancellation);
        await database.TruncateLogAsync(cancellation);
    }

    /// <summary>The same for every tenant, when nobody else works on the record: no record is about to follow its key.</summary>
    public async Task CheckAllAsync(CancellationToken cancellation)
    {
        foreach (var tenant in await TenantsAsync(cancellation))
        {
            await DestroyUnnamedAsync(tenant, DateTimeOffset.MaxValue, cancellation);
            await CloseErasedAsync(tenant, cancellation);
        }
    }

    /// <summary>Closes every tenant's records whose keys are gone.</summary>
    /// <returns>What was closed.</returns>
    public async Task<IReadOnlyList<AuditEvent>> CloseAllErasedAsync(CancellationToken cancellation)
    {
        List<AuditEvent> closed = [];
        foreach (var tenant in await TenantsAsync(cancellation))
        {
            closed.AddRange(await CloseErasedAsync(tenant, cancellation));
        }

        return closed;
    }

    /// <summary>How many keys no record names: of records that came after this state of the record, or of a crash.</summary>
    public async Task<int> UnnamedAsync(CancellationToken cancellation)
    {
        var count = 0;
        foreach (var tenant in await TenantsAsync(cancellation))
        {
            count += (await UnnamedAsync(tenant, DateTimeOffset.MaxValue, cancellation)).Count;
        }

        return count;
    }

    private async Task<List<TenantId>> TenantsAsync(CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        return await all.Set<AuditHead>().OrderBy(h => h.Tenant).Select(h => h.Tenant).ToListAsync(cancellation);
    }

    private async Task<List<AuditEvent>> CloseErasedAsync(TenantId tenant, CancellationToken cancellation)
    {
        List<AuditEvent> closed = [];
        foreach (var gone in (await GoneAsync(tenant, cancellation)).Chunk(ClosedAtOnce))
        {
            var keys = gone.ToHashSet();
            var saved = await audit.CommitOrRetryAsync(tenant, db => CloseAsync(db, keys, cancellation), cancellation);
            var records = saved.Expect();
            foreach (var picture in records.Pictures)
            {
                await vault.DeleteAsync(picture, cancellation);
            }

            closed.AddRange(records.Events);
        }

        if (closed.Count > 0)
        {
            LogClosed(closed.Count);
        }

        return closed;
    }

    private async Task<Decision<ClosedRecords>> CloseAsync(RetailGuardDb db, HashSet<Guid> gone, CancellationToken cancellation)
    {
        List<AuditEvent> events = [];
        List<string> pictures = [];
        foreach (var module in modules)
        {
            var closed = await module.CloseAsync(db, gone, cancellation);
            events.AddRange(closed.Events);
            pictures.AddRange(closed.Pictures);
        }

        return new(new ClosedRecords(events, pictures), events);
    }

    /// <summary>The rows first: whoever lets go of a key does so before it is destroyed.</summary>
    private async Task<List<Guid>> GoneAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var named = await KeyedRows.NamedAsync(db, cancellation);
        var kept = await store.FindAsync(tenant, named, cancellation);
        return [.. named.Where(id => !kept.ContainsKey(id))];
    }

    /// <summary>The keys first: whoever makes one does so before a row names it.</summary>
    private async Task<List<Guid>> UnnamedAsync(TenantId tenant, DateTimeOffset madeBefore, CancellationToken cancellation)
    {
        var kept = await store.MadeBeforeAsync(tenant, madeBefore, cancellation);
        await using var db = database.Of(tenant);
        var named = await KeyedRows.NamedAsync(db, cancellation);
        return [.. kept.Where(id => !named.Contains(id))];
    }

    private async Task DestroyUnnamedAsync(TenantId tenant, DateTimeOffset madeBefore, CancellationToken cancellation)
    {
        var unnamed = await UnnamedAsync(tenant, madeBefore, cancellation);
        if (unnamed.Count > 0)
        {
            await store.DestroyAsync(tenant, unnamed, cancellation);
            LogDestroyed(unnamed.Count);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} keys that no record names were destroyed.")]
    private partial void LogDestroyed(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} records were closed as erased: their keys were destroyed after this state of the record.")]
    private partial void LogClosed(int count);
}
