using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace RetailGuard.Edge.Setup;

/// <summary>
/// A camera's RTSP address as an installer types it: scheme in any case, blanks around, a password with characters that an address
/// gives another meaning.
/// </summary>
/// <param name="Url">As ffmpeg takes it: user and password percent-encoded.</param>
/// <param name="User">As the camera knows it; empty for none.</param>
/// <param name="Password">As the camera knows it; empty for none.</param>
internal sealed partial record CameraAddress(string Url, string User, string Password)
{
    /// <summary>How sure it is that a text is a host, lowest first.</summary>
    private enum HostLikeness
    {
        None,
        Word,
        Dotted,
        Address,
    }

    /// <param name="typed">As it stands in the configuration.</param>
    /// <param name="problem">What is wrong and what to write; empty when nothing is.</param>
    /// <returns>Null when it cannot be understood.</returns>
    public static CameraAddress? Parse(string? typed, out string problem)
    {
        var text = (typed ?? "").Trim();
        if (Scheme().Match(text) is not { Success: true } scheme)
        {
            problem = "must begin with rtsp:// or rtsps://.";
            return null;
        }

        var rest = text[scheme.Length..];
        if (HostBegins(rest) is not { } host)
        {
            problem =
                "must hold the camera's host, as in rtsp://user:password@10.0.0.9/stream."
                + " In user and password write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25.";
            return null;
        }

        var (user, password) = host == 0 ? ("", "") : Split(rest[..(host - 1)]);
        var signIn = host == 0 ? "" : $"{Uri.EscapeDataString(user)}{(password.Length > 0 ? ":" : "")}{Uri.EscapeDataString(password)}@";
        problem = "";
        return new(
            $"{scheme.Value.ToLowerInvariant()}{signIn}{rest[host..].Replace(" ", "%20", StringComparison.Ordinal)}",
            user,
            password
        );
    }

    /// <returns>Where the host begins: behind the @ that ends user and password, or 0; null when nobody can tell.</returns>
    private static int? HostBegins(string rest)
    {
        // A password may hold an @ or a /, and a path an @: the host is where the likeliest one stands.
        var likeliest = Enumerable
            .Range(0, rest.Length)
            .Where(at => at == 0 || rest[at - 1] == '@')
            .GroupBy(at => Likeness(Until(rest, at)))
            .MaxBy(places => places.Key);
        return likeliest switch
        {
            null or { Key: HostLikeness.None } => null,
            // Several words that could be hosts: guessing would send the password's rest to a stranger.
            { Key: HostLikeness.Word } => likeliest.Count() == 1 ? likeliest.First() : null,
            _ => likeliest.First(),
        };
    }

    private static string Until(string rest, int from)
    {
        var end = rest.AsSpan(from).IndexOfAny('/', '?', '#');
        return end < 0 ? rest[from..] : rest.Substring(from, end);
    }

    private static HostLikeness Likeness(string authority)
    {
        if (
            Authority().Match(authority) is not { Success: true } match
            || (match.Groups["port"] is { Success: true } port && !IsPort(port.Value))
        )
        {
            return HostLikeness.None;
        }

        var host = match.Groups["host"].Value.Trim('[', ']');
        return (
                IPAddress.TryParse(host, out var ip) && (ip.AddressFamily == AddressFamily.InterNetworkV6 || host.Count(c => c == '.') == 3)
            ) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                ? HostLikeness.Address
            : host.Contains('.', StringComparison.Ordinal) ? HostLikeness.Dotted
            : HostLikeness.Word;
    }

    private static bool IsPort(string text) => ushort.TryParse(text, out var port) && port > 0;

    private static (string User, string Password) Split(string signIn)
    {
        var parts = signIn.Split(':', 2);
        return (Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : "");
    }

    // What is percent-encoded already stays what it means; a lone % means itself.
    private static string Decode(string part) => Encoded().Replace(part, bytes => Text(bytes.Value) ?? bytes.Value);

    private static string? Text(string encoded)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(
                Convert.FromHexString(encoded.Replace("%", "", StringComparison.Ordinal))
            );
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex("^rtsps?://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        @"^(?<host>\[[0-9A-Fa-f:.%]+\]|[\p{L}\p{N}](?:[\p{L}\p{N}._-]*))(?::(?<port>[0-9]{1,5}))?$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Authority();

    [GeneratedRegex("(?:%[0-9A-Fa-f]{2})+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Encoded();
}
