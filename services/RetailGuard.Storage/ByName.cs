using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>Lists in the order of names. They are short, and databases do not agree on how names follow each other.</summary>
public static class ByName
{
    /// <param name="name">What a row is looked up by.</param>
    public static async Task<List<T>> ToListByNameAsync<T>(this IQueryable<T> rows, Func<T, string> name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = await rows.ToListAsync(cancellation);
        return [.. all.OrderByName(name)];
    }
}
