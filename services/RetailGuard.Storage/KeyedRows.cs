using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace RetailGuard.Storage;

/// <summary>A row with pictures, templates or texts that are sealed under a key of its own.</summary>
public interface IKeyed : ITenantOwned
{
    /// <summary>Its key in the <see cref="KeyStore"/>; null when it is destroyed.</summary>
    Guid? KeyId { get; set; }

    /// <summary>The key itself, as versions before kept it in the row; null since.</summary>
    byte[]? SealedKey { get; set; }
}

/// <summary>Finds rows by their keys, whatever module they are of.</summary>
public static class KeyedRows
{
    private static readonly MethodInfo NamedMethod = Method(nameof(NamedInAsync));
    private static readonly MethodInfo OldMethod = Method(nameof(OldInAsync));

    /// <summary>All keys that a tenant's rows name; of a context of that tenant.</summary>
    public static async Task<IReadOnlySet<Guid>> NamedAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        HashSet<Guid> named = [];
        foreach (var table in TablesOf(db))
        {
            named.UnionWith(await (Task<List<Guid>>)NamedMethod.MakeGenericMethod(table).Invoke(null, [db, cancellation])!);
        }

        return named;
    }

    /// <summary>Rows that still hold their key themselves, tracked, at most so many.</summary>
    public static async Task<IReadOnlyList<IKeyed>> WithKeyInsideAsync(RetailGuardDb db, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        List<IKeyed> rows = [];
        foreach (var table in TablesOf(db))
        {
            rows.AddRange(
                await (Task<List<IKeyed>>)OldMethod.MakeGenericMethod(table).Invoke(null, [db, most - rows.Count, cancellation])!
            );
        }

        return rows;
    }

    /// <summary>Names of their tables, in double quotes.</summary>
    internal static IEnumerable<string> TableNames(RetailGuardDb db) =>
        TablesOf(db).Select(table => $"\"{db.Model.FindEntityType(table)!.GetTableName()}\"");

    private static List<Type> TablesOf(RetailGuardDb db) =>
        [
            .. db
                .Model.GetEntityTypes()
                .Select(t => t.ClrType)
                .Where(t => t.IsAssignableTo(typeof(IKeyed)))
                .OrderBy(t => t.Name, StringComparer.Ordinal),
        ];

    private static Task<List<Guid>> NamedInAsync<T>(RetailGuardDb db, CancellationToken cancellation)
        where T : class, IKeyed => db.Set<T>().Where(row => row.KeyId != null).Select(row => row.KeyId!.Value).ToListAsync(cancellation);

    private static async Task<List<IKeyed>> OldInAsync<T>(RetailGuardDb db, int most, CancellationToken cancellation)
        where T : class, IKeyed =>
        [.. await db.Set<T>().AsTracking().IgnoreAutoIncludes().Where(row => row.SealedKey != null).Take(most).ToListAsync(cancellation)];

    private static MethodInfo Method(string name) => typeof(KeyedRows).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
