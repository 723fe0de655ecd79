using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailGuard.Edge.Setup;

namespace RetailGuard.Edge.Status;

/// <summary>Answers GET /status on this machine's loopback address with a <see cref="EdgeStatus"/> as JSON.</summary>
internal sealed partial class StatusPage(int port, Func<EdgeStatus> now, ILogger<StatusPage> log) : BackgroundService
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpListener _listener = new() { Prefixes = { $"http://127.0.0.1:{port}/" } };

    /// <exception cref="EdgeSetupException">The port is taken.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _listener.Start();
        }
        catch (HttpListenerException e)
        {
            throw new EdgeSetupException("status-port", $"--status-port: port {port} cannot be used: {e.Message}. Choose another.");
        }

        LogListening(port);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener.Close();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = stoppingToken.Register(_listener.Abort);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The asker went away, or the connector stops.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using var response = context.Response;
        if (context.Request.HttpMethod != "GET" || context.Request.Url?.AbsolutePath != "/status")
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        response.ContentType = "application/json";
        response.OutputStream.Write(JsonSerializer.SerializeToUtf8Bytes(now(), Json));
    }

    [LoggerMessage(LogLevel.Information, "Status on http://127.0.0.1:{Port}/status")]
    private partial void LogListening(int port);
}
