using System.Text;

namespace RetailGuard.Foundation;

/// <summary>
/// The order in which New Zealanders look names up: capitals, macrons and accents make no difference, Āwhina stands among the As. The
/// same on every database and machine, since lists are sorted here; names that differ in nothing else follow their characters' order.
/// </summary>
public sealed class NameOrder : IComparer<string>
{
    public static readonly NameOrder Instance = new();

    // The last character of each range with what all of it is looked up as; what lies between ranges stays itself.
    private static readonly (char First, char Last, string As)[] Letters =
    [
        ('\u00C0', '\u00C5', "a"),
        ('\u00C6', '\u00C6', "ae"),
        ('\u00C7', '\u00C7', "c"),
        ('\u00C8', '\u00CB', "e"),
        ('\u00CC', '\u00CF', "i"),
        ('\u00D0', '\u00D0', "d"),
        ('\u00D1', '\u00D1', "n"),
        ('\u00D2', '\u00D6', "o"),
        ('\u00D8', '\u00D8', "o"),
        ('\u00D9', '\u00DC', "u"),
        ('\u00DD', '\u00DD', "y"),
        ('\u00DE', '\u00DE', "th"),
        ('\u00DF', '\u00DF', "ss"),
        ('\u00E0', '\u00E5', "a"),
        ('\u00E6', '\u00E6', "ae"),
        ('\u00E7', '\u00E7', "c"),
        ('\u00E8', '\u00EB', "e"),
        ('\u00EC', '\u00EF', "i"),
        ('\u00F0', '\u00F0', "d"),
        ('\u00F1', '\u00F1', "n"),
        ('\u00F2', '\u00F6', "o"),
        ('\u00F8', '\u00F8', "o"),
        ('\u00F9', '\u00FC', "u"),
        ('\u00FD', '\u00FD', "y"),
        ('\u00FE', '\u00FE', "th"),
        ('\u00FF', '\u00FF', "y"),
        ('\u0100', '\u0105', "a"),
        ('\u0106', '\u010D', "c"),
        ('\u010E', '\u0111', "d"),
        ('\u0112', '\u011B', "e"),
        ('\u011C', '\u0123', "g"),
        ('\u0124', '\u0127', "h"),
        ('\u0128', '\u0131', "i"),
        ('\u0132', '\u0133', "ij"),
        ('\u0134', '\u0135', "j"),
        ('\u0136', '\u0138', "k"),
        ('\u0139', '\u0142', "l"),
        ('\u0143', '\u014B', "n"),
        ('\u014C', '\u0151', "o"),
        ('\u0152', '\u0153', "oe"),
        ('\u0154', '\u0159', "r"),
        ('\u015A', '\u0161', "s"),
        ('\u0162', '\u0167', "t"),
        ('\u0168', '\u0173', "u"),
        ('\u0174', '\u0175', "w"),
        ('\u0176', '\u0178', "y"),
        ('\u0179', '\u017E', "z"),
        ('\u017F', '\u017F', "s"),
        ('\u01A0', '\u01A1', "o"),
        ('\u01AF', '\u01B0', "u"),
        ('\u0218', '\u0219', "s"),
        ('\u021A', '\u021B', "t"),
        // Marks that follow their letter, as some keyboards send them.
        ('\u0300', '\u036F', ""),
        // Vietnamese.
        ('\u1EA0', '\u1EB7', "a"),
        ('\u1EB8', '\u1EC7', "e"),
        ('\u1EC8', '\u1ECB', "i"),
        ('\u1ECC', '\u1EE3', "o"),
        ('\u1EE4', '\u1EF1', "u"),
        ('\u1EF2', '\u1EF9', "y"),
        // Apostrophes, however they are typed.
        ('\u2018', '\u2019', "'"),
    ];

    private NameOrder() { }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var looked = string.CompareOrdinal(LookedUpAs(x), LookedUpAs(y));
        return looked != 0 ? looked : string.CompareOrdinal(x, y);
    }

    private static string LookedUpAs(string? name)
    {
        var text = new StringBuilder();
        foreach (var character in (name ?? "").Trim())
        {
            var range = character < Letters[0].First ? default : Letters.FirstOrDefault(r => character >= r.First && character <= r.Last);
            text.Append(range.As ?? char.ToLowerInvariant(character).ToString());
        }

        return text.ToString();
    }
}
