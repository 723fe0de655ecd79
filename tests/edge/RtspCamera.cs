using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RetailGuard.Edge.Capture;

namespace RetailGuard.Tests.Edge;

/// <summary>
/// A network camera on loopback that shows a film again and again: RTSP with its packets on the same line. It can be told to give time
/// stamps as real cameras sometimes do, and to keep its key frames back.
/// </summary>
internal sealed class RtspCamera : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _film;
    private readonly Task _serving;
    private readonly ConcurrentQueue<string> _signIns = new();
    private long _sent;

    public RtspCamera(string film)
    {
        _film = film;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Changes a packet's time stamp, in ticks of a 90,000th of a second.</summary>
    public Func<uint, uint> Stamp { get; set; } = stamp => stamp;

    /// <summary>Packets of key frames are left out.</summary>
    public volatile bool WithoutKeyFrames;

    /// <summary>Asks for a user and password; whatever comes is taken.</summary>
    public bool AsksToSignIn { get; init; }

    /// <summary>user:password of each request that carried them.</summary>
    public IReadOnlyCollection<string> SignIns => _signIns;

    /// <summary>Packets sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
            {
                lines.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var packets = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var folder = Directory.CreateTempSubdirectory("retailguard-camera-").FullName;
        var sdp = Path.Combine(folder, "camera.sdp");
        using var sender = Play(((IPEndPoint)packets.Client.LocalEndPoint!).Port, sdp);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task? sending = null;
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                using var turn = new SemaphoreSlim(1);
                while (await RequestAsync(stream, over.Token) is { } request)
                {
                    var body =
                        request.StartsWith("DESCRIBE", StringComparison.Ordinal) && SignedIn(request)
                            ? await DescribeAsync(sdp, over.Token)
                            : "";
                    await turn.WaitAsync(over.Token);
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer(request, body)), over.Token);
                    turn.Release();
                    if (request.StartsWith("PLAY", StringComparison.Ordinal) && SignedIn(request))
                    {
                        sending = SendAsync(packets, stream, turn, over.Token);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The other end has gone, or the test is over.
        }
        finally
        {
            await over.CancelAsync();
            sender.Kill();
            await (sending ?? Task.CompletedTask);
            Directory.Delete(folder, recursive: true);
        }
    }

    private Process Play(int port, string sdp)
    {
        string[] arguments = ["-nostdin", "-loglevel", "error", "-re", "-stream_loop", "-1", "-i", _film, "-an", "-c:v", "copy"];
        string[] target = ["-f", "rtp", "-sdp_file", sdp, $"rtp://127.0.0.1:{port}?pkt_size=1200"];
        return Process.Start(
            new ProcessStartInfo(FfmpegBinary.Find().Path, [.. arguments, .. target])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private bool SignedIn(string request)
    {
        const string Basic = "Authorization: Basic ";
        if (request.IndexOf(Basic, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            _signIns.Enqueue(Encoding.UTF8.GetString(Convert.FromBase64String(request[(at + Basic.Length)..].Split('\r')[0])));
            return true;
        }

        return !AsksToSignIn;
    }

    private string Answer(string request, string body)
    {
        var (method, number) = (request.Split(' ')[0], request.Split("CSeq: ")[1].Split('\r')[0]);
        var (status, more) =
            method is "OPTIONS" ? ("200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n")
            : !SignedIn(request) ? ("401 Unauthorized", "WWW-Authenticate: Basic realm=\"camera\"\r\n")
            : method is "DESCRIBE" ? ("200 OK", "Content-Type: application/sdp\r\n")
            : method is "SETUP" ? ("200 OK", "Session: 1;timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n")
            : ("200 OK", "Session: 1\r\n");
        return $"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }

    private static async Task<string> DescribeAsync(string sdp, CancellationToken stop)
    {
        while (!File.Exists(sdp) || !(await File.ReadAllTextAsync(sdp, stop)).Contains("a=fmtp", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        var lines = (await File.ReadAllLinesAsync(sdp, stop)).Where(line =>
            line.Length > 1 && !line.StartsWith("c=", StringComparison.Ordinal)
        );
        return string.Concat(
                lines.Select(line => (line.StartsWith("m=video", StringComparison.Ordinal) ? "m=video 0 RTP/AVP 96" : line) + "\r\n")
            ) + "a=control:track1\r\n";
    }

    private async Task SendAsync(UdpClient packets, NetworkStream stream, SemaphoreSlim turn, CancellationToken stop)
    {
        try
        {
            ushort number = 0;
            while (true)
            {
                var packet = (await packets.ReceiveAsync(stop)).Buffer;
                if (WithoutKeyFrames && IsOfKeyFrame(packet.AsSpan(12)))
                {
                    continue;
                }

                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), ++number);
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), Stamp(BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4))));
                byte[] framed = [(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet];
                await turn.WaitAsync(stop);
                await stream.WriteAsync(framed, stop);
                turn.Release();
                Interlocked.Increment(ref _sent);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other end has gone, or the test is over.
        }
    }

    // H.264 in RTP (RFC 6184): a picture's slice is 5 where it stands alone, in several packets (28), or with others in one (24).
    private static bool IsOfKeyFrame(ReadOnlySpan<byte> payload)
    {
        const int KeySlice = 5;
        var kind = payload[0] & 31;
        if (kind == 24)
        {
            for (var at = 1; at + 2 < payload.Length; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(payload[at..]))
            {
                if ((payload[at + 2] & 31) == KeySlice)
                {
                    return true;
                }
            }
        }

        return kind == KeySlice || (kind == 28 && (payload[1] & 31) == KeySlice);
    }

    /// <returns>A request's head; null when the other end has gone. Its reports on the packets are skipped.</returns>
    private static async Task<string?> RequestAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop) == 1)
        {
            if (head.Length == 0 && one[0] == '$')
            {
                var length = new byte[3];
                await stream.ReadExactlyAsync(length, stop);
                await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(length.AsSpan(1))], stop);
                continue;
            }

            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                return head.ToString();
            }
        }

        return null;
    }
}
