using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>A link of the record's chain. What is on record changes only in a save that adds one (R49).</summary>
public interface IChainLink;

/// <summary>A row as a save leaves it.</summary>
/// <param name="Table">The table's name; for what is owned, the owning table and the property.</param>
/// <param name="Key">Its key without the tenant; empty for a table with one row for each tenant.</param>
/// <param name="Digest">SHA-256 over its salt and its columns, base64url; null for a row that is deleted.</param>
public sealed record RowDigest(string Table, string Key, string? Digest);

/// <summary>
/// Rows whose content the chain vouches for (R49): every tenant's row of every table, but for what a module's tables leave out. Each has
/// a random salt, another one with each change: when the row is deleted or changed, nobody can tell from its old digest what it held.
/// </summary>
public static class RowsOnRecord
{
    private const string Salt = "Salt";
    private const string LeftOut = "RetailGuard:NotOnRecord";
    private const string TenantColumn = "RetailGuard:TenantColumn";
    private const int SaltBytes = 16;
    private const int RowsAtOnce = 500;

    private static readonly MethodInfo ReadMethod = typeof(RowsOnRecord).GetMethod(
        nameof(ReadTableAsync),
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    private static readonly MethodInfo TenantsMethod = typeof(RowsOnRecord).GetMethod(
        nameof(TenantsOfTableAsync),
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    /// <summary>Leaves a table out: its rows are changed without an event.</summary>
    public static EntityTypeBuilder<T> NotOnRecord<T>(this EntityTypeBuilder<T> table)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(table);
        table.HasAnnotation(LeftOut, value: true);
        return table;
    }

    /// <summary>Leaves a column out: a count or a time that is changed without an event.</summary>
    public static PropertyBuilder<T> NotOnRecord<T>(this PropertyBuilder<T> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.HasAnnotation(LeftOut, value: true);
    }

    /// <summary>Puts a table on record whose rows do not say their tenant by <see cref="ITenantOwned"/>.</summary>
    /// <param name="tenantColumn">The property that does.</param>
    public static EntityTypeBuilder<T> OnRecordOf<T>(this EntityTypeBuilder<T> table, string tenantColumn)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(table);
        table.HasAnnotation(TenantColumn, tenantColumn);
        return table;
    }

    internal static void AddSalts(IMutableModel model)
    {
        foreach (var type in model.GetEntityTypes().Where(IsOnRecord))
        {
            type.AddProperty(Salt, typeof(byte[]));
        }
    }

    /// <summary>Every row of a tenant, as it is now. The context tracks none of them afterwards.</summary>
    public static async IAsyncEnumerable<RowDigest> ReadAsync(
        RetailGuardDb db,
        TenantId tenant,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        foreach (var table in TablesOf(db))
        {
            var read = 0;
            await foreach (var row in ReadAsync(db, table, tenant, cancellation))
            {
                foreach (var part in row)
                {
                    yield return new(TableOf(part), KeyOf(part), HashOf(part));
                }

                if (++read % RowsAtOnce == 0)
                {
                    db.ChangeTracker.Clear();
                }
            }

            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Loads every row of a tenant for a save that puts it on record; for a database from before that was done.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> TakeAsync(RetailGuardDb db, TenantId tenant, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var count = 0;
        foreach (var table in TablesOf(db))
        {
            await foreach (var row in ReadAsync(db, table, tenant, cancellation))
            {
                foreach (var part in row)
                {
                    part.Property(Salt).IsModified = true;
                    count++;
                }
            }
        }

        return count;
    }

    /// <summary>All tenants of which there is any row.</summary>
    public static async Task<IReadOnlySet<TenantId>> TenantsAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        HashSet<TenantId> tenants = [];
        foreach (var table in TablesOf(db))
        {
            var found =
                (Task<List<TenantId>>)
                    TenantsMethod.MakeGenericMethod(table.ClrType).Invoke(null, [db, TenantColumnOf(table), cancellation])!;
            tenants.UnionWith(await found);
        }

        return tenants;
    }

    /// <summary>What a save of the context leaves of each row on record that it changes.</summary>
    internal static IReadOnlyList<RowDigest> Digest(RetailGuardDb db)
    {
        List<EntityEntry> changed = [.. ChangedIn(db)];
        foreach (var row in changed.Where(row => row.State is not EntityState.Deleted))
        {
            row.Property(Salt).CurrentValue = RandomNumberGenerator.GetBytes(SaltBytes);
        }

        // Of a row that is replaced by one with the same key, the new one counts.
        return
        [
            .. changed
                .Select(row => new RowDigest(TableOf(row), KeyOf(row), row.State is EntityState.Deleted ? null : HashOf(row)))
                .GroupBy(row => (row.Table, row.Key))
                .Select(rows => rows.MaxBy(row => row.Digest is not null)!)
                .OrderBy(row => row.Table, StringComparer.Ordinal)
                .ThenBy(row => row.Key, StringComparer.Ordinal),
        ];
    }

    /// <exception cref="InvalidOperationException">The context is about to change a row on record without a link that says so.</exception>
    internal static void RequireLink(RetailGuardDb db)
    {
        if (!db.ChangeTracker.Entries<IChainLink>().Any(e => e.State is EntityState.Added) && ChangedIn(db).FirstOrDefault() is { } row)
        {
            throw new InvalidOperationException($"A {row.Metadata.ShortName()} was about to be changed without an audit event.");
        }
    }

    private static IEnumerable<EntityEntry> ChangedIn(RetailGuardDb db) =>
        db
            .ChangeTracker.Entries()
            .Where(row => IsOnRecord(row.Metadata))
            .Where(row =>
                row.State is EntityState.Added or EntityState.Deleted
                || (row.State is EntityState.Modified && ColumnsOf(row).Any(c => c.Column.IsModified))
            );

    private static IEnumerable<IEntityType> TablesOf(RetailGuardDb db) =>
        db.Model.GetEntityTypes().Where(t => IsOnRecord(t) && !t.IsOwned()).OrderBy(t => t.GetTableName(), StringComparer.Ordinal);

    private static bool IsOnRecord(IReadOnlyEntityType type) =>
        type.FindAnnotation(LeftOut) is null
        && (
            type.ClrType.IsAssignableTo(typeof(ITenantOwned))
            || type.FindAnnotation(TenantColumn) is not null
            || (type.FindOwnership() is { } owner && IsOnRecord(owner.PrincipalEntityType))
        );

    private static string TenantColumnOf(IReadOnlyEntityType table) =>
        table.FindAnnotation(TenantColumn)?.Value as string ?? nameof(ITenantOwned.Tenant);

    private static IAsyncEnumerable<EntityEntry[]> ReadAsync(
        RetailGuardDb db,
        IEntityType table,
        TenantId tenant,
        CancellationToken cancellation
    ) => (IAsyncEnumerable<EntityEntry[]>)ReadMethod.MakeGenericMethod(table.ClrType).Invoke(null, [db, table, tenant, cancellation])!;

    /// <summary>Each row, with what it owns.</summary>
    private static async IAsyncEnumerable<EntityEntry[]> ReadTableAsync<T>(
        RetailGuardDb db,
        IEntityType table,
        TenantId tenant,
        [EnumeratorCancellation] CancellationToken cancellation
    )
        where T : class
    {
        var column = TenantColumnOf(table);
        var parts = table.GetNavigations().Where(n => n.TargetEntityType.IsOwned()).Select(n => n.Name).ToList();
        var rows = db.Set<T>().AsTracking().IgnoreAutoIncludes().Where(r => EF.Property<TenantId>(r, column) == tenant);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var entry = db.Entry(row);
            yield return [entry, .. parts.Select(part => entry.Reference(part).TargetEntry).OfType<EntityEntry>()];
        }
    }

    private static Task<List<TenantId>> TenantsOfTableAsync<T>(RetailGuardDb db, string column, CancellationToken cancellation)
        where T : class => db.Set<T>().Select(row => EF.Property<TenantId>(row, column)).Distinct().ToListAsync(cancellation);

    private static string TableOf(EntityEntry row) =>
        row.Metadata.FindOwnership() is { PrincipalToDependent: { } part } owner
            ? $"{owner.PrincipalEntityType.GetTableName()}.{part.Name}"
            : row.Metadata.GetTableName()!;

    private static string HashOf(EntityEntry row)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, column) in ColumnsOf(row).OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            // A column that has no value adds nothing: one that a later version adds leaves the digests of old rows as they are.
            if (StoredValue(column) is { } value)
            {
                Append(sha, Encoding.UTF8.GetBytes(name));
                Append(sha, BytesOf(value));
            }
        }

        return System.Buffers.Text.Base64Url.EncodeToString(sha.GetHashAndReset());
    }

    private static IEnumerable<(string Name, PropertyEntry Column)> ColumnsOf(EntityEntry row) =>
        ColumnsOf("", row.Properties, row.ComplexProperties);

    private static IEnumerable<(string Name, PropertyEntry Column)> ColumnsOf(
        string prefix,
        IEnumerable<PropertyEntry> columns,
        IEnumerable<ComplexPropertyEntry> parts
    ) =>
        columns
            .Where(c => c.Metadata.FindAnnotation(LeftOut) is null)
            .Select(c => ($"{prefix}{c.Metadata.Name}", c))
            .Concat(parts.SelectMany(p => ColumnsOf($"{prefix}{p.Metadata.Name}.", p.Properties, p.ComplexProperties)));

    private static string KeyOf(EntityEntry row) =>
        string.Join(
            '/',
            row.Metadata.FindPrimaryKey()!
                .Properties.Where(p => p.ClrType != typeof(TenantId))
                .Select(p =>
                    StoredValue(row.Property(p.Name)) switch
                    {
                        byte[] bytes => System.Buffers.Text.Base64Url.EncodeToString(bytes),
                        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
                    }
                )
        );

    /// <summary>As the database has it, so that what is read back gives the same digest on both.</summary>
    private static object? StoredValue(PropertyEntry column) =>
        column.Metadata.GetTypeMapping().Converter is { } converter
            ? converter.ConvertToProvider(column.CurrentValue)
            : column.CurrentValue;

    private static byte[] BytesOf(object value) =>
        value switch
        {
            byte[] bytes => bytes,
            string text => Encoding.UTF8.GetBytes(text),
            Guid id => id.ToByteArray(bigEndian: true),
            bool or int or long or short or byte => BytesOf(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            float or double => BytesOf(BitConverter.DoubleToInt64Bits(Convert.ToDouble(value, CultureInfo.InvariantCulture))),
            _ => throw new NotSupportedException($"A column of {value.GetType().Name} cannot be on record."),
        };

    private static byte[] BytesOf(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>Preceded by its length, so that bytes cannot move from one column to the next.</summary>
    private static void Append(IncrementalHash sha, byte[] bytes)
    {
        sha.AppendData(BytesOf(bytes.LongLength));
        sha.AppendData(bytes);
    }
}
