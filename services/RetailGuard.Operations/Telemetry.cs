using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>
/// Traces and measurements, by OpenTelemetry. Sent by OTLP over HTTP to <c>Telemetry:Otlp</c>, and read from the operators' port;
/// with neither set nothing is collected.
/// </summary>
internal static class Telemetry
{
    public const string Setting = "Telemetry:Otlp";
    private const string HttpRequest = "Microsoft.AspNetCore.Hosting.HttpRequestIn";
    private const string EdgeTurn = "edge.decide";
    private const string Share = "Telemetry:TraceShare";

    public static bool Traces(IConfiguration configuration) => configuration[Setting] is { Length: > 0 };

    /// <exception cref="StorageException">A setting is wrong.</exception>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        if (!Traces(configuration) && !OperatorPort.IsWanted(configuration))
        {
            return;
        }

        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("retailguard", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter("RetailGuard.*", "Microsoft.Orleans")
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation();
                if (OperatorPort.IsWanted(configuration))
                {
                    metrics.AddPrometheusExporter();
                }
            });
        if (Traces(configuration))
        {
            if (!Uri.TryCreate(configuration[Setting], UriKind.Absolute, out var collector) || !collector.Scheme.StartsWith("http"))
            {
                throw new StorageException(
                    "telemetry-otlp",
                    $"{Setting} is no address. Give it the collector's, for example http://127.0.0.1:4318, or leave it empty."
                );
            }

            var share = configuration.GetValue(Share, 1.0);
            if (share is not (>= 0 and <= 1))
            {
                throw new StorageException("telemetry-share", $"{Share} is {share}; it is the share of traces that are kept, 0 to 1.");
            }

            telemetry
                .WithTracing(traces =>
                    traces
                        .AddSource("RetailGuard.*", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime")
                        .AddAspNetCoreInstrumentation(o =>
                            // A line lives for weeks; what comes over it is traced by itself.
                            o.Filter = context =>
                                !context.Request.Path.StartsWithSegments("/hubs")
                                && !context.Request.Path.StartsWithSegments("/edge/stream")
                        )
                        .AddHttpClientInstrumentation()
                        .AddEntityFrameworkCoreInstrumentation()
                        .SetSampler(new InboundSampler(share))
                        .AddProcessor(new TagAllowlist())
                )
                .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, collector);
        }
    }

    /// <summary>
    /// A trace begins with what came from outside, whatever the caller's own trace says. What timers do by themselves is counted and
    /// not traced: it is always the same.
    /// </summary>
    private sealed class InboundSampler(double share) : Sampler
    {
        private readonly TraceIdRatioBasedSampler _some = new(share);
        private readonly ParentBasedSampler _asParent = new(new AlwaysOffSampler());

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Name is HttpRequest or EdgeTurn
                ? _some.ShouldSample(samplingParameters)
                : _asParent.ShouldSample(samplingParameters);
    }

    /// <summary>
    /// R1, R31: a span leaves with the tags named here and no others. Addresses hold one-time secrets and case numbers, exceptions
    /// and statements may hold what somebody wrote, and the next version of a library may add more.
    /// </summary>
    private sealed class TagAllowlist : BaseProcessor<Activity>
    {
        private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
        {
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "url.scheme",
            "network.protocol.version",
            "error.type",
            "exception.type",
            "rpc.system",
            "rpc.service",
            "rpc.method",
            "rpc.orleans.target_id",
            "rpc.orleans.source_id",
            "db.system.name",
            "db.system",
            "retailguard.tracks",
            "retailguard.undecided",
        };

        public override void OnEnd(Activity data)
        {
            foreach (var (key, _) in data.TagObjects.ToList())
            {
                if (!Known.Contains(key))
                {
                    data.SetTag(key, null);
                }
            }

            if (data.Status is ActivityStatusCode.Error)
            {
                // Whatever an exception said.
                data.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
