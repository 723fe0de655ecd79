namespace RetailGuard.Foundation;

/// <summary>Where the product's own dates are: on invoices, in mails, and of statutory days. A store's are in its own zone.</summary>
public static class NewZealand
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland");

    public static DateTimeOffset LocalOf(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(LocalOf(at).DateTime);
}
