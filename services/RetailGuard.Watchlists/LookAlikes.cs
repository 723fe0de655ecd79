using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What an approver says of the look-alikes of a proposal, having seen the pictures side by side (R15).</summary>
public enum LookAlikeFinding
{
    /// <summary>Other people: whoever votes on one of them must take care.</summary>
    Different,

    /// <summary>One of them is this person, who is on the list already.</summary>
    Same,
}

/// <summary>
/// Finds entries of one list whose faces are near to an entry's, in the space that the retailer uses (R15). Which, and in what order, is
/// all that it tells: no template and no score.
/// </summary>
internal sealed class LookAlikes(TenantSpaces spaces, TenantTransforms transforms, TenantKeys keys, TimeProvider time)
{
    /// <summary>
    /// On the product's scale: of pairs of different people one in a thousand is as near. Nearly all pictures of one person are nearer; a
    /// list of the longest length has one such pair by chance in every seven proposals.
    /// </summary>
    public const double LeastScore = 81.25;

    /// <summary>So many, the nearest first, are more than anybody compares.</summary>
    private const int Most = 8;

    private static readonly Refusal NotJudged = Refusal.Conflict(
        "look-alikes-unjudged",
        "Somebody on this list, or proposed for it, looks like the person. Compare the pictures side by side and say whether it is the same person."
    );

    private static readonly Refusal ListedAlready = Refusal.Conflict(
        "person-listed",
        "The person is on this list already, and one entry is enough. Refuse this proposal, and keep the entry that there is."
    );

    private static readonly Refusal NotComparable = Refusal.Conflict(
        "look-alikes-unknown",
        "The model in use has not measured this person’s pictures yet, so nobody can tell who looks like them. Try again in a minute; if that does not help, propose the person anew with a better photograph."
    );

    /// <summary>The nearest first; those that wait for approval count too. Refused while the entry itself has no template that could be compared.</summary>
    public async Task<Result<IReadOnlyList<EntryId>>> OfAsync(RetailGuardDb db, Entry entry, CancellationToken cancellation)
    {
        if (!(await spaces.OfAsync(db, cancellation)).Current.Succeeded(out var pack, out var none))
        {
            return none;
        }

        var kept = Entry.IsKept(time.GetUtcNow());
        var rows = await db.Set<Entry>()
            .AsNoTracking()
            .Where(kept)
            .Where(e => e.StoreId == entry.StoreId && e.KeyId != null)
            .Join(
                db.Set<EntryTemplate>().AsNoTracking().Where(t => t.Space == pack.Space.Id && t.Sealed != null),
                e => e.Id,
                t => t.Entry,
                (e, t) => new { e.KeyId, Template = t }
            )
            .ToListAsync(cancellation);
        var least = pack.Scale.Cosine(LeastScore);
        using var transform = await transforms.OfAsync(entry.Tenant, pack.Space, cancellation);
        var sealedKeys = await keys.FindRecordKeysAsync(entry.Tenant, rows.Select(r => r.KeyId).OfType<Guid>(), cancellation);
        if (rows.Find(r => r.Template.Entry == entry.Id) is not { } own || await OpenAsync(own.Template, own.KeyId) is not { } face)
        {
            return NotComparable;
        }

        List<(EntryId Entry, float Cosine)> near = [];
        try
        {
            foreach (var row in rows.Where(r => r.Template.Entry != entry.Id))
            {
                if (await OpenAsync(row.Template, row.KeyId) is not { } other)
                {
                    continue;
                }

                var cosine = TensorPrimitives.Dot<float>(Values(face), Values(other));
                CryptographicOperations.ZeroMemory(other);
                if (cosine >= least)
                {
                    near.Add((row.Template.Entry, cosine));
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(face);
        }

        return near.OrderByDescending(n => n.Cosine).Take(Most).Select(n => n.Entry).ToList();

        static ReadOnlySpan<float> Values(byte[] template) => MemoryMarshal.Cast<byte, float>(template.AsSpan());

        async Task<byte[]?> OpenAsync(EntryTemplate template, Guid? keyId)
        {
            try
            {
                return keyId is { } id && sealedKeys.TryGetValue(id, out var sealedKey)
                    ? TemplateSeals.Open(
                        template,
                        pack.Space,
                        transform,
                        await keys.OpenRecordKeyAsync(entry.Tenant, Entry.KeyContextOf(template.Entry), sealedKey, cancellation)
                    )
                    : null;
            }
            catch (CryptographicException)
            {
                // The gallery reports it.
                return null;
            }
        }
    }

    /// <summary>Why a proposal may not be approved for the sake of its look-alikes; null when it may.</summary>
    public static Refusal? WhyNot(IReadOnlyList<EntryId> found, LookAlikeFinding? finding) =>
        finding is LookAlikeFinding.Same ? ListedAlready
        : found.Count > 0 && finding is null ? NotJudged
        : null;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/entries/{entry}/look-alikes", ShowAsync).AllowRoles(ListEntries.Readers);

    /// <summary>Entries of the same list that look like this one, the nearest first.</summary>
    private static async Task<Answer<Ok<List<ListEntries.EntryView>>>> ShowAsync(
        EntryId entry,
        Caller caller,
        Database database,
        LookAlikes lookAlikes,
        EntryTextReader reader,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var found = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entry, cancellation);
        if (found is null || !caller.Reaches(found.StoreId))
        {
            return Refusal.NotFound("entry");
        }

        if (!(await lookAlikes.OfAsync(db, found, cancellation)).Succeeded(out var near, out var refusal))
        {
            return refusal;
        }

        var entries = await db.Set<Entry>().AsNoTracking().Where(e => near.Contains(e.Id)).ToListAsync(cancellation);
        var views = await ListEntries.ViewsAsync(
            db,
            [.. near.Select(id => entries.Single(e => e.Id == id))],
            caller,
            reader,
            time.GetUtcNow(),
            cancellation
        );
        return TypedResults.Ok(views);
    }
}
