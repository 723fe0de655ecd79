using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

internal sealed class AlertTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<Alert>(alert =>
        {
            alert.ToTable("Alerts").HasKey(a => new { a.Tenant, a.Id });
            alert.HasIndex(a => new
            {
                a.Tenant,
                a.StoreId,
                a.State,
            });
            alert.ComplexProperty(a => a.Match);
            alert.HasMany(a => a.Votes).WithOne().HasForeignKey(v => new { v.Tenant, v.AlertId });

            // A second writer, should two activations ever exist at once, finds the state changed and saves nothing.
            alert.Property(a => a.State).IsConcurrencyToken();
        });
        model.Entity<Vote>(vote =>
        {
            // One vote per person and alert, whatever happens above this.
            vote.ToTable("Votes")
                .HasKey(v => new
                {
                    v.Tenant,
                    v.AlertId,
                    v.PersonId,
                });
            vote.Property(v => v.Features)
                .HasConversion(
                    features => string.Join(',', features),
                    text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<FaceFeature>).ToList(),
                    new ValueComparer<List<FaceFeature>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList())
                );
        });
    }
}
