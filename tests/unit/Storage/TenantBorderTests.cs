using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Storage;

/// <summary>The second gate between tenants: the database context.</summary>
public sealed class TenantBorderTests : IAsyncLifetime
{
    private static readonly TenantId Own = new(new(1, 0, 0, new byte[8]));
    private static readonly TenantId Foreign = new(new(2, 0, 0, new byte[8]));
    private static readonly StoreId OwnStore = new(new(3, 0, 0, new byte[8]));
    private static readonly StoreId ForeignStore = new(new(4, 0, 0, new byte[8]));

    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;

    public TenantBorderTests() => _database = new(new StorageOptions { DataFolder = _folder.Path }, OneRecord.Tables);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var all = _database.AcrossTenants();
        await all.Database.EnsureCreatedAsync(Cancellation);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var audit = new AuditLog(_database, TimeProvider.System, services.GetRequiredService<IMeterFactory>());
        foreach (var store in new[] { StoreOf(Own, OwnStore), StoreOf(Foreign, ForeignStore) })
        {
            await using var db = _database.Of(store.Tenant);
            AuditLog.Begin(db, store.Tenant);
            db.Add(store);
            await audit.CommitAsync(db, store.Tenant, [new(Actor.System, "test.saved", "")], Cancellation);
        }
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task A_context_sees_the_rows_of_its_tenant_only()
    {
        await using var db = _database.Of(Own);
        (await db.Set<Store>().Select(s => s.Id).ToListAsync(Cancellation)).ShouldBe([OwnStore]);
        (await db.Set<Store>().SingleOrDefaultAsync(s => s.Id == ForeignStore, Cancellation)).ShouldBeNull();
        (await db.Set<Store>().AnyAsync(s => s.Tenant == Foreign, Cancellation)).ShouldBeFalse();
        (await db.FindAsync<Store>([Foreign, ForeignStore], Cancellation)).ShouldBeNull();
    }

    /// <summary>What the border costs: nothing that grows with the other rows.</summary>
    [Fact]
    public async Task A_row_is_found_by_its_key_without_reading_the_table()
    {
        await using var db = _database.Of(Own);
        await db.Database.OpenConnectionAsync(Cancellation);
        await using var query = db.Set<Store>().Where(s => s.Id == OwnStore).CreateDbCommand();
        query.CommandText = $"EXPLAIN QUERY PLAN {query.CommandText}";
        await using var plan = await query.ExecuteReaderAsync(Cancellation);
        (await plan.ReadAsync(Cancellation)).ShouldBeTrue();
        plan.GetString(plan.GetOrdinal("detail")).ShouldStartWith("SEARCH");
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task The_next_context_of_another_tenant_does_not_inherit_the_first_ones_filter()
    {
        await using (var own = _database.Of(Own))
        {
            (await own.Set<Store>().SingleAsync(Cancellation)).Id.ShouldBe(OwnStore);
        }

        await using var foreign = _database.Of(Foreign);
        (await foreign.Set<Store>().SingleAsync(Cancellation)).Id.ShouldBe(ForeignStore);
        await using var all = _database.AcrossTenants();
        (await all.Set<Store>().CountAsync(Cancellation)).ShouldBe(2);
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task Adding_changing_or_deleting_another_tenants_row_is_refused()
    {
        await RefusedAsync(db => db.Add(StoreOf(Foreign, new(new(5, 0, 0, new byte[8])))));
        await RefusedAsync(db => db.Update(StoreOf(Foreign, ForeignStore)));
        await RefusedAsync(db => db.Remove(StoreOf(Foreign, ForeignStore)));
        await using var all = _database.AcrossTenants();
        (await all.Set<Store>().CountAsync(Cancellation)).ShouldBe(2);
        (await all.Set<Store>().SingleAsync(s => s.Id == ForeignStore, Cancellation)).Name.ShouldBe("Store 1");
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task Changing_and_deleting_in_bulk_stays_within_the_tenant()
    {
        await using var db = _database.Of(Own);
        (await db.Set<Store>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, "Renamed"), Cancellation)).ShouldBe(1);
        (await db.Set<Store>().ExecuteDeleteAsync(Cancellation)).ShouldBe(1);
        await using var all = _database.AcrossTenants();
        (await all.Set<Store>().SingleAsync(Cancellation)).Name.ShouldBe("Store 1");
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task Saving_past_the_check_is_not_possible()
    {
        await using var db = _database.Of(Own);
        db.Add(StoreOf(Foreign, new(new(6, 0, 0, new byte[8]))));
        Should.Throw<NotSupportedException>(() => db.SaveChanges());
    }

    [Fact]
    [Trait("Rule", "R22")]
    public void Every_table_but_the_tenants_own_belongs_to_a_tenant_and_is_filtered()
    {
        using var db = _database.Of(Own);
        // What is owned lives in its owner's row and is reached through it only.
        var tables = db.Model.GetEntityTypes().Where(t => !t.IsOwned()).ToList();
        tables.Count.ShouldBeGreaterThan(10);
        tables
            .Where(t => !t.ClrType.IsAssignableTo(typeof(ITenantOwned)))
            .Select(t => t.ClrType)
            .ShouldBe([typeof(Tenant), typeof(PairedKeyStore)]);
        tables
            .Where(t => t.ClrType.IsAssignableTo(typeof(ITenantOwned)) && t.GetDeclaredQueryFilters().Count == 0)
            .Select(t => t.ClrType.Name)
            .ShouldBeEmpty();
    }

    private async Task RefusedAsync(Action<RetailGuardDb> write)
    {
        await using var db = _database.Of(Own);
        write(db);
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancellation));
        refused.Message.ShouldContain("another tenant");
    }

    private static Store StoreOf(TenantId tenant, StoreId id) =>
        new()
        {
            Tenant = tenant,
            Id = id,
            Name = "Store 1",
            Address = "1 Example Street",
            TimeZone = "Pacific/Auckland",
        };
}
