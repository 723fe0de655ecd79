using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>
/// Keeps the stored templates as they should be: makes those that a space lacks from the enrolled pictures, brings old ones into the
/// present form, and deletes those of dropped spaces. What is left to do is what the record lacks, so it goes on after any end.
/// </summary>
internal sealed partial class ReembedEntries(
    Database database,
    TenantSpaces spaces,
    TenantTransforms transforms,
    TenantKeys keys,
    Entries entries,
    FaceEnrolment enrolment,
    Galleries galleries,
    AuditLog audit,
    DeleteTemplates delete,
    TimeProvider time,
    ILogger<ReembedEntries> logger
) : IDueWork
{
    /// <summary>Between two entries, so that matching and enrolment keep most of the machine: 23,000 of one picture take about three hours.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public bool AfterChangesOnly => true;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await DeleteDroppedAsync(tenant, cancellation);
        await EmbedMissingAsync(tenant, cancellation);
        await RenewAsync(tenant, cancellation);
    }

    /// <summary>Of an enrolment that was under way while its space was dropped, or of a drop that died half way.</summary>
    private async Task DeleteDroppedAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        foreach (var space in (await spaces.OfAsync(db, cancellation)).Dropped)
        {
            await delete.RunAsync(tenant, space, cancellation);
        }
    }

    private async Task EmbedMissingAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        foreach (var pack in (await spaces.OfAsync(db, cancellation)).Packs)
        {
            var seen = db.Set<EntryTemplate>().Where(t => t.Space == pack.Space.Id);
            var missing = await db.Set<Entry>()
                .Where(Entry.IsKept(time.GetUtcNow()))
                .Where(e => !seen.Any(t => t.Tenant == e.Tenant && t.Entry == e.Id))
                .OrderBy(e => e.Id)
                .Select(e => e.Id)
                .ToListAsync(cancellation);
            foreach (var id in missing)
            {
                await TryAsync(id, () => EmbedAsync(tenant, id, pack, cancellation));
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private async Task EmbedAsync(TenantId tenant, EntryId id, ModelPack pack, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var entry = await db.Set<Entry>()
            .AsTracking()
            .Where(Entry.IsKept(time.GetUtcNow()))
            .SingleOrDefaultAsync(e => e.Id == id, cancellation);
        if (entry is null)
        {
            return;
        }

        var made = await MakeAsync(entry, pack, cancellation);
        db.Add(made);

        // The list's lock, also for those who only wait for approval: an entry that is removed meanwhile gets no template (R12).
        var list = await StoreList.NumberAsync(db, entry, cancellation);
        var action = made.Sealed is null ? "entry.re-embedding-refused" : "entry.re-embedded";
        var done = new AuditEvent(Actor.System, action, id.ToString(), new { space = made.Space, list });
        await audit.CommitAsync(db, tenant, [done], cancellation);
        await galleries.TellAsync(tenant, entry.StoreId);
    }

    private async Task<EntryTemplate> MakeAsync(Entry entry, ModelPack pack, CancellationToken cancellation)
    {
        try
        {
            using var transform = await transforms.OfAsync(entry.Tenant, pack.Space, cancellation);
            var face = await EmbedEntryAsync(entry, pack, cancellation);
            if (await keys.OpenRecordKeyAsync(entry.Tenant, entry.KeyContext, entry.KeyId, cancellation) is { } key)
            {
                return TemplateSeals.Seal(entry.Tenant, entry.Id, face, transform, key);
            }
        }
        catch (CryptographicException)
        {
            // As without a key.
        }

        return new()
        {
            Tenant = entry.Tenant,
            Entry = entry.Id,
            Space = pack.Space.Id,
            Refusal = "An enrolled picture cannot be opened. Enrol the person anew.",
        };
    }

    private async Task<FaceView> EmbedEntryAsync(Entry entry, ModelPack pack, CancellationToken cancellation)
    {
        List<byte[]> pictures = [];
        for (var number = 1; number <= entry.Pictures; number++)
        {
            if (await entries.PhotoAsync(entry, number, cancellation) is not { } picture)
            {
                return new(
                    pack.Space,
                    null,
                    Refusal.NotFound("picture") with
                    {
                        Detail = "An enrolled picture is gone. Enrol the person anew.",
                    }
                );
            }

            pictures.Add(picture);
        }

        return await enrolment.EmbedAsync(pack, pictures, cancellation);
    }

    private async Task RenewAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        foreach (var pack in (await spaces.OfAsync(db, cancellation)).Packs)
        {
            var old = await db.Set<EntryTemplate>()
                .Where(t => t.Space == pack.Space.Id && t.Form != TemplateForm.Bound && t.Sealed != null)
                .Select(t => t.Entry)
                .ToListAsync(cancellation);
            foreach (var id in old)
            {
                await TryAsync(id, () => RenewAsync(tenant, id, pack, cancellation));
            }
        }
    }

    /// <summary>The same template, transformed and sealed for its space (R52); galleries need not hear of it.</summary>
    private async Task RenewAsync(TenantId tenant, EntryId id, ModelPack pack, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var row = await db.Set<EntryTemplate>()
            .AsTracking()
            .SingleOrDefaultAsync(t => t.Entry == id && t.Space == pack.Space.Id, cancellation);
        var named = await db.Set<Entry>().Where(e => e.Id == id).Select(e => e.KeyId).SingleOrDefaultAsync(cancellation);
        if (row?.Sealed is null || named is null)
        {
            return;
        }

        try
        {
            using var transform = await transforms.OfAsync(tenant, pack.Space, cancellation);
            if (await keys.OpenRecordKeyAsync(tenant, Entry.KeyContextOf(id), named, cancellation) is not { } key)
            {
                return;
            }

            TemplateSeals.Renew(row, pack.Space, transform, key);
        }
        catch (CryptographicException)
        {
            // The gallery reports it; there is nothing here to renew.
            return;
        }

        var done = new AuditEvent(Actor.System, "entry.template-renewed", id.ToString(), new { space = row.Space });
        await audit.CommitAsync(db, tenant, [done], cancellation);
    }

    /// <summary>Another hand may have changed the entry meanwhile: the next run looks again. One that fails does not stop the others.</summary>
    private async Task TryAsync(EntryId id, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception met) when (met is DbUpdateException or InvalidOperationException)
        {
            LogLeft(met, id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A template of entry {Entry} was left as it was; it is looked at again.")]
    private partial void LogLeft(Exception exception, EntryId entry);
}
