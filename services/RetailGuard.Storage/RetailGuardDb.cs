using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>A row that belongs to one tenant. Every table but the tenants' own holds only such rows.</summary>
public interface ITenantOwned
{
    TenantId Tenant { get; }
}

/// <summary>
/// A row that is loaded, changed and saved: of two that changed the same one, the later is refused with
/// <see cref="DbUpdateConcurrencyException"/> and loads again.
/// </summary>
public interface IRevised
{
    /// <summary>1 and up; grows with each save of the row or of a row that belongs to it by foreign key.</summary>
    long Revision { get; }
}

/// <summary>A module's tables.</summary>
public interface ITables
{
    void Describe(ModelBuilder model);
}

/// <summary>
/// The record. A context sees one tenant's rows and refuses to write another's;
/// <see cref="Database.AcrossTenants"/> gives the few that look for a tenant.
/// </summary>
public abstract class RetailGuardDb(DbContextOptions options, IEnumerable<ITables> tables) : DbContext(options)
{
    /// <summary>The tenant whose rows this context sees; null sees all.</summary>
    internal TenantId? Tenant { get; init; }

    // A parameter of every statement. Its own name, because the filter must not ask whether there is a tenant: a database that
    // prepares "no tenant, or this one" reads whole tables.
    private TenantId Scope => Tenant!.Value;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        IdsAsUuids<TenantId>();
        IdsAsUuids<StoreId>();
        IdsAsUuids<CameraId>();
        IdsAsUuids<DeviceId>();
        IdsAsUuids<PersonId>();
        IdsAsUuids<EntryId>();
        IdsAsUuids<AlertId>();
        IdsAsUuids<ShareId>();
        IdsAsUuids<MailId>();

        // SQLite cannot order or compare DateTimeOffset; Unix milliseconds mean the same on both databases.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();

        void IdsAsUuids<TId>()
            where TId : struct, IEntityId<TId> => configurationBuilder.Properties<TId>().HaveConversion<IdAsUuid<TId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in tables)
        {
            part.Describe(modelBuilder);
        }

        foreach (var type in modelBuilder.Model.GetEntityTypes().Where(t => typeof(IRevised).IsAssignableFrom(t.ClrType)).ToList())
        {
            modelBuilder.Entity(type.ClrType).Property(nameof(IRevised.Revision)).IsConcurrencyToken();
        }

        RowsOnRecord.AddSalts(modelBuilder.Model);
        if (Tenant is null)
        {
            return;
        }

        foreach (var type in modelBuilder.Model.GetEntityTypes().Where(t => typeof(ITenantOwned).IsAssignableFrom(t.ClrType)).ToList())
        {
            FilterMethod.MakeGenericMethod(type.ClrType).Invoke(this, [modelBuilder]);
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save with SaveChangesAsync.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (Tenant is { } tenant && entry.Entity.Tenant != tenant && entry.State is not EntityState.Unchanged)
            {
                throw new InvalidOperationException($"A {entry.Metadata.ShortName()} of another tenant was about to be written.");
            }
        }

        Revise();
        RowsOnRecord.RequireLink(this);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Reads in several statements what the record is at one moment; nobody waits for it. Again from the start when the database was away.</summary>
    public Task<T> ReadAtOneMomentAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        return Database.CreateExecutionStrategy().ExecuteAsync(TryAsync, cancellation);

        async Task<T> TryAsync(CancellationToken again)
        {
            ChangeTracker.Clear();
            await Database.OpenConnectionAsync(again);
            try
            {
                // Entity Framework's own transaction takes SQLite's one lock for writing.
                await using var moment = Database.GetDbConnection() is SqliteConnection sqlite
                    ? sqlite.BeginTransaction(deferred: true)
                    : await Database.GetDbConnection().BeginTransactionAsync(IsolationLevel.RepeatableRead, again);
                await using var used = await Database.UseTransactionAsync(moment, again);
                return await read(again);
            }
            finally
            {
                await Database.CloseConnectionAsync();
            }
        }
    }

    /// <summary>What the next save leaves of each row on record, for the chain (R49).</summary>
    public IReadOnlyList<RowDigest> DigestChanges()
    {
        Revise();
        return RowsOnRecord.Digest(this);
    }

    /// <summary>Counts each changed row on, and each root of which only a part has changed. Safe to repeat when a save is tried again.</summary>
    private void Revise()
    {
        var changed = ChangeTracker
            .Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .ToList();
        foreach (var row in ChangeTracker.Entries<IRevised>().ToList())
        {
            var revision = row.Property<long>(nameof(IRevised.Revision));
            if (row.State is EntityState.Added)
            {
                revision.CurrentValue = 1;
            }
            else if (row.State is EntityState.Modified || (row.State is EntityState.Unchanged && changed.Exists(c => IsPartOf(c, row))))
            {
                revision.CurrentValue = revision.OriginalValue + 1;
            }
        }
    }

    private static bool IsPartOf(EntityEntry part, EntityEntry root) =>
        part
            .Metadata.GetForeignKeys()
            .Any(key =>
                key.PrincipalEntityType == root.Metadata
                && key.Properties.Zip(key.PrincipalKey.Properties)
                    .All(pair => Equals(part.Property(pair.First.Name).CurrentValue, root.Property(pair.Second.Name).CurrentValue))
            );

    private static readonly System.Reflection.MethodInfo FilterMethod = typeof(RetailGuardDb).GetMethod(
        nameof(FilterByTenant),
        System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic
    )!;

    private void FilterByTenant<T>(ModelBuilder model)
        where T : class, ITenantOwned => model.Entity<T>().HasQueryFilter(row => row.Tenant == Scope);

    /// <summary>Contexts of a tenant have filters in their model, those over all tenants have none: two models, each built once.</summary>
    internal sealed class ModelOfScope : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) =>
            (context.GetType(), ((RetailGuardDb)context).Tenant is null, designTime);
    }

    private sealed class IdAsUuid<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From<TId>(value))
        where TId : struct, IEntityId<TId>;

    // An expression tree cannot call a static abstract member itself.
    private static TId From<TId>(Guid value)
        where TId : struct, IEntityId<TId> => TId.From(value);

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            value => DateTimeOffset.FromUnixTimeMilliseconds(value)
        );
}

public sealed class SqliteDb(DbContextOptions<SqliteDb> options, IEnumerable<ITables> tables) : RetailGuardDb(options, tables);

public sealed class PostgresDb(DbContextOptions<PostgresDb> options, IEnumerable<ITables> tables) : RetailGuardDb(options, tables);
