using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
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

    // Crockford's, as codes for capitals alone make the smallest pattern.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string NewEntrance() => RandomNumberGenerator.GetString(Alphabet, EntranceLength);

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
        return string.Concat(hash.Take(WordsLength).Select(part => Alphabet[part % Alphabet.Length]));
    }

    /// <summary>What stands at the end of an address, or null when that is no poster's.</summary>
    public static PosterCode? Read(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var start = address.LastIndexOf(Path, StringComparison.Ordinal);
        var code = start < 0 ? "" : address[(start + Path.Length)..].ToUpperInvariant();
        return code.Length == EntranceLength + WordsLength && code.All(Alphabet.Contains)
            ? new(code[..EntranceLength], code[EntranceLength..])
            : null;
    }

    public override string ToString() => $"{Entrance}{Words}";
}

/// <summary>The addresses that notices lead to. What a request claims as its host never shows.</summary>
/// <param name="server">Null in a host that does not listen.</param>
internal sealed class NoticeAddresses(IConfiguration configuration, IServer? server = null)
{
    /// <summary>Below the configured address, or below the one that this server listens at.</summary>
    private string Base =>
        configuration["PublicAddress"]?.TrimEnd('/')
        ?? server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/')
        ?? "";

    /// <summary>Whether customers' telephones come to nothing: the server listens for others and has no address of its own.</summary>
    public bool LeadNowhere =>
        configuration["PublicAddress"] is null && Uri.TryCreate(Base, UriKind.Absolute, out var at) && !at.IsLoopback;

    public string Of(PosterCode code) => $"{Base}{PosterCode.Path}{code}";

    public string StorePage(StoreId store) => $"{Base}/privacy/{store}";
}
