using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Privacy.Portal;

/// <summary>What the portal's pages have in common: their headers, how a form is read, how a store is found.</summary>
internal static class PortalPages
{
    private const int FieldsAtMost = 16;
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>A page for one person's eyes: no cache keeps it, nothing in it runs, nobody puts it in a frame.</summary>
    public static IResult Page<TPage>(HttpContext http, int status, params IReadOnlyList<(string Name, object? Value)> parameters)
        where TPage : IComponent
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
        headers.ContentSecurityPolicy = PortalStyle.Policy;
        return new RazorComponentResult<TPage>(parameters.ToDictionary(p => p.Name, p => p.Value)) { StatusCode = status };
    }

    public static IResult Missing(HttpContext http) => Page<MissingPage>(http, StatusCodes.Status404NotFound);

    /// <summary>The fields of a form as it was sent; null when it is none. Files are never read.</summary>
    // The framework's own reader takes a NUL for a fault of the server: here it is one of the field's.
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentType?.Split(';')[0].Trim().Equals(FormType, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return null;
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var fields = QueryHelpers.ParseQuery(await reader.ReadToEndAsync(cancellation));
        return fields.Count <= FieldsAtMost ? new FormCollection(fields) : null;
    }

    /// <summary>A field's text, with one kind of line end.</summary>
    public static string Field(IFormCollection form, string name) =>
        form[name].ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    /// <summary>Says what is wrong with a field; null when nothing is.</summary>
    public static string? Check(string label, string value, int most, bool isRequired) =>
        value.Length == 0 ? (isRequired ? $"{label} is missing." : null)
        : value.Length > most ? $"{label} has {value.Length} characters; there is room for {most}."
        : value.Contains('\0', StringComparison.Ordinal) || !IsText(value) ? $"{label} holds a character that cannot be stored."
        : null;

    /// <summary>A store and its retailer by the address of the poster; null when there is no such store.</summary>
    public static async Task<(Store Store, string Retailer)?> FindAsync(Database database, string key, CancellationToken cancellation)
    {
        if (!StoreId.TryParse(key, out var id))
        {
            return null;
        }

        await using var all = database.AcrossTenants();
        var store = await all.Set<Store>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation);
        return store is null
            ? null
            : (store, await all.Set<Tenant>().Where(t => t.Id == store.Tenant).Select(t => t.Name).SingleAsync(cancellation));
    }

    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }
}
