using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Edge;

/// <summary>
/// The cloud's side of the wire on a loopback port: it challenges, answers as the test says, and keeps what it was sent.
/// </summary>
internal sealed class LoopbackCloud : IAsyncDisposable
{
    public static readonly Guid DeviceId = new("0d0d0d0d-1111-2222-3333-444444444444");

    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<EdgeFrame> _received = [];
    private readonly ConcurrentDictionary<WebSocket, SemaphoreSlim> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoopbackCloud(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>The paired device's key; null accepts any signature of the right length.</summary>
    public byte[]? PublicKey { get; set; }

    public string PairingCode { get; init; } = "ABCD-EFGH";

    public Welcome Welcome { get; init; } =
        new()
        {
            ConnectionId = "test",
            HeartbeatMs = 1000,
            Window = 16,
        };

    /// <summary>Sent after the welcome.</summary>
    public Policy Policy { get; init; } = new();

    /// <summary>Whether the cloud pings.</summary>
    public bool Pings { get; set; } = true;

    /// <summary>Sent instead of the welcome.</summary>
    public Problem? Refuses { get; set; }

    /// <summary>The answer to each probe; null for none.</summary>
    public Func<TrackProbe, TrackDecision?> Decide { get; set; } = Discard;

    /// <summary>Where it sends every plain request instead of answering it, with 307; null for nowhere.</summary>
    public Uri? RedirectsTo { get; set; }

    /// <summary>Answers to a PUT of a crop, in order; then 204.</summary>
    public ConcurrentQueue<int> UploadAnswers { get; } = new();

    public ConcurrentQueue<(string Path, byte[] Jpeg)> Crops { get; } = new();

    public int MostUnanswered { get; private set; }

    public int Connections { get; private set; }

    public static TrackDecision Discard(TrackProbe probe) =>
        new() { TrackId = probe.TrackId, Verdict = TrackDecision.Types.Verdict.Discard };

    public static TrackDecision Hold(TrackProbe probe) =>
        new()
        {
            TrackId = probe.TrackId,
            Verdict = TrackDecision.Types.Verdict.Hold,
            UploadPath = $"/edge/crops/{probe.TrackId}",
        };

    /// <summary>A policy for some cameras, all armed.</summary>
    public static Policy Arms(string space, params Guid[] cameras)
    {
        var policy = new Policy
        {
            Version = 1,
            Space = space,
            ListValidMs = 30_000,
        };
        policy.Cameras.AddRange(cameras.Select(id => new CameraPolicy { CameraId = WireId.From(id), Armed = true }));
        return policy;
    }

    public static async Task<LoopbackCloud> StartAsync(Policy policy, Welcome? welcome = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var cloud = welcome is null
            ? new LoopbackCloud(app) { Policy = policy }
            : new LoopbackCloud(app) { Policy = policy, Welcome = welcome };
        app.UseWebSockets();
        app.Use(
            (context, next) =>
            {
                if (cloud.RedirectsTo is not { } elsewhere || context.WebSockets.IsWebSocketRequest)
                {
                    return next(context);
                }

                context.Response.Redirect(new Uri(elsewhere, context.Request.Path).AbsoluteUri, permanent: false, preserveMethod: true);
                return Task.CompletedTask;
            }
        );
        app.MapGet("/edge/stream", cloud.ServeAsync);
        app.MapPost("/edge/pair", cloud.PairAsync);
        app.MapPut("/edge/crops/{id}", cloud.TakeCropAsync);
        await app.StartAsync();
        cloud.Address = new Uri(app.Urls.Single());
        return cloud;
    }

    public IReadOnlyList<TrackProbe> Probes => Received(frame => frame.Probe);

    public IReadOnlyList<TrackEnded> Ended => Received(frame => frame.Ended);

    public IReadOnlyList<CameraReport> Reports => Received(frame => frame.Camera);

    /// <summary>Waits until a condition holds; it is looked at after each frame and, for what does not reach the cloud, on a clock.</summary>
    /// <param name="what">For the message when it does not in time.</param>
    /// <param name="condition">Of what the cloud was sent, or of the connector's own status.</param>
    public async Task UntilAsync(string what, Func<bool> condition)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var tick = clock.WaitForNextTickAsync().AsTask();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (condition())
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(started) > WaitLimit)
            {
                throw new TimeoutException($"Waited {WaitLimit.TotalSeconds} s for {what}. Seen: {Summary()}");
            }

            if (await Task.WhenAny(changed, tick) == tick)
            {
                tick = clock.WaitForNextTickAsync().AsTask();
            }
        }
    }

    public async Task SendAsync(CloudFrame frame)
    {
        foreach (var socket in _connections.Keys)
        {
            await SendAsync(socket, WireCodec.Encode(frame).Value!);
        }
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(byte[] message)
    {
        foreach (var socket in _connections.Keys)
        {
            await SendAsync(socket, message);
        }
    }

    /// <summary>Breaks all connections without a goodbye.</summary>
    public void Break()
    {
        foreach (var socket in _connections.Keys)
        {
            socket.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Break();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _connections[socket] = new SemaphoreSlim(1);
        try
        {
            var nonce = RandomNumberGenerator.GetBytes(FieldCheck.NonceBytes);
            await SendAsync(
                socket,
                new CloudFrame
                {
                    Challenge = new Challenge
                    {
                        Nonce = ByteString.CopyFrom(nonce),
                        ServerUnixMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
                    },
                }
            );
            if ((await ReceiveAsync(socket))?.Hello is not { } hello || !Accepts(hello, nonce))
            {
                Refuses ??= new Problem
                {
                    Code = "signature-wrong",
                    Detail = "The signature is wrong.",
                    Fatal = true,
                };
            }

            if (Refuses is { } refusal)
            {
                await SendAsync(socket, new CloudFrame { Problem = refusal });
                return;
            }

            await SendAsync(socket, new CloudFrame { Welcome = Welcome });
            await SendAsync(socket, new CloudFrame { Policy = Policy });
            lock (_lock)
            {
                Connections++;
            }

            Changed();
            _ = PingAsync(socket);
            var unanswered = 0;
            while (await ReceiveAsync(socket) is { } frame)
            {
                if (frame.Probe is { } probe)
                {
                    lock (_lock)
                    {
                        MostUnanswered = Math.Max(MostUnanswered, ++unanswered);
                    }

                    if (Decide(probe) is { } decision)
                    {
                        unanswered--;
                        await SendAsync(socket, new CloudFrame { Decision = decision });
                    }
                }

                lock (_lock)
                {
                    _received.Add(frame);
                }

                Changed();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connector went away, or the test broke the connection.
        }
        finally
        {
            _connections.TryRemove(socket, out _);
        }
    }

    private bool Accepts(Hello hello, byte[] nonce) =>
        WireId.Read(hello.DeviceId) == DeviceId && (PublicKey is null || DeviceSignature.Verify(PublicKey, nonce, hello.Signature.Span));

    private async Task PingAsync(WebSocket socket)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(Welcome.HeartbeatMs / 2.0));
        try
        {
            while (await clock.WaitForNextTickAsync(_stop.Token) && socket.State == WebSocketState.Open)
            {
                if (Pings)
                {
                    await SendAsync(socket, new CloudFrame { Ping = new Ping { ServerUnixMs = 1 } });
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    private async Task<EdgeFrame?> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[WireCodec.MaxFrameBytes];
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
            length += part.Count;
        } while (!part.EndOfMessage);

        if (part.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        var frame = WireCodec.DecodeEdge(buffer.AsMemory(0, length));
        return frame.Ok ? frame.Value : throw new InvalidDataException($"The connector sent: {frame.Refusal!.Detail}");
    }

    private Task SendAsync(WebSocket socket, CloudFrame frame) => SendAsync(socket, WireCodec.Encode(frame).Value!);

    private async Task SendAsync(WebSocket socket, byte[] message)
    {
        if (_connections.TryGetValue(socket, out var turn))
        {
            await turn.WaitAsync(_stop.Token);
            try
            {
                await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _stop.Token);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    private sealed record PairRequest(string Code, byte[] PublicKey);

    private async Task PairAsync(HttpContext context)
    {
        var request = (await context.Request.ReadFromJsonAsync<PairRequest>())!;
        if (request.Code != PairingCode || !DeviceSignature.IsPublicKey(request.PublicKey))
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            var problem = new { code = "pairing-code-invalid", detail = "This pairing code is not known, or has been used." };
            await context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json");
            return;
        }

        PublicKey = request.PublicKey;
        await context.Response.WriteAsJsonAsync(
            new
            {
                deviceId = DeviceId,
                tenant = new { id = Guid.Empty, name = "Group 1" },
                store = new { id = Guid.Empty, name = "Store 1" },
                cameras = Policy.Cameras.Select((camera, i) => new { id = WireId.Read(camera.CameraId), name = $"Camera {i + 1}" }),
            }
        );
    }

    private async Task TakeCropAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var status = UploadAnswers.TryDequeue(out var answer) ? answer : StatusCodes.Status204NoContent;
        if (status == StatusCodes.Status204NoContent)
        {
            Crops.Enqueue((context.Request.Path, body.ToArray()));
        }

        context.Response.StatusCode = status;
        Changed();
    }

    private List<T> Received<T>(Func<EdgeFrame, T?> kind)
        where T : class
    {
        lock (_lock)
        {
            return [.. _received.Select(kind).OfType<T>()];
        }
    }

    private void Changed() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private string Summary() =>
        $"{Connections} connections, {Probes.Count} probes, ended [{string.Join(", ", Ended.Select(ended => ended.Fate))}], "
        + $"cameras [{string.Join(", ", Reports.Select(report => $"{report.State} {report.Detail}").Distinct())}], {Crops.Count} crops";
}
