using System.Globalization;

namespace RetailGuard.Identity;

/// <summary>Six digits that many people choose and others therefore try first: by how they are made, not by a list.</summary>
internal static class CommonPins
{
    /// <summary>The keys as they lie, by row and by column: what a finger draws on them.</summary>
    private static readonly string[] Keys = ["123", "456", "789", "147", "258", "369", "159", "357"];

    private static readonly string[] DateForms = ["ddMMyy", "yyMMdd"];

    public static bool Has(string pin) => IsRow(pin) || Repeats(pin) || IsMirrored(pin) || IsDrawn(pin) || IsDate(pin);

    /// <summary>012345, 987654, 135791, 246802: each digit follows the one before by the same step.</summary>
    private static bool IsRow(string pin) => pin.Zip(pin.Skip(1), (a, b) => (b - a + 10) % 10).Distinct().Count() == 1;

    /// <summary>123123, and 112233 or 445566: halves that are alike, digits in pairs.</summary>
    private static bool Repeats(string pin) => pin[..3] == pin[3..] || (pin[0] == pin[1] && pin[2] == pin[3] && pin[4] == pin[5]);

    /// <summary>123321.</summary>
    private static bool IsMirrored(string pin) => pin.SequenceEqual(pin.Reverse());

    /// <summary>147258, 159753, 456789: two lines of keys, either way.</summary>
    private static bool IsDrawn(string pin) => IsLine(pin[..3]) && IsLine(pin[3..]);

    private static bool IsLine(string three) => Keys.Contains(three) || Keys.Contains(string.Concat(three.Reverse()));

    /// <summary>A day of this century or the last, as birthdays are written.</summary>
    private static bool IsDate(string pin) =>
        DateForms.Any(form => DateTime.TryParseExact(pin, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
}
