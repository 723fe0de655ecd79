using System.Security.Cryptography;
using System.Text.Json;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What is said of the person on an entry. Sealed like their picture: erased with the entry's key, in every copy (R12).</summary>
/// <param name="Label">What staff call the entry, for example "Subject A".</param>
/// <param name="Evidence">Link or file reference to the evidence.</param>
/// <param name="Summary">What happened, for the people who act on a confirmed alert.</param>
internal sealed record EntryTexts(string Label, string Evidence, string Summary)
{
    /// <summary>What the person says is wrong with it, where it was not corrected (R41).</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];

    /// <summary>Each time that somebody looked at it again, and on what grounds it stays; the oldest first.</summary>
    public IReadOnlyList<EntryReview> Reviews { get; init; } = [];

    public byte[] Seal(byte[] key, EntryId entry) => Sealing.Seal(key, JsonSerializer.SerializeToUtf8Bytes(this), ContextOf(entry));

    /// <exception cref="CryptographicException">Another entry's, or changed.</exception>
    public static EntryTexts Open(byte[] key, EntryId entry, byte[] sealedTexts) =>
        JsonSerializer.Deserialize<EntryTexts>(Sealing.Open(key, sealedTexts, ContextOf(entry)))!;

    /// <summary>What is said on an entry, with the key that seals it; null when it is erased.</summary>
    public static async Task<(EntryTexts Texts, byte[] Key)?> ReadAsync(TenantKeys keys, Entry entry, CancellationToken cancellation) =>
        entry.SealedTexts is { } content
        && await keys.OpenRecordKeyAsync(entry.Tenant, entry.KeyContext, entry.KeyId, cancellation) is { } key
            ? (Open(key, entry.Id, content), key)
            : null;

    /// <summary>An entry's label; for one that is erased the end of its id, by which it is told from others.</summary>
    public static string LabelOf(EntryId entry, IReadOnlyDictionary<EntryId, EntryTexts> texts) =>
        texts.GetValueOrDefault(entry)?.Label ?? $"\u2026{entry.Value.ToString()[^6..]}";

    private static string ContextOf(EntryId entry) => $"{Entry.KeyContextOf(entry)}/texts";
}

/// <summary>Opens what is said on entries.</summary>
internal sealed class EntryTextReader(TenantKeys keys)
{
    /// <summary>The texts of those entries that are not erased; of one that was changed past the product there are none.</summary>
    /// <param name="sealedTexts">Each entry's key and texts, as its row has them.</param>
    public async Task<IReadOnlyDictionary<EntryId, EntryTexts>> ReadAsync(
        TenantId tenant,
        IReadOnlyCollection<(EntryId Id, Guid? KeyId, byte[]? SealedTexts)> sealedTexts,
        CancellationToken cancellation
    )
    {
        var found = await keys.FindRecordKeysAsync(tenant, sealedTexts.Select(e => e.KeyId).OfType<Guid>(), cancellation);
        Dictionary<EntryId, EntryTexts> texts = [];
        foreach (var (id, keyId, content) in sealedTexts)
        {
            if (content is not null && keyId is { } named && found.TryGetValue(named, out var sealedKey))
            {
                try
                {
                    var key = await keys.OpenRecordKeyAsync(tenant, Entry.KeyContextOf(id), sealedKey, cancellation);
                    texts[id] = EntryTexts.Open(key, id, content);
                }
                catch (CryptographicException)
                {
                    // The gallery reports it; the list is shown without its words.
                }
            }
        }

        return texts;
    }
}
