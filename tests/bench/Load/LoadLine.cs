using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Bench.Load;

/// <summary>What one connector may ask: faces that nobody lists, and listed ones, each of which is asked about once.</summary>
internal sealed record LoadFaces(IReadOnlyList<ProbeFrames.Frame> Strangers, Queue<ProbeFrames.Frame> Listed, int StrangersPerListed);

/// <summary>What one line has seen in one part of the measurement. Times are milliseconds from sending a probe, or from when it was due.</summary>
internal sealed class LoadTally
{
    public List<double> Answers { get; } = [];

    public List<(Guid Alert, long SentAt)> Alerts { get; } = [];

    public HashSet<string> Troubles { get; } = [];
}

/// <summary>
/// A connector's line to the server without cameras and without a library: a socket, frames made beforehand, and a reader that knows
/// the few frames the server sends.
/// </summary>
internal sealed class LoadLine : IAsyncDisposable
{
    /// <summary>The server's window: so many probes may wait for their answers.</summary>
    public const int Window = 32;

    /// <summary>Tracks whose sending time is remembered: far more than wait, since a slow answer lets others pass.</summary>
    private const int Remembered = 4096;

    private const byte Close = 0x88;
    private const byte Binary = 0x82;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _in = new byte[64 * 1024];
    private readonly byte[] _out;
    private readonly long[] _sentAt = new long[Remembered];
    private readonly ConcurrentQueue<ulong> _answered = new();
    private readonly SyntheticStore _store;
    private readonly EmbeddingSpace _space;
    private readonly LoadFaces _faces;
    private readonly ProbeFrames.Frame _ended;
    private readonly TimeProvider _time;
    private Task _reading = Task.CompletedTask;
    private ulong _nextTrack = ProbeFrames.FirstTrack;
    private int _unanswered;
    private int _isSending;
    private volatile bool _closing;

    private LoadLine(SyntheticStore store, EmbeddingSpace space, LoadFaces faces, TimeProvider time)
    {
        (_store, _space, _faces, _time) = (store, space, faces, time);
        _ended = ProbeFrames.Ended(store.Camera);
        _out = new byte[2 * Window * (faces.Strangers[0].Bytes.Length + _ended.Bytes.Length)];
    }

    /// <summary>Where answers are counted; null while nobody measures.</summary>
    public LoadTally? Tally { get; set; }

    public long AnsweredSoFar => (long)(_nextTrack - ProbeFrames.FirstTrack) - _unanswered;

    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>How many probes the line keeps waiting by itself: each answer brings the next probe. 0: it sends when told to.</summary>
    public int Keeps { get; set; }

    /// <summary>Connects and waits until the server lets the camera match.</summary>
    public static async Task<LoadLine> ConnectAsync(
        Uri server,
        SyntheticStore store,
        EmbeddingSpace space,
        LoadFaces faces,
        TimeProvider time
    )
    {
        var line = new LoadLine(store, space, faces, time);
        await line._socket.ConnectAsync(server.Host, server.Port);
        await line.UpgradeAsync(server);
        line._reading = line.ReadAsync();
        if (await Task.WhenAny(line._armed.Task, line._reading) == line._reading)
        {
            await line._reading;
            throw new CommandRefusedException("The server ended a connector's line before its camera was armed.");
        }

        return line;
    }

    /// <summary>Sends probes until <see cref="Keeps"/> wait.</summary>
    public Task FillAsync() => TryBeginSending() ? SendAsync(Keeps - _unanswered, Stopwatch.GetTimestamp()) : Task.CompletedTask;

    /// <summary>Sends one probe; false when the window is full, so that it can only be late.</summary>
    /// <param name="dueAt">When it should have been sent: what the server owes is counted from there.</param>
    public bool TrySend(long dueAt)
    {
        if (Unanswered >= Window || !TryBeginSending())
        {
            return false;
        }

        _ = SendAsync(1, dueAt);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _socket.Dispose();
        await _reading;
        _store.Connector.Key.Dispose();
    }

    private async Task UpgradeAsync(Uri server)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await _socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET /edge/stream HTTP/1.1\r\nHost: {server.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
            )
        );

        // Byte by byte to the end of the headers: the first frame may follow at once.
        var length = 0;
        while (!_in.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            length += await _socket.ReceiveAsync(_in.AsMemory(length, 1)) is > 0 and var read
                ? read
                : throw new CommandRefusedException("The server ended a connector's line at once.");
        }

        if (!_in.AsSpan(0, length).StartsWith("HTTP/1.1 101"u8))
        {
            throw new CommandRefusedException("The server did not open a WebSocket for a connector.");
        }
    }

    private bool TryBeginSending() => Interlocked.CompareExchange(ref _isSending, 1, 0) == 0;

    /// <summary>Sends probes, and with them what became of the tracks that were answered; ends the sending that was begun.</summary>
    private async Task SendAsync(int probes, long dueAt)
    {
        var length = 0;
        for (var i = 0; i < probes; i++)
        {
            var frame =
                _faces.Listed.Count > 0 && (_nextTrack - ProbeFrames.FirstTrack + 1) % (ulong)_faces.StrangersPerListed == 0
                    ? _faces.Listed.Dequeue()
                    : _faces.Strangers[(int)(_nextTrack % (ulong)_faces.Strangers.Count)];
            _sentAt[_nextTrack % Remembered] = dueAt;
            length += frame.CopyTo(_out.AsSpan(length), _nextTrack++);
        }

        for (var i = 0; i < Window && _answered.TryDequeue(out var track); i++)
        {
            length += _ended.CopyTo(_out.AsSpan(length), track);
        }

        Interlocked.Add(ref _unanswered, probes);
        try
        {
            for (var sent = 0; sent < length; )
            {
                sent += await _socket.SendAsync(_out.AsMemory(sent, length - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reader tells why.
        }

        Volatile.Write(ref _isSending, 0);
    }

    private async Task ReadAsync()
    {
        var (start, end) = (0, 0);
        try
        {
            while (await _socket.ReceiveAsync(_in.AsMemory(end)) is > 0 and var read)
            {
                end += read;
                var seenAt = Stopwatch.GetTimestamp();
                while (Take(_in.AsSpan(start, end - start), seenAt) is > 0 and var taken)
                {
                    start += taken;
                }

                _in.AsSpan(start, end - start).CopyTo(_in);
                (start, end) = (0, end - start);
                if (Keeps > _unanswered)
                {
                    await FillAsync();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either side has hung up.
        }

        if (!_closing)
        {
            Tally?.Troubles.Add("The server ended a connector's line.");
        }
    }

    /// <summary>Takes one whole frame; gives its bytes, 0 when it is not all there.</summary>
    private int Take(ReadOnlySpan<byte> bytes, long seenAt)
    {
        if (bytes.Length < 4)
        {
            return 0;
        }

        var (header, length) = bytes[1] switch
        {
            < 126 => (2, bytes[1]),
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            _ => throw new CommandRefusedException("The server sent a frame longer than the wire allows."),
        };
        if (bytes.Length < header + length)
        {
            return 0;
        }

        var payload = bytes.Slice(header, length);
        if (bytes[0] is Close)
        {
            Tally?.Troubles.Add("The server closed a connector's line.");
        }
        else if (bytes[0] is Binary && !TakeDiscard(payload, seenAt))
        {
            Take(WireCodec.DecodeCloud(payload).Value!, seenAt);
        }

        return header + length;
    }

    /// <summary>
    /// Nearly all frames are this one, so it is read without a parser: version, decision (field 4), its length, track (field 1, five
    /// bytes), verdict (field 2) discard.
    /// </summary>
    private bool TakeDiscard(ReadOnlySpan<byte> payload, long seenAt)
    {
        if (payload is not [WireCodec.Version, 0x22, 8, 0x08, _, _, _, _, _, 0x10, (byte)TrackDecision.Types.Verdict.Discard])
        {
            return false;
        }

        var track = 0ul;
        for (var i = 0; i < 5; i++)
        {
            track |= (ulong)(payload[4 + i] & 0x7f) << (7 * i);
        }

        Answered(track, seenAt);
        return true;
    }

    private void Take(CloudFrame frame, long seenAt)
    {
        switch (frame.BodyCase)
        {
            case CloudFrame.BodyOneofCase.Challenge:
                _ = _socket.SendAsync(
                    ProbeFrames.Plain(new() { Hello = _store.Connector.Answer(frame.Challenge, _space, _time.GetUtcNow()) })
                );
                break;
            case CloudFrame.BodyOneofCase.Policy when frame.Policy.Cameras.Any(c => c.Armed):
                _armed.TrySetResult();
                break;
            case CloudFrame.BodyOneofCase.Decision when frame.Decision.Verdict is TrackDecision.Types.Verdict.Hold:
                // /edge/evidence/TENANT/ALERT/SECRET
                Tally?.Alerts.Add((Guid.Parse(frame.Decision.UploadPath.Split('/')[4]), _sentAt[frame.Decision.TrackId % Remembered]));
                Answered(frame.Decision.TrackId, seenAt);
                break;
            case CloudFrame.BodyOneofCase.Decision:
                // Not a face that was matched: it counts as trouble, not as an answer.
                Tally?.Troubles.Add($"Not decided: {frame.Decision.Reason}");
                Interlocked.Decrement(ref _unanswered);
                break;
            case CloudFrame.BodyOneofCase.Problem:
                Tally?.Troubles.Add($"Refused: {frame.Problem.Detail}");
                break;
        }
    }

    private void Answered(ulong track, long seenAt)
    {
        Tally?.Answers.Add(Stopwatch.GetElapsedTime(_sentAt[track % Remembered], seenAt).TotalMilliseconds);
        _answered.Enqueue(track);
        Interlocked.Decrement(ref _unanswered);
    }
}
