namespace RetailGuard.Foundation;

/// <summary>Grain keys begin with the tenant, so that no grain can be reached without naming its owner.</summary>
public static class GrainKeys
{
    public static string Store(TenantId tenant, StoreId store) => $"{tenant}/{store}";

    public static string Shard(TenantId tenant, StoreId store, int shard) => $"{tenant}/{store}/{shard}";

    public static string Alert(TenantId tenant, AlertId alert) => $"{tenant}/{alert}";

    public static string Entry(TenantId tenant, EntryId entry) => $"{tenant}/{entry}";

    public static string Keeper(TenantId tenant) => $"{tenant}/keeper";

    /// <summary>Whose keeper has this key.</summary>
    public static TenantId TenantOfKeeper(string key) => new(Guid.Parse(key.AsSpan(0, key.IndexOf('/'))));

    /// <summary>The parts of a key: tenant, then one id, then an optional number.</summary>
    /// <exception cref="FormatException">The key was not made here.</exception>
    public static (TenantId Tenant, Guid Id, int Shard) Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split('/');
        return parts.Length is 2 or 3
            ? (new TenantId(Guid.Parse(parts[0])), Guid.Parse(parts[1]), parts.Length == 3 ? int.Parse(parts[2]) : 0)
            : throw new FormatException("A grain key has two or three parts.");
    }
}
