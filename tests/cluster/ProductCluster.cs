using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;
using RetailGuard.Foundation;
using RetailGuard.Server;
using RetailGuard.Testing;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Cluster;

/// <summary>The product's grains and modules on silos of this process, over one record; nothing of it listens to HTTP.</summary>
internal sealed class ProductCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private ProductCluster(InProcessTestCluster cluster) => _cluster = cluster;

    /// <summary>Those that live, in the order of their start.</summary>
    public IReadOnlyList<Node> Nodes => [.. _cluster.GetActiveSilos().Select(silo => new Node(silo, _cluster))];

    /// <param name="record">With its schema; still the caller's afterwards.</param>
    /// <param name="packs">Loaded once for all silos.</param>
    public static async Task<ProductCluster> StartAsync(DataStore record, FakeTimeProvider time, ModelPacks packs, short silos)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        // Calls are made from silos: there is no other way in.
        builder.Options.InitializeClientOnDeploy = false;
        // Silos of tests share one list of grains, which no death of a node touches; those of the product do not.
        typeof(InProcessTestClusterOptions)
            .GetProperty("UseTestClusterGrainDirectory", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(builder.Options, false);
        builder.ConfigureSiloHost(
            (_, host) =>
            {
                host.Configuration.AddCommandLine([.. record.Settings]);
                // First, so that the silo runs when the modules' own services start.
                host.UseOrleans(silo =>
                {
                    silo.UseInMemoryReminderService();
                    ServerHost.AddGrainDirectory(silo);
                    silo.AddIncomingGrainCallFilter<TenantBoundary>();
                });
                host.Services.AddSingleton<TimeProvider>(time);
                host.Services.AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, TimeProvider.System);
                host.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, time);
                host.Services.PlaceByRealTime();
                ServerHost.AddModules(host.Services, host.Configuration);
                host.Services.Replace(ServiceDescriptor.Singleton(packs));
                host.Logging.ClearProviders();
            }
        );
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    /// <summary>The node where a grain lives now.</summary>
    public Node HomeOf(IAddressable grain) => Nodes.Single(n => n.Address.Equals(ContextOf(grain).Address.SiloAddress));

    /// <summary>Moves a live grain, as a rebalanced or drained cluster does; it has left its node when this returns.</summary>
    public Task MoveAsync(IAddressable grain, Node to)
    {
        var context = ContextOf(grain);
        context.Migrate(new() { [IPlacementDirector.PlacementHintKey] = to.Address });
        return context.Deactivated;
    }

    /// <summary>Ends a node without a word to the others.</summary>
    public async Task KillAsync(Node node)
    {
        try
        {
            await _cluster.KillSiloAsync(node.Silo);
        }
        catch (OperationCanceledException)
        {
            // A module's own service was cut short too: that is what dying is.
        }
    }

    public async ValueTask DisposeAsync()
    {
        // All at once: a node that leaves would hand over what it has, to the next that is about to leave.
        await Task.WhenAll(Nodes.Select(KillAsync));
        await _cluster.DisposeAsync();
    }

    /// <summary>The live activation of a grain.</summary>
    public IGrainContext ContextOf(IAddressable grain) =>
        _cluster.TryGetGrainContext(grain.GetGrainId(), out var context)
            ? context
            : throw new InvalidOperationException($"{grain.GetGrainId()} lives on no node.");
}

/// <summary>One silo of a cluster, from which calls are made as by its own routes.</summary>
internal sealed record Node(InProcessSiloHandle Silo, InProcessTestCluster Cluster)
{
    public SiloAddress Address => Silo.SiloAddress;

    public IServiceProvider Services => Cluster.GetSiloServiceProvider(Address);

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();
}
