using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RetailGuard.Notices;

/// <summary>That a translator has read the text in te reo Māori.</summary>
/// <param name="By">Who: their name, and their licence where they have one.</param>
/// <param name="WordsRead">Digest of the words that were read (<see cref="NoticeWords.DigestOf"/>): others were not.</param>
public sealed record MaoriReview(string By, DateOnly On, string WordsRead);

/// <summary>All that the words of a retailer's notices come from, but for the store: kept whole with each version, so that it can be made again.</summary>
/// <param name="English">By key.</param>
/// <param name="Maori">By key.</param>
public sealed record NoticeContent(
    NoticeParticulars Particulars,
    NoticeSettings Settings,
    IReadOnlyDictionary<string, string> English,
    IReadOnlyDictionary<string, string> Maori,
    MaoriReview Review
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static NoticeContent FromJson(string json) => JsonSerializer.Deserialize<NoticeContent>(json, Json)!;
}

/// <summary>The product's own words for notices, by language and key.</summary>
public static class NoticeWords
{
    public static IReadOnlyDictionary<string, string> English { get; } = Read("en");

    /// <summary>A proposal: it awaits the review of each retailer's translator, who may change any of it.</summary>
    public static IReadOnlyDictionary<string, string> Maori { get; } = Read("mi");

    /// <summary>The product's Māori words with a retailer's own in their place.</summary>
    public static IReadOnlyDictionary<string, string> MaoriWith(IReadOnlyDictionary<string, string> own) =>
        Maori.ToDictionary(word => word.Key, word => own.GetValueOrDefault(word.Key, word.Value), StringComparer.Ordinal);

    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string DigestOf(IReadOnlyDictionary<string, string> words)
    {
        var text = string.Join('\n', words.OrderBy(word => word.Key, StringComparer.Ordinal).Select(word => $"{word.Key}\t{word.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static Dictionary<string, string> Read(string language)
    {
        using var file = typeof(NoticeWords).Assembly.GetManifestResourceStream($"{language}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    }
}
