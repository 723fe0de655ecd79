using System.Text.RegularExpressions;
using RetailGuard.Edge.Setup;

namespace RetailGuard.Edge.Capture;

/// <summary>
/// Takes the password and the query of a camera's address, and its user where one stands in an address, out of what is shown or logged.
/// </summary>
internal static partial class Redaction
{
    private const int MostShown = 300;
    private const string Hidden = "***";

    /// <param name="text">A line of ffmpeg's.</param>
    /// <param name="source">The source that it is about.</param>
    public static string Clean(string text, CameraSource source)
    {
        var clean = Address().Replace(text, match => Shorten(match.Value));
        if (CameraAddress.Parse(source.Url, out _) is { } address)
        {
            // A user's name may be any word of any sentence: only what can stand for nothing else is hidden wherever it stands.
            var query = address.Url.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? address.Url[(at + 1)..] : "";
            foreach (var secret in new[] { address.Password, query }.Where(part => part.Length > 0))
            {
                clean = clean
                    .Replace(secret, Hidden, StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(secret), Hidden, StringComparison.OrdinalIgnoreCase)
                    .Replace(Uri.UnescapeDataString(secret), Hidden, StringComparison.Ordinal);
            }
        }

        clean = Named().Replace(clean, match => match.Groups["name"].Value + Hidden);
        return clean.Length <= MostShown ? clean : clean[..MostShown];
    }

    private static string Shorten(string address)
    {
        var at = address.LastIndexOf('@');
        var scheme = address[..(address.IndexOf("://", StringComparison.Ordinal) + 3)];
        var bare = at < 0 ? address[scheme.Length..] : address[(at + 1)..];
        return scheme + bare.Split('?')[0];
    }

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.\-]*://\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    // Some cameras take user and password in the path; some sign-ins are told of by name.
    [GeneratedRegex(
        @"(?<name>(?<![A-Za-z])(?:user(?:name)?|pass(?:word|wd)?|pwd|token)=""?)[^\s""&;,/_]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Named();
}
