using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Decide;
using RetailGuard.Edge.Detect;
using RetailGuard.Edge.Embed;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Status;
using RetailGuard.Edge.Track;
using RetailGuard.Edge.Uplink;
using RetailGuard.Vision;

namespace RetailGuard.Edge;

/// <summary>Wires the connector: one cloud link, one engine pool, one evidence ring, and a pipeline for each camera.</summary>
internal static class EdgeHost
{
    /// <param name="config">Paired and checked.</param>
    /// <param name="statusPort">Loopback port of the status page; null for none.</param>
    /// <param name="configureLogging">Where the log goes.</param>
    /// <exception cref="EdgeSetupException">Something that the installer must mend.</exception>
    /// <exception cref="ModelPackException">The model pack cannot be used.</exception>
    public static IHost Build(EdgeConfig config, int? statusPort, Action<ILoggingBuilder> configureLogging)
    {
        var pack = LoadPack(config);
        var time = TimeProvider.System;
        var cameras = config.Cameras.Select(camera => (Camera: camera, Health: new CameraHealth(time))).ToList();
        var ffmpeg = config.Cameras.Any(camera => camera.Source!.Kind != SourceKind.Folder) ? FfmpegBinary.Find() : null;

        var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        configureLogging(host.Logging);
        host.Services.AddSingleton(time)
            .AddSingleton(pack)
            .AddSingleton(pack.Space)
            .AddSingleton(config)
            .AddSingleton(CloudClient.New())
            .AddSingleton(new CameraReports(cameras, time))
            .AddSingleton(new EdgeIdentity(config, pack.Space, time))
            .AddSingleton<EdgeMetrics>()
            .AddSingleton<MatchingGate>()
            .AddSingleton<EvidenceRing>()
            .AddSingleton<TrackIds>()
            .AddSingleton<CloudLink>()
            .AddSingleton<TrackDecisions>()
            .AddSingleton(services =>
                ActivatorUtilities.CreateInstance<CropUpload>(services, services.GetRequiredService<EdgeIdentity>().Server)
            )
            .AddSingleton(services => ActivatorUtilities.CreateInstance<EnginePool>(services, config.Workers ?? Environment.ProcessorCount))
            .AddSingleton<Func<EdgeStatus>>(services =>
                () =>
                    EdgeStatus.Of(
                        services.GetRequiredService<EdgeMetrics>(),
                        services.GetRequiredService<CloudLink>(),
                        services.GetRequiredService<MatchingGate>(),
                        services.GetRequiredService<EvidenceRing>().Count,
                        cameras
                    )
            );

        // Stopped in reverse: the cameras first, so that their last words still find the link.
        host.Services.AddHostedService(services => services.GetRequiredService<CloudLink>());
        if (statusPort is { } port)
        {
            host.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<StatusPage>(services, port));
        }

        host.Services.AddSingleton<IHostedService>(services => new Cameras([
            .. cameras.Select(entry => Pipeline(services, config, entry.Camera, entry.Health, ffmpeg)),
        ]));
        return host.Build();
    }

    /// <summary>The pack that the configuration names: of the models folder, or a folder or manifest elsewhere.</summary>
    /// <exception cref="ModelPackException">It cannot be used.</exception>
    public static ModelPack LoadPack(EdgeConfig config) =>
        Path.Exists(config.Resolve(config.ModelPack))
            ? ModelPack.Load(config.Resolve(config.ModelPack))
            : ModelPack.LoadNamed(config.ModelPack);

    /// <summary>What opens a camera's source.</summary>
    public static ICapture Capture(EdgeConfig config, CameraConfig camera, CameraHealth health, FfmpegBinary? ffmpeg, TimeProvider time) =>
        camera.Source!.Kind == SourceKind.Folder
            ? new FolderCapture(config, camera, camera.Source, health, time)
            : new FfmpegCapture(config, camera, camera.Source, ffmpeg!, time);

    private static CameraPipeline Pipeline(
        IServiceProvider services,
        EdgeConfig config,
        CameraConfig camera,
        CameraHealth health,
        FfmpegBinary? ffmpeg
    )
    {
        var source = Capture(config, camera, health, ffmpeg, services.GetRequiredService<TimeProvider>());
        var log = services.GetRequiredService<ILogger<CameraCapture>>();
        var capture = ActivatorUtilities.CreateInstance<CameraCapture>(services, camera, source, health, log);
        return ActivatorUtilities.CreateInstance<CameraPipeline>(services, camera, capture, health);
    }

    private sealed class Cameras(IReadOnlyList<CameraPipeline> pipelines) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            Task.WhenAll(pipelines.Select(pipeline => Task.Run(() => pipeline.RunAsync(stoppingToken), CancellationToken.None)));
    }
}
