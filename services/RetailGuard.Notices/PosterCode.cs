using System.Security.Cryptography;
using System.Text;
using RetailGuard.Foundation;

namespace RetailGuard.Notices;

/// <summary>
/// What the code on a poster leads to: an address of the store's page that ends with the entrance and with the words on the poster, so
/// that a photograph of it shows which entrance's poster hangs there and what it says.
/// </summary>
/// <param name="Entrance">Eight characters.</param>
/// <param name="Words">Six characters.</param>
public sealed record PosterCode(string Entrance, string Words)
{
    public const string Path = "/n/";
    private const int EntranceLength = 8;
    private const int WordsLength = 6;

    // Capitals and digits alone make the smallest pattern.
    public static string NewEntrance() => CardNumber.Characters(EntranceLength);

    /// <summary>Of what a poster says; another one as soon as a letter of it changes, or where its code leads.</summary>
    /// <param name="publicAddress">Below which its code leads; null where that is not set.</param>
    /// <param name="poster">In each language.</param>
    public static string WordsOf(string? publicAddress, params ReadOnlySpan<NoticeText> poster)
    {
        var said = new StringBuilder(publicAddress).Append('\n');
        foreach (var text in poster)
        {
            said.Append(text.Language).Append('\n').Append(text.Title).Append('\n').Append(text.Lead).Append('\n');
            foreach (var section in text.Sections)
            {
                said.Append(section.Heading).Append('\n').Append(section.Text).Append('\n');
            }
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString()));
        return string.Concat(hash.Take(WordsLength).Select(part => CardNumber.Alphabet[part % CardNumber.Alphabet.Length]));
    }

    /// <summary>What stands at the end of an address, or null when that is no poster's.</summary>
    public static PosterCode? Read(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var start = address.LastIndexOf(Path, StringComparison.Ordinal);
        var code = start < 0 ? "" : address[(start + Path.Length)..].ToUpperInvariant();
        return code.Length == EntranceLength + WordsLength && code.All(CardNumber.Alphabet.Contains)
            ? new(code[..EntranceLength], code[EntranceLength..])
            : null;
    }

    public override string ToString() => $"{Entrance}{Words}";
}

/// <summary>The addresses that notices lead to.</summary>
public sealed class NoticeAddresses(PublicAddress address)
{
    /// <summary>As posters are to say it; null where none is configured.</summary>
    public string? Configured => address.Configured;

    public bool LeadNowhere => address.LeadsNowhere;

    public string Of(PosterCode code) => $"{address.Whole}{PosterCode.Path}{code}";

    public string StorePage(StoreId store) => $"{address.Whole}/privacy/{store}";
}
