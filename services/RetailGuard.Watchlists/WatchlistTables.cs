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
                e.Shard,
                e.ListVersion,
            });

            // Entries from before there could be several.
            entry.Property(e => e.Pictures).HasDefaultValue(1);

            // Two people deciding at once: one of them finds the entry decided.
            entry.Property(e => e.State).IsConcurrencyToken();
        });
        model.Entity<EntryTemplate>(template =>
        {
            template
                .ToTable("EntryTemplates")
                .HasKey(t => new
                {
                    t.Tenant,
                    t.Entry,
                    t.Space,
                });
            template.Property(t => t.Form).IsConcurrencyToken();
        });
        model.Entity<TenantSpace>(space =>
        {
            space.ToTable("TenantSpaces").HasKey(s => new { s.Tenant, s.Space });

            // Two people answering one request at once: one of them finds it answered.
            space.Property(s => s.Standing).IsConcurrencyToken();
            space.Property(s => s.AskedBy).IsConcurrencyToken();
        });
        model.Entity<StoreList>(list =>
        {
            list.ToTable("StoreLists").HasKey(l => new { l.Tenant, l.StoreId });
            list.Property(l => l.Version).IsConcurrencyToken();
        });
    }
}
