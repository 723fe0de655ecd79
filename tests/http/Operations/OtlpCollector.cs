using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Takes in what a server sends by OTLP over HTTP, byte for byte.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/{signal}", TakeAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Whether anything that was received, of one signal or of all, holds a text or a template.</summary>
    public bool Holds(ReadOnlySpan<byte> mark, string signal = "")
    {
        foreach (var (path, body) in _received)
        {
            if (path.EndsWith(signal, StringComparison.Ordinal) && Bytes.Hold(body, mark))
            {
                return true;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((context.Request.Path, body.ToArray()));
    }
}
