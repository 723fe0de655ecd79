using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>An amount in cents of a New Zealand dollar.</summary>
public sealed record Money(long NetCents, long GstCents, long TotalCents)
{
    /// <summary>Rounded to the cent, half a cent up.</summary>
    public static Money WithGst(long netCents)
    {
        var gst = ((netCents * Plan.GstPercent) + 50) / 100;
        return new(netCents, gst, netCents + gst);
    }
}

/// <summary>For each of them and a month, in cents without GST.</summary>
public sealed record PlanPrices(int Store, int Camera)
{
    internal Money Of(Counts counts) => Money.WithGst(((long)counts.Stores * Store) + ((long)counts.Cameras * Camera));
}

/// <summary>What is paid for: stores that are not closed, and the cameras in use in them. Nothing about anybody who works or shops there.</summary>
public sealed record Counts(int Stores, int Cameras)
{
    /// <summary>As the record has them.</summary>
    internal static async Task<Counts> OfAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var open = db.Set<Store>().Where(s => s.ClosedAt == null).Select(s => s.Id);
        return new(
            await open.CountAsync(cancellation),
            await db.Set<Camera>().CountAsync(c => c.DisabledAt == null && open.Contains(c.StoreId), cancellation)
        );
    }

    internal static async Task<Counts> OfAsync(Database database, TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return await OfAsync(db, cancellation);
    }
}

/// <summary>The one plan, and the names by which Stripe knows it.</summary>
internal static class Plan
{
    public const string Currency = "nzd";
    public const int GstPercent = 15;
    public const string StoreKey = "retailguard_store_month";
    public const string CameraKey = "retailguard_camera_month";
    public const string StoreProduct = "retailguard_store";
    public const string CameraProduct = "retailguard_camera";
}
