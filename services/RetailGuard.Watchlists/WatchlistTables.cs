using Microsoft.EntityFrameworkCore;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

internal sealed class WatchlistTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<Entry>(entry =>
        {
            entry.ToTable("Entries").HasKey(e => new { e.Tenant, e.Id });
            entry.Ignore(e => e.Enroller).Ignore(e => e.ReinstateAsker);
            entry.Property(e => e.EnrollerIssuers).HasIssuers();
            entry.Property(e => e.ReinstateAskerIssuers).HasIssuers();
            entry.HasIndex(e => new
            {
                e.Tenant,
                e.StoreId,
                e.Shard,
                e.ListVersion,
            });
        });
        model
            .Entity<EntryTemplate>()
            .ToTable("EntryTemplates")
            .HasKey(t => new
            {
                t.Tenant,
                t.Entry,
                t.Space,
            });
        model.Entity<TenantSpace>(space =>
        {
            space.ToTable("TenantSpaces").HasKey(s => new { s.Tenant, s.Space });
            space.Property(s => s.AskerIssuers).HasIssuers();
        });
        model.Entity<CriteriaProposal>(proposal =>
        {
            proposal.ToTable("CriteriaProposals").HasKey(p => p.Tenant);
            proposal.Ignore(p => p.Proposer);
            proposal.Property(p => p.Content).HasConversion(new JsonText<EnrolmentCriteria>());
            proposal.Property(p => p.ProposerIssuers).HasIssuers();
        });
        model.Entity<PublishedCriteria>(published =>
        {
            // The number is part of the key: of two that publish at one moment the later one looks again.
            published.ToTable("PublishedCriteria").HasKey(p => new { p.Tenant, p.Version });
            published.Property(p => p.Content).HasConversion(new JsonText<EnrolmentCriteria>());
        });
        model.Entity<FalseAlertBudget>().ToTable("FalseAlertBudgets").HasKey(b => new { b.Tenant, b.StoreId });
        model.Entity<StoreList>().ToTable("StoreLists").HasKey(l => new { l.Tenant, l.StoreId });
    }
}
