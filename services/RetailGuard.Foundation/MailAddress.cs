namespace RetailGuard.Foundation;

/// <summary>Addresses of mail as people type them.</summary>
public static class MailAddress
{
    public const int Longest = 200;

    private const int LongestName = 64;

    /// <summary>Whether mail may be handed to a server for it: <c>name@example.org</c>, in ASCII, which every server takes.</summary>
    public static bool IsRight(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var at = typed.IndexOf('@', StringComparison.Ordinal);
        return typed.Length <= Longest
            && at is > 0 and <= LongestName
            && at == typed.LastIndexOf('@')
            && IsDotted(typed.AsSpan(0, at), ".!#$%&'*+-/=?^_`{|}~")
            && IsDotted(typed.AsSpan(at + 1), ".-");
    }

    /// <summary>Letters, digits and some signs, with no dot at an end and no two beside each other.</summary>
    private static bool IsDotted(ReadOnlySpan<char> part, ReadOnlySpan<char> signs)
    {
        var before = '.';
        foreach (var c in part)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || signs.Contains(c)) || (c == '.' && before == '.'))
            {
                return false;
            }

            before = c;
        }

        return before != '.';
    }
}
