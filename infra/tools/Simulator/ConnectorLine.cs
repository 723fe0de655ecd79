using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Google.Protobuf;
using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tools.Simulator;

/// <summary>
/// A connector's line to the server, on the real wire, without cameras: it asks about templates that it is given. Answers pings by
/// itself.
/// </summary>
public sealed class ConnectorLine : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<long> _pings = Channel.CreateUnbounded<long>();
    private readonly Channel<CloudFrame> _frames = Channel.CreateUnbounded<CloudFrame>();
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<TrackDecision>> _asked = new();
    private readonly ConcurrentQueue<string> _received = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _ending = new();
    private ulong _lastTrack;
    private bool _isDisposed;

    private ConnectorLine() { }

    /// <summary>Ends when either side has hung up; fails when the server sent what it must not.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>What the cloud said when it hung up; null when it did not say goodbye.</summary>
    public WebSocketCloseStatus? Goodbye => _socket.CloseStatus;

    /// <summary>The answers to pings can be left out, as by a connector that hangs.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>The server's clock of each ping, Unix milliseconds.</summary>
    public ChannelReader<long> Pings => _pings.Reader;

    /// <summary>What came and was neither a ping nor an awaited decision.</summary>
    public ChannelReader<CloudFrame> Frames => _frames.Reader;

    /// <summary>Kinds and codes of what came on <see cref="Frames"/>, for messages about what did not come.</summary>
    public string Received => string.Join(", ", _received);

    /// <summary>Connects and says nothing yet; the challenge is the first frame to come.</summary>
    public static async Task<ConnectorLine> DialAsync(Uri server, CancellationToken cancellation)
    {
        var line = new ConnectorLine();
        await line._socket.ConnectAsync(new UriBuilder(new Uri(server, "/edge/stream")) { Scheme = "ws" }.Uri, cancellation);
        line.Ended = line.ReadAsync();
        return line;
    }

    /// <summary>Connects, greets and waits until the server lets a camera match.</summary>
    /// <exception cref="IOException">The server hung up before.</exception>
    public static async Task<ConnectorLine> OpenAsync(
        Uri server,
        ConnectorIdentity identity,
        EmbeddingSpace space,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var line = await DialAsync(server, cancellation);
        try
        {
            await foreach (var frame in line.Frames.ReadAllAsync(cancellation))
            {
                if (frame.Challenge is { } challenge)
                {
                    await line.SendAsync(new() { Hello = identity.Answer(challenge, space, time.GetUtcNow()) });
                }
                else if (frame.Policy is { } policy && policy.Cameras.Any(c => c.Armed))
                {
                    return line;
                }
            }
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }

        await line.DisposeAsync();
        throw new IOException($"The server ended a connector's line before any camera was armed. It said: {line.Received}");
    }

    /// <summary>A probe that a store decides on: some frames that agree.</summary>
    /// <param name="template">Unit length.</param>
    /// <param name="capturedAt">When the first good frame was taken.</param>
    public static TrackProbe Probe(Guid camera, ulong track, string space, ReadOnlySpan<float> template, DateTimeOffset capturedAt) =>
        new()
        {
            CameraId = WireId.From(camera),
            TrackId = track,
            Space = space,
            Template = ByteString.CopyFrom(MemoryMarshal.AsBytes(template)),
            FramesFused = 3,
            Agreement = 0.9f,
            Quality = 0.8f,
            FirstGoodUnixMs = capturedAt.ToUnixTimeMilliseconds(),
            BestUnixMs = capturedAt.ToUnixTimeMilliseconds(),
        };

    /// <summary>A probe with the line's next track.</summary>
    /// <param name="template">Unit length.</param>
    /// <param name="capturedAt">When the first good frame was taken.</param>
    public TrackProbe Probe(Guid camera, EmbeddingSpace space, ReadOnlySpan<float> template, DateTimeOffset capturedAt) =>
        Probe(camera, Interlocked.Increment(ref _lastTrack), space.Id, template, capturedAt);

    /// <summary>Sends a probe and waits for its decision. Several may wait at once.</summary>
    /// <exception cref="IOException">The line ended before.</exception>
    public async Task<TrackDecision> AskAsync(TrackProbe probe, CancellationToken cancellation)
    {
        var asked = _asked[probe.TrackId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new() { Probe = probe });
        if (Ended.IsCompleted)
        {
            Abandon(asked);
        }

        return await asked.Task.WaitAsync(cancellation);
    }

    public Task SendAsync(EdgeFrame frame) =>
        SendBytesAsync(
            WireCodec.Encode(frame).Value ?? throw new InvalidOperationException("The codec refuses this frame; send its bytes.")
        );

    /// <summary>Any bytes, whether or not they are a frame.</summary>
    public async Task SendBytesAsync(byte[] message)
    {
        await _sending.WaitAsync(_ending.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _ending.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _ending.CancelAsync();
        await Ended;
        _socket.Dispose();
        _sending.Dispose();
        _ending.Dispose();
    }

    private static void Abandon(TaskCompletionSource<TrackDecision> asked) =>
        asked.TrySetException(new IOException("The line ended before the decision came."));

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
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _ending.Token);
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
                Abandon(asked);
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
        }
        else if (frame.Decision is { } decision && _asked.TryRemove(decision.TrackId, out var asked))
        {
            asked.TrySetResult(decision);
        }
        else
        {
            _received.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{frame.BodyCase} {frame.Problem?.Code}"));
            _frames.Writer.TryWrite(frame);
        }
    }
}
