using System.Globalization;
using RetailGuard.Foundation;

namespace RetailGuard.Billing;

/// <summary>Months as they are in New Zealand, 2026-11.</summary>
internal static class Months
{
    private const string Form = "yyyy-MM";

    public static string Of(DateTimeOffset at) => NewZealand.LocalOf(at).ToString(Form, CultureInfo.InvariantCulture);

    public static bool IsOne(string text) => DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static string After(string month, int months = 1) => First(month).AddMonths(months).ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The first moment after it.</summary>
    public static DateTimeOffset EndOf(string month)
    {
        var end = First(month).AddMonths(1);
        return new DateTimeOffset(end, NewZealand.Zone.GetUtcOffset(end)).ToUniversalTime();
    }

    /// <summary>Of the invoice that is made by hand for it.</summary>
    public static string NumberOf(TenantId tenant, string month) =>
        $"RG-{month.Replace("-", "", StringComparison.Ordinal)}-{tenant.ToString()[^8..].ToUpperInvariant()}";

    private static DateTime First(string month) => DateTime.ParseExact(month, Form, CultureInfo.InvariantCulture);
}
