using System.Security.Cryptography;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>Codes that are read aloud, printed and typed with gloves: groups of four, with a hyphen between.</summary>
public static class OneTimeCode
{
    /// <summary>The longest that anybody may send.</summary>
    public const int Longest = 40;

    private const int GroupLength = 4;

    // No I, O, 0 or 1. Each group is one of 923,521.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ2345679";

    /// <param name="groups">1 and up.</param>
    public static string New(int groups) =>
        string.Join('-', Enumerable.Range(0, groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));

    /// <summary>Of a code as somebody typed it: in small letters, without hyphens, with spaces.</summary>
    public static byte[] Hash(string typed) => Tokens.Hash(string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant());
}
