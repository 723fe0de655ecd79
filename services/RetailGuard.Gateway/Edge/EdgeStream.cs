using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Gateway;

/// <summary>The connectors' way in: one WebSocket per store's machine. Proves the device, stamps tenant and store, hands tracks to the store.</summary>
internal static class EdgeStream
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map("/edge/stream", RunAsync).AllowAnyone("the device signs a challenge in its first frame");

    private static async Task RunAsync(HttpContext context, IServiceProvider services)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Refusal.Invalid("websocket-expected", "/edge/stream speaks WebSocket only.").ToHttp().ExecuteAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var connection = ActivatorUtilities.CreateInstance<EdgeConnection>(services, socket);
        await connection.RunAsync(ending, stopping);
    }
}
