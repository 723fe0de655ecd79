using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using RetailGuard.Identity;
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
            alert.HasIndex(a => new
            {
                a.Tenant,
                a.EntryId,
                a.RaisedAt,
            });
            alert.ComplexProperty(a => a.Match);
            alert.Property(a => a.FirstShownAt).NotOnRecord();
            alert.HasMany(a => a.Votes).WithOne().HasForeignKey(v => new { v.Tenant, v.AlertId });
        });
        model.Entity<Case>(open =>
        {
            open.ToTable("Cases").HasKey(c => new { c.Tenant, c.Number });

            // The public page knows the number only.
            open.HasIndex(c => c.Number).IsUnique();
            open.OwnsOne(c => c.Misidentification);
        });
        model
            .Entity<Halt>()
            .ToTable("Halts")
            .HasKey(h => new
            {
                h.Tenant,
                h.Scope,
                h.Target,
            });
        model.Entity<Volunteer>().ToTable("Volunteers").HasKey(v => new { v.Tenant, v.Id });
        model.Entity<DrillSettings>().ToTable("DrillSettings").HasKey(s => s.Tenant);
        model.Entity<AlertRetention>().ToTable("AlertRetention").HasKey(r => r.Tenant);
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
            vote.Ignore(v => v.Voter);
            vote.Property(v => v.Issuers).HasIssuers();
            vote.Property(v => v.Features)
                .HasConversion(
                    features => string.Join(',', features),
                    text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<FaceFeature>).ToList(),
                    new ValueComparer<List<FaceFeature>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList())
                );
        });
    }
}
