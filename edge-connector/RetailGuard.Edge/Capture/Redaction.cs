using System.Text.RegularExpressions;
using RetailGuard.Edge.Setup;

namespace RetailGuard.Edge.Capture;

/// <summary>Takes user, password and query of a camera's address out of what is shown or logged.</summary>
internal static partial class Redaction
{
    private const int MostShown = 300;

    /// <param name="text">A line of ffmpeg's.</param>
    /// <param name="source">The source that it is about.</param>
    public static string Clean(string text, CameraSource source)
    {
        var clean = Address().Replace(text, match => Shorten(match.Value));
        if (Uri.TryCreate(source.Url, UriKind.Absolute, out var url))
        {
            foreach (var secret in url.UserInfo.Split(':', 2).Append(url.Query.TrimStart('?')).Where(part => part.Length > 0))
            {
                clean = clean
                    .Replace(secret, "***", StringComparison.Ordinal)
                    .Replace(Uri.UnescapeDataString(secret), "***", StringComparison.Ordinal);
            }
        }

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
}
