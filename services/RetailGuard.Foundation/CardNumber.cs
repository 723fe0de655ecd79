using System.Security.Cryptography;

namespace RetailGuard.Foundation;

/// <summary>Numbers that people read from paper and say over the phone.</summary>
public static class CardNumber
{
    /// <summary>Crockford's: nothing in it is misread.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>40 random bits behind two letters, as <c>RG-7F3K-2QXD</c>: none can be guessed from another.</summary>
    public static string New(string letters)
    {
        var text = Characters(8);
        return $"{letters}-{text[..4]}-{text[4..]}";
    }

    /// <summary>Five random bits each.</summary>
    public static string Characters(int count) => RandomNumberGenerator.GetString(Alphabet, count);
}
