using System.Net.WebSockets;
using System.Security.Cryptography;
using RetailGuard.Matching;
using RetailGuard.Protocol.V1;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Testing;

/// <summary>A connector that is paired with a store and not connected yet.</summary>
public sealed record PairedConnector(IServer Server, Guid Device, ECDsa Key)
{
    /// <summary>The answer to a challenge that a sound connector gives.</summary>
    public Hello Answer(Challenge challenge, string space, int dimension) =>
        new ConnectorIdentity(Device, Key).Answer(challenge, new EmbeddingSpace(space, dimension), Server.Now);
}

/// <summary>A connector's line to the cloud, and what a test waits for on it.</summary>
public sealed class Connector : IAsyncDisposable
{
    private readonly ConnectorLine _line;

    private Connector(ConnectorLine line) => _line = line;

    /// <summary>The answers to pings can be left out, as by a connector that hangs.</summary>
    public bool AnswersPings
    {
        get => _line.AnswersPings;
        set => _line.AnswersPings = value;
    }

    /// <summary>What the cloud said when it hung up; null when it did not say goodbye.</summary>
    public WebSocketCloseStatus? Goodbye => _line.Goodbye;

    /// <summary>Connects and says nothing yet; the challenge is the first frame to come.</summary>
    public static async Task<Connector> DialAsync(Uri server) => new(await ConnectorLine.DialAsync(server, CancellationToken.None));

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
        _line.Probe(camera, reader.Pack.Space, template, capturedAt);

    /// <summary>Sends a probe and waits for its decision. Several may wait at once.</summary>
    public Task<TrackDecision> AskAsync(TrackProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return WaitLimit.WaitAsync(limit => _line.AskAsync(probe, limit), $"the decision on track {probe.TrackId}", Seen);
    }

    public Task SendAsync(EdgeFrame frame) => _line.SendAsync(frame);

    /// <summary>Any bytes, whether or not they are a frame.</summary>
    public Task SendBytesAsync(byte[] message) => _line.SendBytesAsync(message);

    /// <summary>Waits for the cloud's next ping and gives its clock, Unix milliseconds.</summary>
    public Task<long> NextPingAsync() => WaitLimit.WaitAsync(limit => _line.Pings.ReadAsync(limit).AsTask(), "a ping", Seen);

    public Task<CloudFrame> NextAsync(CloudFrame.BodyOneofCase kind) => NextAsync(f => f.BodyCase == kind, kind.ToString());

    /// <summary>The next frame that fits; frames before it are passed over.</summary>
    public Task<CloudFrame> NextAsync(Func<CloudFrame, bool> fits, string expected) =>
        WaitLimit.WaitAsync(
            async limit =>
            {
                while (true)
                {
                    var frame = await _line.Frames.ReadAsync(limit);
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
        WaitLimit.WaitAsync(
            async limit =>
            {
                await _line.Ended.WaitAsync(limit);
                return true;
            },
            "the end of the connection",
            Seen
        );

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private string Seen() => _line.Received;
}
