using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Polly;

namespace RetailGuard.Testing;

/// <summary>Where a silo's grains are placed.</summary>
public static class Placing
{
    /// <summary>Gives the placing of a grain a limit of real time: a step of the test's clock over hours must not end it. To be called before the host is built.</summary>
    public static void PlaceByRealTime(this IServiceCollection services)
    {
        var placing = new ServiceCollection().AddResiliencePipeline<string, SiloAddress>(
            "Orleans.Placement",
            pipeline =>
            {
                pipeline.TimeProvider = TimeProvider.System;
                pipeline.AddTimeout(TimeSpan.FromSeconds(30));
            }
        );

        // The first of two with one name counts.
        foreach (var (i, service) in placing.Index())
        {
            services.Insert(i, service);
        }
    }
}
