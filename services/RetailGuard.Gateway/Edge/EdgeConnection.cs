using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Vision;
using RetailGuard.Watchlists;
using CameraState = RetailGuard.Alerts.CameraState;

namespace RetailGuard.Gateway;

/// <summary>One connector's connection, from challenge to close.</summary>
internal sealed partial class EdgeConnection(
    WebSocket socket,
    Devices devices,
    IGrainFactory grains,
    TenantSpaces spaces,
    LiveLines lines,
    TrackMetrics metrics,
    IIds ids,
    TimeProvider time,
    ILogger<EdgeConnection> logger,
    INodeWatch? nodes = null
)
{
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ListValid = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(5);

    /// <summary>The problem that says so has a moment to arrive.</summary>
    private static readonly TimeSpan RevokedGoodbye = TimeSpan.FromSeconds(1);

    /// <summary>A store that a dead node had is back sooner. A line without its store for longer ends: another node may reach it.</summary>
    private static readonly TimeSpan StoreBackWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(500);
    private const int Window = 32;

    // The connector keeps to the window, so this only fills when it breaks its word or stops reading.
    private readonly Channel<CloudFrame> _out = Channel.CreateBounded<CloudFrame>(Window * 4);

    // Pinned, so that the collector leaves no copy of a probe behind by moving it (R1).
    private readonly byte[] _buffer = GC.AllocateArray<byte>(WireCodec.MaxFrameBytes + 1, pinned: true);
    private int _received;
    private readonly Guid _line = ids.Next();
    private LiveLine? _live;
    private ImmutableDictionary<CameraId, CameraState> _cameras = ImmutableDictionary<CameraId, CameraState>.Empty;
    private int _unanswered;
    private EdgeDevice? _device;
    private IStoreGrain? _store;
    private ModelPack? _pack;
    private TrackBatcher? _batcher;
    private readonly Lock _policies = new();
    private StorePolicy? _policy;
    private ulong _policiesSent;
    private long _storeAnsweredAt;
    private ITimer? _beat;
    private (WebSocketCloseStatus Status, string? Why) _closing = (WebSocketCloseStatus.NormalClosure, null);
    private volatile bool _isOver;
    private CancellationTokenSource? _ending;
    private CancellationToken _stopping;

    /// <param name="ending">Cuts the line when cancelled.</param>
    /// <param name="stopping">Ends it with a word: the connector then connects again, to this server's next start or to another node.</param>
    public async Task RunAsync(CancellationTokenSource ending, CancellationToken stopping)
    {
        // What is asked over the line belongs to no request.
        Activity.Current = null;
        (_ending, _stopping) = (ending, stopping);
        var writing = WriteAsync(ending.Token);
        await using var leaving = stopping.Register(() => _ = LeaveAsync());
        try
        {
            if (await HandshakeAsync(ending.Token))
            {
                // Said here, since what an awaited method says is forgotten when it returns.
                TenantBoundary.ActFor(_device!.Tenant);
                _storeAnsweredAt = time.GetTimestamp();
                // Known before it first ticks, for that may be when the store must be asked again.
                await using (_beat = time.CreateTimer(_ => _ = HeartbeatAsync(), null, Timeout.InfiniteTimeSpan, Heartbeat))
                {
                    _beat.Change(TimeSpan.Zero, Heartbeat);
                    await ReceiveAllAsync(ending.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The connector went away, or the server is going: both are ordinary ends.
        }
        finally
        {
            Array.Clear(_buffer);
            // The last word does not wait for a store that may not answer.
            _isOver = true;
            _out.Writer.TryComplete();
            if (_device is { } device)
            {
                lines.End(_live!);
                metrics.LineClosed(LineKind.Edge);
                LogDisconnected(device.Device);
                await EndReportsAsync(device.Store);
            }

            await writing;
        }
    }

    /// <summary>Answers what was asked, says goodbye, and hangs up on a connector that does not.</summary>
    private async Task LeaveAsync()
    {
        _closing = (WebSocketCloseStatus.EndpointUnavailable, "this server is being stopped; connect again");
        await (_batcher?.FinishAsync() ?? Task.CompletedTask)
            .WaitAsync(GoodbyeWithin, TimeProvider.System)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isOver = true;
        _out.Writer.TryComplete();
        Cut(GoodbyeWithin);
    }

    private void Cut(TimeSpan within)
    {
        try
        {
            _ending!.CancelAfter(within);
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Challenge, Hello, Welcome. False when the connector was refused; it has been told why.</summary>
    private async Task<bool> HandshakeAsync(CancellationToken cancellation)
    {
        var nonce = RandomNumberGenerator.GetBytes(FieldCheck.NonceBytes);
        Send(
            new()
            {
                Challenge = new() { Nonce = ByteString.CopyFrom(nonce), ServerUnixMs = UnixNow() },
            }
        );

        // Not by cancelling: a WebSocket whose receiving is cancelled is aborted, and nobody could be told.
        var hearing = ReceiveAsync(cancellation);
        if (await Task.WhenAny(hearing, Task.Delay(HelloWithin, time, cancellation)) != hearing)
        {
            cancellation.ThrowIfCancellationRequested();
            return Refuse("hello-late", $"No Hello within {HelloWithin.TotalSeconds:0} s of the challenge.");
        }

        var frame = await hearing;
        if (frame?.Hello is not { } hello)
        {
            return frame is not null && Refuse("hello-expected", "The first frame must be a Hello.");
        }

        var found = await devices.FindEdgeAsync(new(WireId.Read(hello.DeviceId)), cancellation);
        if (found is null || !DeviceSignature.Verify(found.PublicKey, nonce, hello.Signature.Span))
        {
            return RefuseUnknown();
        }

        var skew = TimeSpan.FromMilliseconds(hello.DeviceUnixMs - UnixNow());
        if (skew.Duration() > ClockTolerance)
        {
            return Refuse(
                "clock-wrong",
                $"This machine's clock is {Math.Abs(skew.TotalSeconds):0} s {(skew > TimeSpan.Zero ? "ahead" : "behind")}. Set it by NTP; at most {ClockTolerance.TotalSeconds:0} s are accepted."
            );
        }

        var admitted = await spaces.AdmitAsync(found.Tenant, hello.Space, (int)hello.Dimension, cancellation);
        if (!admitted.Succeeded(out _pack, out var unsuited))
        {
            return Refuse(WireCodes.SpaceUnknown, unsuited.Detail);
        }

        _live = lines.Begin(LineProof.Of(found.Device, found.Store));
        (_device, _store) = (found, grains.GetGrain<IStoreGrain>(GrainKeys.Store(found.Tenant, found.Store)));
        _batcher = new(_store, _pack.Space.Dimension, Answer, e => LogUndecided(e, found.Store), metrics, time);
        Send(
            new()
            {
                Welcome = new()
                {
                    ConnectionId = found.Device.ToString(),
                    HeartbeatMs = (uint)Heartbeat.TotalMilliseconds,
                    Window = Window,
                },
            }
        );
        metrics.LineOpened(LineKind.Edge);
        LogConnected(found.Device, found.Store, hello.Software);
        return true;
    }

    private async Task ReceiveAllAsync(CancellationToken cancellation)
    {
        try
        {
            bool goesOn;
            do
            {
                var receiving = ReceiveAsync(cancellation);
                if (!receiving.IsCompleted)
                {
                    // All that had come is taken: it goes to the store together.
                    _batcher!.Decide();
                }

                goesOn = await receiving is { } frame && await TakeAsync(frame);
            } while (goesOn);
        }
        finally
        {
            _batcher!.Decide();
        }
    }

    /// <returns>False when the line ends with this frame.</returns>
    private async ValueTask<bool> TakeAsync(EdgeFrame frame)
    {
        if (_isOver)
        {
            // It has been told why.
            frame.Probe?.ForgetTemplate();
            return false;
        }

        if (frame.BodyCase is not EdgeFrame.BodyOneofCase.Probe)
        {
            // Only tracks are waited for, of which there is a window: no other frames keep a track waiting, however many come.
            _batcher!.Decide();
        }

        switch (frame.BodyCase)
        {
            case EdgeFrame.BodyOneofCase.Probe:
                if (Interlocked.Increment(ref _unanswered) > Window)
                {
                    frame.Probe.ForgetTemplate();
                    return Refuse("window-exceeded", $"More than {Window} tracks were sent without waiting for an answer.");
                }

                Take(frame.Probe);
                break;
            case EdgeFrame.BodyOneofCase.Ended:
                metrics.Ended(frame.Ended);
                break;
            case EdgeFrame.BodyOneofCase.Camera:
                _cameras = _cameras.SetItem(new(WireId.Read(frame.Camera.CameraId)), StateOf(frame.Camera.State));
                await AskStoreAsync();
                break;
            case EdgeFrame.BodyOneofCase.Pong:
                break;
            case EdgeFrame.BodyOneofCase.Hello:
                return Refuse("hello-twice", "A connection greets once.");
            case EdgeFrame.BodyOneofCase.None:
                // A newer connector may say more than this server knows.
                break;
        }

        return true;
    }

    /// <summary>One answer for every probe, whatever becomes of it.</summary>
    private void Take(TrackProbe probe)
    {
        if (ProbeCheck.Check(probe, _pack!.Space.Id, _pack.Space.Dimension) is { } refusal)
        {
            probe.ForgetTemplate();
            Send(
                new()
                {
                    Problem = new()
                    {
                        Code = refusal.Code,
                        Detail = refusal.Detail,
                        TrackId = probe.TrackId,
                    },
                }
            );
            Interlocked.Decrement(ref _unanswered);
            return;
        }

        _batcher!.Take(probe);
    }

    private void Answer(ulong track, TrackAnswer answer)
    {
        Send(new() { Decision = Wire(track, answer) });
        Interlocked.Decrement(ref _unanswered);
    }

    private async Task HeartbeatAsync()
    {
        // A timer's call knows nothing of the connection that set it.
        TenantBoundary.ActFor(_device!.Tenant);
        Send(new() { Ping = new() { ServerUnixMs = UnixNow() } });
        _ = LookForRevokedAsync();
        await AskStoreAsync();
    }

    /// <summary>Beside the beats, which go on when the record is slow.</summary>
    private async Task LookForRevokedAsync()
    {
        try
        {
            if ((await lines.EndedAsync(Heartbeat / 2)).Contains(_live!) && !_isOver)
            {
                RefuseUnknown();
                _closing = (WebSocketCloseStatus.PolicyViolation, "this connector was revoked, moved, or its store closed");
                _isOver = true;
                _out.Writer.TryComplete();
                Cut(RevokedGoodbye);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (!_isOver && !_stopping.IsCancellationRequested)
            {
                LogNotLooked(e, _device!.Device);
            }
        }
    }

    /// <summary>Reports the cameras and brings the policy. While the store does not answer, every track is answered as not decided.</summary>
    private async Task AskStoreAsync()
    {
        try
        {
            SendIfNew(await _store!.Heartbeat(new(_line, _device!.Device, _cameras)));
            _storeAnsweredAt = time.GetTimestamp();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (_isOver || _stopping.IsCancellationRequested)
            {
                return;
            }

            nodes?.Suspect();

            // To hang up at once would only bring the connector back at once.
            var givesUp = time.GetElapsedTime(_storeAnsweredAt) >= StoreBackWithin;
            LogStoreSilent(e, _device!.Store, givesUp ? "its connector is disconnected" : "it is asked again");
            if (givesUp)
            {
                Cut(TimeSpan.Zero);
            }
            else
            {
                _beat!.Change(AskAgain, Heartbeat);
            }
        }
    }

    /// <summary>
    /// Numbered by the line, since a connector takes none with a lower number: a store that has started anew counts anew, by whatever
    /// clock its node has.
    /// </summary>
    private void SendIfNew(StorePolicy policy)
    {
        lock (_policies)
        {
            // Of one store's answers an earlier one may come later.
            if (policy.Epoch == _policy?.Epoch && policy.Version <= _policy.Version)
            {
                return;
            }

            _policy = policy;
            Send(new() { Policy = Wire(policy, ++_policiesSent) });
        }
    }

    /// <summary>What a store that does not answer now still has of the line ends by itself.</summary>
    private async Task EndReportsAsync(StoreId store)
    {
        try
        {
            await _store!.LineEnded(_line);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (!_stopping.IsCancellationRequested)
            {
                LogStoreSilent(e, store, "its connector is gone");
            }
        }
    }

    /// <summary>
    /// The next frame; null when the connection has ended or broken the rules. A probe's template lies in the buffer, which is zeroed
    /// when the frame after it is waited for, whatever became of it (R1).
    /// </summary>
    private async Task<EdgeFrame?> ReceiveAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(0, _received).Clear();
        _received = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            if (_received > WireCodec.MaxFrameBytes)
            {
                Refuse(WireCodes.FrameTooLarge, $"A frame has at most {WireCodec.MaxFrameBytes} bytes.");
                return null;
            }

            part = await socket.ReceiveAsync(_buffer.AsMemory(_received, WireCodec.MaxFrameBytes + 1 - _received), cancellation);
            _received += part.Count;
        } while (!part.EndOfMessage);

        if (part.MessageType is WebSocketMessageType.Close)
        {
            return null;
        }

        var decoded = WireCodec.DecodeEdge(_buffer.AsMemory(0, _received));
        if (decoded.Ok)
        {
            return decoded.Value;
        }

        Refuse(decoded.Refusal!.Code, decoded.Refusal.Detail);
        return null;
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var frame in _out.Reader.ReadAllAsync(cancellation))
            {
                var encoded = WireCodec.Encode(frame);
                await socket.SendAsync(encoded.Value!, WebSocketMessageType.Binary, endOfMessage: true, cancellation);
            }

            await socket.CloseOutputAsync(_closing.Status, _closing.Why, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Nobody is there to hear it.
        }
    }

    private void Send(CloudFrame frame)
    {
        // A beat or an answer may come when the last word has been said; it must not cut that word off.
        if (!_out.Writer.TryWrite(frame) && !_isOver)
        {
            // It does not read its answers: to close is all that is left to say.
            socket.Abort();
        }
    }

    private bool RefuseUnknown() =>
        Refuse(
            "device-unknown",
            "This connector is not paired with an open store any more, or its key is another one. Pair it again with a new code."
        );

    /// <summary>Tells the connector why, and ends the conversation. Always false.</summary>
    private bool Refuse(string code, string detail)
    {
        LogRefused(code);
        Send(
            new()
            {
                Problem = new()
                {
                    Code = code,
                    Detail = detail,
                    Fatal = true,
                },
            }
        );
        return false;
    }

    private Policy Wire(StorePolicy policy, ulong version)
    {
        var wire = new Policy
        {
            Version = version,
            Space = _pack!.Space.Id,
            ListValidMs = (uint)ListValid.TotalMilliseconds,
        };
        wire.Cameras.AddRange(
            policy.Cameras.Select(c => new Protocol.V1.CameraPolicy
            {
                CameraId = WireId.From(c.Camera.Value),
                Armed = c.Armed,
                Reason = c.Reason ?? "",
            })
        );
        return wire;
    }

    private static TrackDecision Wire(ulong track, TrackAnswer answer) =>
        new()
        {
            TrackId = track,
            Verdict = answer.Verdict switch
            {
                TrackVerdict.Discard => TrackDecision.Types.Verdict.Discard,
                TrackVerdict.Hold => TrackDecision.Types.Verdict.Hold,
                TrackVerdict.NotDecided => TrackDecision.Types.Verdict.NotDecided,
                TrackVerdict.Match => throw new InvalidOperationException("A match is raised before it is answered."),
            },
            UploadPath = answer.UploadPath ?? "",
            Reason = answer.Reason ?? "",
        };

    private static CameraState StateOf(CameraReport.Types.State state) =>
        state switch
        {
            CameraReport.Types.State.Live => CameraState.Live,
            CameraReport.Types.State.Silent => CameraState.Silent,
            CameraReport.Types.State.Failed => CameraState.Failed,
            CameraReport.Types.State.Unspecified => CameraState.Offline,
        };

    private long UnixNow() => time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(LogLevel.Information, "Connector {Device} of store {Store} is here, running {Software}.")]
    private partial void LogConnected(DeviceId device, StoreId store, string software);

    [LoggerMessage(LogLevel.Information, "Connector {Device} is gone.")]
    private partial void LogDisconnected(DeviceId device);

    [LoggerMessage(LogLevel.Warning, "Whether connector {Device} is still paired could not be looked up.")]
    private partial void LogNotLooked(Exception exception, DeviceId device);

    [LoggerMessage(LogLevel.Warning, "A connector was refused: {Code}.")]
    private partial void LogRefused(string code);

    [LoggerMessage(LogLevel.Error, "Tracks of store {Store} could not be decided.")]
    private partial void LogUndecided(Exception exception, StoreId store);

    [LoggerMessage(LogLevel.Error, "Store {Store} does not answer; {Consequence}.")]
    private partial void LogStoreSilent(Exception exception, StoreId store, string consequence);
}
