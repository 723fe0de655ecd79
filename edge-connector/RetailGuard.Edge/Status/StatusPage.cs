using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailGuard.Edge.Status;

/// <summary>Answers GET /status on this machine's loopback address with a <see cref="EdgeStatus"/> as JSON.</summary>
internal sealed partial class StatusPage(int port, Func<EdgeStatus> now, ILogger<StatusPage> log) : BackgroundService
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        LogListening(port);
        using var stopping = stoppingToken.Register(listener.Abort);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Answer(await listener.GetContextAsync());
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
