using Microsoft.EntityFrameworkCore;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

internal sealed class WatchlistTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<Entry>(entry =>
        {
            entry.ToTable("Entries").HasKey(e => new { e.Tenant, e.Id });
            entry.HasIndex(e => new
            {
                e.Tenant,
                e.StoreId,
                e.ListVersion,
            });

            // Two people deciding at once: one of them finds the entry decided.
            entry.Property(e => e.State).IsConcurrencyToken();
        });
        model.Entity<StoreList>(list =>
        {
            list.ToTable("StoreLists").HasKey(l => new { l.Tenant, l.StoreId });
            list.Property(l => l.Version).IsConcurrencyToken();
        });
    }
}
