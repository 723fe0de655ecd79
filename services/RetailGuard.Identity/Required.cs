using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>Refuses missing and over-long fields by name.</summary>
public static class Required
{
    /// <summary>Null when the text is there and fits.</summary>
    public static Refusal? Text(string? value, string field, int most) =>
        string.IsNullOrWhiteSpace(value) ? Refusal.Invalid("field-missing", $"{field} is missing.")
        : value.Length > most ? Refusal.Invalid("field-too-long", $"{field} has {value.Length} characters; at most {most} are allowed.")
        : null;
}
