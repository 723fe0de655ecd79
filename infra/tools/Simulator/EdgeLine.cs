using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tools.Simulator;

/// <summary>A connector's line to the server, on the real wire, without cameras: it asks about templates that it is given.</summary>
public sealed class EdgeLine : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<TrackDecision>> _asked = new();
    private readonly TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly EmbeddingSpace _space;
    private readonly TimeProvider _time;
    private Task _reading = Task.CompletedTask;
    private ulong _lastTrack;

    private EdgeLine(EmbeddingSpace space, TimeProvider time) => (_space, _time) = (space, time);

    /// <summary>Connects and waits until the server lets a camera match.</summary>
    public static async Task<EdgeLine> ConnectAsync(Uri server, Guid device, ECDsa key, EmbeddingSpace space, TimeProvider time)
    {
        var line = new EdgeLine(space, time);
        await line._socket.ConnectAsync(new UriBuilder(new Uri(server, "/edge/stream")) { Scheme = "ws" }.Uri, CancellationToken.None);
        line._reading = line.ReadAsync(device, key);
        if (await Task.WhenAny(line._armed.Task, line._reading) == line._reading)
        {
            throw new CommandRefusedException("The server ended a connector's line before any camera was armed.");
        }

        return line;
    }

    /// <param name="template">Unit length.</param>
    public async Task<TrackDecision> AskAsync(Guid camera, ReadOnlyMemory<float> template, DateTimeOffset capturedAt)
    {
        var at = capturedAt.ToUnixTimeMilliseconds();
        var probe = new TrackProbe
        {
            CameraId = WireId.From(camera),
            TrackId = Interlocked.Increment(ref _lastTrack),
            Space = _space.Id,
            Template = ByteString.CopyFrom(MemoryMarshal.AsBytes(template.Span)),
            FramesFused = 4,
            Agreement = 0.9f,
            Quality = 0.8f,
            FirstGoodUnixMs = at,
            BestUnixMs = at,
        };
        var asked = _asked[probe.TrackId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new() { Probe = probe });
        return await asked.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _ending.Dispose();
    }

    private async Task ReadAsync(Guid device, ECDsa key)
    {
        var buffer = new byte[WireCodec.MaxFrameBytes];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _ending.Token);
                    length += part.Count;
                } while (!part.EndOfMessage);

                if (part.MessageType is WebSocketMessageType.Close)
                {
                    break;
                }

                await TakeAsync(WireCodec.DecodeCloud(buffer.AsSpan(0, length)).Value!, device, key);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Either side has hung up.
        }

        foreach (var asked in _asked.Values)
        {
            asked.TrySetException(new CommandRefusedException("A connector's line ended while it waited for a decision."));
        }
    }

    private async Task TakeAsync(CloudFrame frame, Guid device, ECDsa key)
    {
        switch (frame.BodyCase)
        {
            case CloudFrame.BodyOneofCase.Challenge:
                var hello = new Hello
                {
                    DeviceId = WireId.From(device),
                    Signature = ByteString.CopyFrom(DeviceSignature.Sign(key, frame.Challenge.Nonce.Span)),
                    DeviceUnixMs = _time.GetUtcNow().ToUnixTimeMilliseconds(),
                    Software = "retailguard bench",
                    Space = _space.Id,
                    Dimension = (uint)_space.Dimension,
                };
                await SendAsync(new() { Hello = hello });
                break;
            case CloudFrame.BodyOneofCase.Ping:
                await SendAsync(new() { Pong = new() { ServerUnixMs = frame.Ping.ServerUnixMs } });
                break;
            case CloudFrame.BodyOneofCase.Policy when frame.Policy.Cameras.Any(c => c.Armed):
                _armed.TrySetResult();
                break;
            case CloudFrame.BodyOneofCase.Decision when _asked.TryRemove(frame.Decision.TrackId, out var asked):
                asked.SetResult(frame.Decision);
                break;
        }
    }

    private async Task SendAsync(EdgeFrame frame)
    {
        await _sending.WaitAsync(_ending.Token);
        try
        {
            await _socket.SendAsync(WireCodec.Encode(frame).Value!, WebSocketMessageType.Binary, endOfMessage: true, _ending.Token);
        }
        finally
        {
            _sending.Release();
        }
    }
}
