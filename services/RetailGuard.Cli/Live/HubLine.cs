using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace RetailGuard.Cli.Live;

/// <summary>One message of a store's live line.</summary>
/// <param name="Kind">One of <see cref="HubLine.Kinds"/>.</param>
internal sealed record HubMessage(string Kind, JsonElement Content);

/// <summary>A store's live line as a tablet has it: a snapshot first, then changes in order. The client calls nothing on it.</summary>
internal sealed class HubLine : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Kinds = ["snapshot", "delta", "store", "pulse", "signedOut"];

    private const int Unread = 1000;

    private readonly HubConnection _connection;
    private readonly Channel<HubMessage> _messages = Channel.CreateBounded<HubMessage>(Unread);

    private HubLine(HubConnection connection)
    {
        _connection = connection;
        foreach (var kind in Kinds)
        {
            connection.On<JsonElement>(kind, content => _messages.Writer.WriteAsync(new(kind, content)).AsTask());
        }

        connection.Closed += failure =>
        {
            _messages.Writer.TryComplete(failure);
            return Task.CompletedTask;
        };
    }

    /// <summary>What the server says, in order. Completes when the line ends, with an exception when it broke.</summary>
    public ChannelReader<HubMessage> Messages => _messages.Reader;

    /// <param name="server">Address of the server, for example <c>http://127.0.0.1:5080</c>.</param>
    /// <param name="token">Token of a sign-in that has a store.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="System.Net.WebSockets.WebSocketException">The server is not there, or refuses the token.</exception>
    public static async Task<HubLine> ConnectAsync(Uri server, string token, CancellationToken cancellation)
    {
        var address = new UriBuilder(new Uri(server, "/hubs/alerts"))
        {
            Scheme = server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        };
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnections(token));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(address.Uri));
        var line = new HubLine(builder.Build());
        try
        {
            await line._connection.StartAsync(cancellation);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _messages.Writer.TryComplete();
        return _connection.DisposeAsync();
    }
}
