using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Google.Protobuf;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Testing;

/// <summary>A connector that is paired with a store and not connected yet.</summary>
public sealed record PairedConnector(IServer Server, Guid Device, ECDsa Key)
{
    /// <summary>The answer to a challenge that a sound connector gives.</summary>
    public Hello Answer(Challenge challenge, string space, int dimension)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        return new()
        {
            DeviceId = WireId.From(Device),
            Signature = ByteString.CopyFrom(DeviceSignature.Sign(Key, challenge.Nonce.Span)),
            DeviceUnixMs = Server.Now.ToUnixTimeMilliseconds(),
            Software = "test connector 1",
            Space = space,
            Dimension = (uint)dimension,
        };
    }
}

/// <summary>A connector's line to the cloud: the real frames over a real WebSocket. Answers pings by itself.</summary>
public sealed class Connector : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<long> _pings = Channel.CreateUnbounded<long>();
    private readonly Channel<CloudFrame> _frames = Channel.CreateUnbounded<CloudFrame>();
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<TrackDecision>> _asked = new();
    private readonly List<string> _seen = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _ending = new();
    private Task _reading = Task.CompletedTask;
    private ulong _lastTrack;
    private bool _isDisposed;

    private Connector() { }

    /// <summary>The answers to pings can be left out, as by a connector that hangs.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>What the cloud said when it hung up; null when it did not say goodbye.</summary>
    public WebSocketCloseStatus? Goodbye => _socket.CloseStatus;

    /// <summary>Connects and says nothing yet; the challenge is the first frame to come.</summary>
    public static async Task<Connector> DialAsync(Uri server)
    {
        var connector = new Connector();
        await connector._socket.ConnectAsync(new UriBuilder(new Uri(server, "/edge/stream")) { Scheme = "ws" }.Uri, CancellationToken.None);
        connector._reading = connector.ReadAsync();
        return connector;
    }

    /// <summary>Connects, greets and is welcome.</summary>
    public static async Task<Connector> OpenAsync(PairedConnector paired, FaceReader reader)
    {
        ArgumentNullException.ThrowIfNull(paired);
        var connector = await DialAsync(paired.Server.Address);
        var challenge = (await connector.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge;
        await connector.SendAsync(new() { Hello = paired.Answer(challenge, reader.Pack.Space.Id, reader.Pack.Space.Dimension) });
        await connector.NextAsync(CloudFrame.BodyOneofCase.Welcome);
        return connector;
    }

    /// <summary>A probe that a store decides on: two frames or more that agree.</summary>
    /// <param name="capturedAt">When the first good frame was taken.</param>
    public TrackProbe Probe(Guid camera, FaceReader reader, ReadOnlySpan<float> template, DateTimeOffset capturedAt) =>
        new()
        {
            CameraId = WireId.From(camera),
            TrackId = Interlocked.Increment(ref _lastTrack),
            Space = reader.Pack.Space.Id,
            Template = ByteString.CopyFrom(MemoryMarshal.AsBytes(template)),
            FramesFused = 3,
            Agreement = 0.9f,
            Quality = 0.8f,
            FirstGoodUnixMs = capturedAt.ToUnixTimeMilliseconds(),
            BestUnixMs = capturedAt.ToUnixTimeMilliseconds(),
        };

    /// <summary>Sends a probe and waits for its decision. Several may wait at once.</summary>
    public async Task<TrackDecision> AskAsync(TrackProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var asked = _asked[probe.TrackId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new() { Probe = probe });
        return await Patience.WaitAsync(limit => asked.Task.WaitAsync(limit), $"the decision on track {probe.TrackId}", Seen);
    }

    public Task SendAsync(EdgeFrame frame) =>
        SendBytesAsync(
            WireCodec.Encode(frame).Value ?? throw new InvalidOperationException("The codec refuses this frame; send its bytes.")
        );

    /// <summary>Any bytes, whether or not they are a frame.</summary>
    public async Task SendBytesAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _ending.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits for the cloud's next ping and gives its clock, Unix milliseconds.</summary>
    public Task<long> NextPingAsync() => Patience.WaitAsync(limit => _pings.Reader.ReadAsync(limit).AsTask(), "a ping", Seen);

    public Task<CloudFrame> NextAsync(CloudFrame.BodyOneofCase kind) => NextAsync(f => f.BodyCase == kind, kind.ToString());

    /// <summary>The next frame that fits; frames before it are passed over.</summary>
    public Task<CloudFrame> NextAsync(Func<CloudFrame, bool> fits, string expected) =>
        Patience.WaitAsync(
            async limit =>
            {
                while (true)
                {
                    var frame = await _frames.Reader.ReadAsync(limit);
                    if (fits(frame))
                    {
                        return frame;
                    }
                }
            },
            expected,
            Seen
        );

    /// <summary>Waits until the cloud says why and hangs up.</summary>
    public async Task<Problem> RefusedAsync()
    {
        var problem = (await NextAsync(f => f.Problem is { Fatal: true }, "a fatal problem")).Problem;
        await ClosedAsync();
        return problem;
    }

    /// <summary>Waits until the cloud hangs up.</summary>
    public Task ClosedAsync() =>
        Patience.WaitAsync(
            async limit =>
            {
                await _reading.WaitAsync(limit);
                return true;
            },
            "the end of the connection",
            Seen
        );

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _ending.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _ending.Dispose();
    }

    private string Seen()
    {
        lock (_seen)
        {
            return string.Join(", ", _seen);
        }
    }

    private async Task ReadAsync()
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

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                await TakeAsync(WireCodec.DecodeCloud(buffer.AsSpan(0, length)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Hung up, by either side.
        }
        finally
        {
            _pings.Writer.TryComplete();
            _frames.Writer.TryComplete();
            foreach (var asked in _asked.Values)
            {
                asked.TrySetException(new IOException("The line ended before the decision came."));
            }
        }
    }

    private async Task TakeAsync(WireResult<CloudFrame> received)
    {
        var frame = received.Value ?? throw new InvalidOperationException($"The cloud sent what it must not: {received.Refusal}");
        if (frame.Ping is { } ping)
        {
            _pings.Writer.TryWrite(ping.ServerUnixMs);
            if (AnswersPings)
            {
                await SendAsync(new EdgeFrame { Pong = new() { ServerUnixMs = ping.ServerUnixMs } });
            }

            return;
        }

        if (frame.Decision is { } decision && _asked.TryRemove(decision.TrackId, out var asked))
        {
            asked.SetResult(decision);
            return;
        }

        lock (_seen)
        {
            _seen.Add(string.Create(CultureInfo.InvariantCulture, $"{frame.BodyCase} {frame.Problem?.Code}"));
        }

        _frames.Writer.TryWrite(frame);
    }
}
