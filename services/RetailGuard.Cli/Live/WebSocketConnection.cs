using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace RetailGuard.Cli.Live;

/// <summary>SignalR's transport, where its own is not at hand: one WebSocket, no negotiation.</summary>
internal sealed class WebSocketConnectionFactory(string token) : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        try
        {
            await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            return new WebSocketConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A WebSocket as a pair of pipes.</summary>
internal sealed class WebSocketConnection : ConnectionContext
{
    private readonly ClientWebSocket _socket;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _pumps;

    public WebSocketConnection(ClientWebSocket socket)
    {
        _socket = socket;
        var (incoming, outgoing) = (new Pipe(), new Pipe());
        Transport = new Duplex(incoming.Reader, outgoing.Writer);
        _pumps = Task.WhenAll(ReceiveAsync(incoming.Writer), SendAsync(outgoing.Reader));
    }

    public override string ConnectionId { get; set; } = "";

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _pumps;
        _socket.Dispose();
        _closing.Dispose();
        await base.DisposeAsync();
    }

    private async Task ReceiveAsync(PipeWriter writer)
    {
        Exception? broken = null;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(writer.GetMemory(4096), _closing.Token);
                if (part.MessageType is WebSocketMessageType.Close)
                {
                    break;
                }

                writer.Advance(part.Count);
                await writer.FlushAsync(_closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // This side closes.
        }
        catch (WebSocketException e)
        {
            broken = e;
        }

        await writer.CompleteAsync(broken);
    }

    private async Task SendAsync(PipeReader reader)
    {
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(_closing.Token);
                foreach (var part in read.Buffer)
                {
                    await _socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
                }

                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The receiving side tells why.
        }

        await reader.CompleteAsync();
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
