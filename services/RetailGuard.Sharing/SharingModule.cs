using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Sharing;

/// <summary>Entries that one store offers to another of the same retailer: the grounds, the offers, the answers and the ledger. Never sees a template.</summary>
public sealed class SharingModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITables, ShareTables>();
        services.AddSingleton<ShareLedger>();
        services.AddSingleton<IEntryFamilies>(s => s.GetRequiredService<ShareLedger>());
        services.AddSingleton<IReinstatementGuard>(s => s.GetRequiredService<ShareLedger>());
        services.AddSingleton<IApprovalGuard>(s => s.GetRequiredService<ShareLedger>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        RecordGrounds.Map(routes);
        OfferShare.Map(routes);
        BrowseShares.Map(routes);
        AnswerShare.Map(routes);
        RecallShare.Map(routes);
    }
}

internal sealed class ShareTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<Share>(share =>
        {
            share.ToTable("Shares").HasKey(s => new { s.Tenant, s.Id });
            share.Ignore(s => s.Offerer).Ignore(s => s.LapsesAt);
            share.Property(s => s.OffererIssuers).HasIssuers();
            share.HasIndex(s => new { s.Tenant, s.Source });
            share.HasIndex(s => new { s.Tenant, s.Received }).IsUnique();
            share.HasIndex(s => new
            {
                s.Tenant,
                s.To,
                s.OfferedAt,
            });
        });
        model.Entity<SharingGrounds>().ToTable("SharingGrounds").HasKey(g => g.Tenant);
    }
}
