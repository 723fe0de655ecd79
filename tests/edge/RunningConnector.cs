using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailGuard.Edge;
using RetailGuard.Edge.Embed;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Status;
using RetailGuard.Protocol;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Edge;

/// <summary>The connector as the installer runs it, in this process, with a configuration of its own.</summary>
internal sealed class RunningConnector : IAsyncDisposable
{
    public static readonly Guid Entrance = new("aaaaaaaa-0000-0000-0000-000000000001");

    private readonly IHost _host;
    private readonly CapturedLog _log;

    private RunningConnector(IHost host, CapturedLog log, string folder) => (_host, _log, Folder) = (host, log, folder);

    /// <summary>Holds the configuration and the key.</summary>
    public string Folder { get; }

    public EdgeStatus Status => _host.Services.GetRequiredService<Func<EdgeStatus>>()();

    public EvidenceRing Ring => _host.Services.GetRequiredService<EvidenceRing>();

    public string Log => _log.Text;

    /// <summary>The embedding space of the default pack.</summary>
    public static string Space { get; } = ModelPack.LoadNamed().Space.Id;

    /// <summary>Starts the connector for one camera.</summary>
    public static async Task<RunningConnector> StartAsync(LoopbackCloud cloud, object source)
    {
        var folder = Directory.CreateTempSubdirectory("retailguard-edge-").FullName;
        var log = new CapturedLog();
        var host = EdgeHost.Build(EdgeConfig.Load(Configure(folder, cloud, source)), statusPort: null, logging => logging.AddProvider(log));
        await host.StartAsync();
        return new(host, log, folder);
    }

    /// <summary>Writes a paired configuration.</summary>
    /// <returns>Its file.</returns>
    public static string Configure(string folder, LoopbackCloud cloud, object source)
    {
        using var key = DeviceSignature.CreateKey();
        DeviceKey.Save(key, Path.Combine(folder, "device.key"));
        cloud.PublicKey = DeviceSignature.PublicKey(key);
        var file = Path.Combine(folder, "edge.json");
        OwnerOnly.Write(
            file,
            JsonSerializer.Serialize(
                new
                {
                    server = cloud.Address,
                    deviceId = LoopbackCloud.DeviceId,
                    workers = 1,
                    cameras = new[]
                    {
                        new
                        {
                            id = Entrance,
                            name = "Entrance",
                            source,
                        },
                    },
                }
            )
        );
        return file;
    }

    public async Task StopAsync() => await _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class CapturedLog : ILoggerProvider, ILogger
    {
        private readonly List<string> _lines = [];

        public string Text
        {
            get
            {
                lock (_lines)
                {
                    return string.Join('\n', _lines);
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (_lines)
            {
                _lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose() { }
    }
}
