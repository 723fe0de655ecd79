using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>Entries, their approval and expiry, and the galleries that hold their templates.</summary>
public sealed class WatchlistsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        var pack = configuration["Vision:Pack"] is { Length: > 0 } name ? name : ModelPack.DefaultName;
        var next = configuration["Vision:NextPack"] is { Length: > 0 } other ? other : null;
        services.AddSingleton(_ => ModelPacks.LoadNamed(pack, next));
        services.AddSingleton<FaceEnrolment>();
        services.AddSingleton<ITables, WatchlistTables>();
        services.AddSingleton<Entries>();
        services.AddSingleton<TenantSpaces>();
        services.AddSingleton<IAssessedSetting, ModelAssessed>();
        services.AddSingleton<IAssessedSetting, CriteriaAssessed>();
        services.AddSingleton<TenantTransforms>();
        services.AddSingleton<DeleteTemplates>();
        services.AddSingleton<SpaceChanges>();
        services.AddSingleton<IDueWork, ReembedEntries>();
        services.AddSingleton<IErasedRecords, ErasedEntries>();
        services.AddSingleton<EntryTextReader>();
        services.AddSingleton<IRowMigration, TextsSealed>();
        services.AddSingleton<IRowMigration, EntriesPinned>();
        services.AddSingleton<IDueWork, SuspendLapsed>();
        services.AddSingleton<EntryReviews.Reviews>();
        services.AddSingleton<FalseAlertOutlooks>();
        services.AddSingleton<LookAlikes>();
        services.AddSingleton<GalleryRecord>();
        services.AddSingleton<GalleryWatch>();
        services.AddSingleton<WatchlistMetrics>();
        services.AddSingleton<Galleries>();
        services.AddSingleton<ListStates>();
        services.AddSingleton<ProbeSeal>();
        services.AddSingleton<DecideEntry.Decisions>();
        services.AddSingleton<SuspendEntry>();
        services.AddSingleton<EndEntry>();
        services.AddSingleton<Holds>();
        services.AddSingleton<IDueWork, PurgeEntries>();
        services.AddSingleton<IEntryProposals, EntryProposals>();
        services.AddSingleton<CorrectEntry>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        ProposeEntry.Map(routes);
        DecideEntry.Map(routes);
        ReinstateEntry.Map(routes);
        ManageCriteria.Map(routes);
        EntryReviews.Map(routes);
        ManageBudget.Map(routes);
        LookAlikes.Map(routes);
        ListEntries.Map(routes);
        BrowseWatchlist.Map(routes);
        ShowEntry.Map(routes);
        CheckGallery.Map(routes);
        ManageSpaces.Map(routes);
    }
}
