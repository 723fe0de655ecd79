using System.Net.WebSockets;
using System.Threading.Channels;
using RetailGuard.Edge.Decide;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Uplink;

/// <summary>One connection to the cloud, from the challenge to its end.</summary>
internal sealed class CloudSession : IDisposable
{
    private const int QueuedFrames = 512;
    private const int HeartbeatsMissed = 3;

    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly ClientWebSocket _socket;
    private readonly TimeProvider _time;
    private readonly byte[] _buffer = new byte[WireCodec.MaxFrameBytes + 1];
    private readonly CancellationTokenSource _lost = new();
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(QueuedFrames);
    private ProbeWindow? _window;
    private TimeSpan _silenceLimit = HandshakeLimit;

    private CloudSession(ClientWebSocket socket, TimeProvider time) => (_socket, _time) = (socket, time);

    public int Unanswered => _window?.Unanswered ?? 0;

    /// <summary>Connects and answers the challenge.</summary>
    /// <exception cref="CloudException">The cloud is not there, or answers strangely.</exception>
    /// <exception cref="CloudRefusedException">It will not have this box.</exception>
    public static async Task<CloudSession> OpenAsync(EdgeIdentity identity, TimeProvider time, CancellationToken stop)
    {
        var address = new UriBuilder(new Uri(identity.Server, "/edge/stream"))
        {
            Scheme = identity.Server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        };
        using var tooLong = new CancellationTokenSource(HandshakeLimit, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, tooLong.Token);
        var session = new CloudSession(new ClientWebSocket(), time);
        try
        {
            await session._socket.ConnectAsync(address.Uri, giveUp.Token);
            await session.HandshakeAsync(identity, giveUp.Token);
            return session;
        }
        catch (Exception e)
        {
            session.Dispose();
            throw e switch
            {
                CloudException => e,
                WebSocketException => new CloudException($"{identity.Server} does not answer: {e.GetBaseException().Message}"),
                OperationCanceledException when !stop.IsCancellationRequested => new CloudException(
                    $"{identity.Server} did not finish the greeting within {HandshakeLimit.TotalSeconds:0} s."
                ),
                _ => e,
            };
        }
    }

    /// <summary>Sends and receives until the connection is lost; then every open question is given up and every unsent byte zeroed.</summary>
    /// <param name="gate">Learns what the cloud says.</param>
    /// <param name="onProblem">Called for what the cloud complains of.</param>
    /// <param name="stop">Ends it politely.</param>
    /// <exception cref="CloudException">How the connection was lost.</exception>
    public async Task RunAsync(MatchingGate gate, Action<Problem> onProblem, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, _lost.Token);
        var sending = SendAsync(ending.Token);
        try
        {
            await ReceiveAsync(gate, onProblem, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await CloseAsync();
        }
        finally
        {
            await _lost.CancelAsync();
            await sending;
        }
    }

    /// <summary>Asks about a track within the window.</summary>
    /// <returns>The answer, or null when there was none in time.</returns>
    public Task<TrackDecision?> AskAsync(TrackProbe probe, CancellationToken stop) =>
        _window!.AskAsync(
            probe.TrackId,
            () =>
            {
                var sent = TrySend(new EdgeFrame { Probe = probe });
                probe.ForgetTemplate();
                return sent;
            },
            stop
        );

    /// <summary>Queues a frame; false when the queue is full or the connection is lost.</summary>
    public bool TrySend(EdgeFrame frame)
    {
        var encoded = WireCodec.Encode(frame);
        if (!encoded.Ok)
        {
            throw new InvalidOperationException($"A frame of ours breaks the wire's rules: {encoded.Refusal?.Detail}");
        }

        if (_outgoing.Writer.TryWrite(encoded.Value))
        {
            return true;
        }

        Array.Clear(encoded.Value);
        return false;
    }

    public void Dispose()
    {
        _window?.Dispose();
        _socket.Dispose();
        _lost.Dispose();
    }

    private async Task HandshakeAsync(EdgeIdentity identity, CancellationToken stop)
    {
        var challenge = (await ExpectAsync(CloudFrame.BodyOneofCase.Challenge, stop)).Challenge;
        var hello = WireCodec.Encode(new EdgeFrame { Hello = identity.Answer(challenge) }).Value!;
        await _socket.SendAsync(hello, WebSocketMessageType.Binary, endOfMessage: true, stop);
        var welcome = (await ExpectAsync(CloudFrame.BodyOneofCase.Welcome, stop)).Welcome;
        _silenceLimit = TimeSpan.FromMilliseconds(welcome.HeartbeatMs * HeartbeatsMissed);
        _window = new(welcome.Window, _time, _lost.Token);
    }

    private async Task<CloudFrame> ExpectAsync(CloudFrame.BodyOneofCase kind, CancellationToken stop)
    {
        var frame = await ReceiveFrameAsync(stop);
        if (frame?.Problem is { } problem)
        {
            throw new CloudRefusedException(problem.Code, problem.Detail);
        }

        return frame?.BodyCase == kind
            ? frame
            : throw new CloudException($"The cloud should have sent {kind}; is it RetailGuard's address and version?");
    }

    private async Task ReceiveAsync(MatchingGate gate, Action<Problem> onProblem, CancellationToken stop)
    {
        using var silent = new CancellationTokenSource(_silenceLimit, _time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, silent.Token);
        try
        {
            while (true)
            {
                var frame = await ReceiveFrameAsync(giveUp.Token);
                silent.CancelAfter(_silenceLimit);
                gate.Heard();
                if (frame is not null)
                {
                    Handle(frame, gate, onProblem);
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CloudException($"The cloud was silent for {_silenceLimit.TotalSeconds:0.#} s.");
        }
        catch (WebSocketException e)
        {
            throw new CloudException($"The connection broke: {e.GetBaseException().Message}");
        }
    }

    private void Handle(CloudFrame frame, MatchingGate gate, Action<Problem> onProblem)
    {
        switch (frame.BodyCase)
        {
            case CloudFrame.BodyOneofCase.Policy:
                gate.Apply(frame.Policy);
                break;
            case CloudFrame.BodyOneofCase.Decision:
                _window!.Leave(frame.Decision.TrackId, frame.Decision);
                break;
            case CloudFrame.BodyOneofCase.Ping:
                TrySend(new EdgeFrame { Pong = new Pong { ServerUnixMs = frame.Ping.ServerUnixMs } });
                break;
            case CloudFrame.BodyOneofCase.Problem:
                onProblem(frame.Problem);
                _window!.Leave(frame.Problem.TrackId, null);
                if (frame.Problem.Fatal)
                {
                    throw new CloudRefusedException(frame.Problem.Code, frame.Problem.Detail);
                }

                break;
            case CloudFrame.BodyOneofCase.Challenge:
            case CloudFrame.BodyOneofCase.Welcome:
            case CloudFrame.BodyOneofCase.None:
                // Out of turn: nothing to do.
                break;
        }
    }

    /// <returns>Null for a frame that this version does not know.</returns>
    private async Task<CloudFrame?> ReceiveFrameAsync(CancellationToken stop)
    {
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            length += part.Count;
        } while (!part.EndOfMessage && length < _buffer.Length);

        if (part.MessageType == WebSocketMessageType.Close)
        {
            throw new CloudException($"The cloud closed the connection: {_socket.CloseStatusDescription ?? "no reason given"}.");
        }

        var frame = WireCodec.DecodeCloud(_buffer.AsSpan(0, length));
        return frame.Refusal switch
        {
            null => frame.Value,
            { Code: WireCodes.FrameUnknown } => null,
            // One bad field, perhaps of a newer version: told, and the connection goes on.
            { Code: WireCodes.FieldInvalid } bad => new CloudFrame
            {
                Problem = new Problem { Code = bad.Code, Detail = bad.Detail },
            },
            var bad => throw new CloudException($"The cloud sent something that cannot be read: {bad.Detail}"),
        };
    }

    private async Task SendAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(stop))
            {
                try
                {
                    await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, stop);
                }
                finally
                {
                    Array.Clear(message); // R1: it may have been a template
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The receiving side tells how the connection was lost.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            while (_outgoing.Reader.TryRead(out var unsent))
            {
                Array.Clear(unsent);
            }
        }
    }

    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(CloseLimit, _time);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "stopping", limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // Leaving without a goodbye is as good.
        }
    }
}
