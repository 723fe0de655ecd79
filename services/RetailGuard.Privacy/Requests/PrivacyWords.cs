using System.Globalization;

namespace RetailGuard.Privacy;

/// <summary>Days as people read them.</summary>
internal static class PrivacyWords
{
    public static string Day(DateOnly day) => day.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Count(int number, string one) => $"{number} {one}{(number == 1 ? "" : "s")}";
}
