using Microsoft.EntityFrameworkCore;

namespace RetailGuard.Storage;

/// <summary>Tables with at most one row of each retailer.</summary>
public static class SettingsRows
{
    /// <summary>A retailer's row, tracked; a new one where there is none yet. The caller saves, and of two at one moment the later one cannot.</summary>
    /// <param name="db">Of one retailer.</param>
    public static async Task<T> SingleOrAddAsync<T>(this RetailGuardDb db, Func<T> make, CancellationToken cancellation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(make);
        if (await db.Set<T>().AsTracking().SingleOrDefaultAsync(cancellation) is { } found)
        {
            return found;
        }

        var made = make();
        db.Add(made);
        return made;
    }
}
