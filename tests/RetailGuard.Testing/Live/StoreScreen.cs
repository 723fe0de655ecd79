using System.Text.Json;
using System.Threading.Channels;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Testing;

/// <summary>
/// A tablet's screen: keeps what the live line says as the tablet does, and holds the line to its promises on the way:
/// a snapshot first, then changes numbered without gaps, or a new snapshot.
/// </summary>
public sealed class StoreScreen : IAsyncDisposable
{
    private readonly Channel<LiveMessage> _messages = Channel.CreateUnbounded<LiveMessage>();
    private readonly Dictionary<Guid, JsonElement> _alerts = [];
    private readonly List<(string Kind, JsonElement Content)> _seen = [];

    private HubLine? _line;

    private StoreScreen() { }

    /// <summary>Of the last message that changed something.</summary>
    public long Version { get; private set; }

    public JsonElement Store { get; private set; }

    public IReadOnlyDictionary<Guid, JsonElement> Alerts => _alerts;

    /// <summary>Every message so far.</summary>
    public IReadOnlyList<(string Kind, JsonElement Content)> Seen => _seen;

    /// <summary>Whether the server has ended the line.</summary>
    public bool IsCut => _line!.Ended.IsCompleted;

    /// <summary>Connects and waits for the snapshot.</summary>
    public static async Task<StoreScreen> OpenAsync(Api person)
    {
        var screen = await DialAsync(person);
        await screen.UntilAsync(s => s.Version > 0, "the first snapshot");
        return screen;
    }

    /// <summary>Connects a screen that may never get a snapshot.</summary>
    public static async Task<StoreScreen> DialAsync(Api person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var screen = new StoreScreen();
        screen._line = await HubLine.ConnectAsync(
            person.Server,
            person.Token,
            message => screen._messages.Writer.WriteAsync(message).AsTask(),
            TimeProvider.System,
            CancellationToken.None
        );
        _ = screen._line.Ended.ContinueWith(_ => screen._messages.Writer.TryComplete(), TaskScheduler.Default);
        return screen;
    }

    /// <summary>Reads on until the screen shows something.</summary>
    public Task UntilAsync(Func<StoreScreen, bool> shows, string expected) =>
        WaitLimit.WaitAsync(
            async limit =>
            {
                while (!shows(this))
                {
                    Take(await _messages.Reader.ReadAsync(limit));
                }

                return true;
            },
            expected,
            Describe
        );

    /// <summary>Reads on until an alert is in a state.</summary>
    public async Task<JsonElement> UntilAsync(Guid alert, string state)
    {
        await UntilAsync(
            s => s.Alerts.TryGetValue(alert, out var shown) && shown.GetProperty("state").GetString() == state,
            $"alert {alert} {state}"
        );
        return _alerts[alert];
    }

    /// <summary>Reads on until a further message of a kind.</summary>
    public async Task<JsonElement> NextAsync(string kind)
    {
        var before = _seen.Count;
        await UntilAsync(s => s._seen.Skip(before).Any(m => m.Kind == kind), $"a {kind}");
        return _seen[^1].Content;
    }

    /// <summary>Reads until the server ends the line.</summary>
    public Task EndedAsync() =>
        WaitLimit.WaitAsync(
            async limit =>
            {
                await foreach (var message in _messages.Reader.ReadAllAsync(limit))
                {
                    Take(message);
                }

                return true;
            },
            "the end of the line",
            Describe
        );

    public ValueTask DisposeAsync() => _line?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string Describe() =>
        string.Join(", ", _seen.TakeLast(20).Select(m => $"{m.Kind} {(m.Content.TryGetProperty("version", out var v) ? v : default)}"));

    private void Take(LiveMessage message)
    {
        _seen.Add((message.Kind, message.Content));
        switch (message.Kind)
        {
            case "snapshot":
                var version = message.Content.GetProperty("version").GetInt64();
                Promise(version >= Version, $"a snapshot of version {version} came after version {Version}");
                (Version, Store) = (version, message.Content.GetProperty("store"));
                _alerts.Clear();
                break;
            case "delta":
                Follow(message.Content);
                break;
            case "store":
                Follow(message.Content);
                Store = message.Content.GetProperty("store");
                break;
            case "pulse":
                var pulse = message.Content.GetProperty("version").GetInt64();
                Promise(pulse == Version, $"a pulse of version {pulse} came after version {Version}");
                break;
        }

        foreach (var alert in message.Alerts)
        {
            _alerts[alert.GetProperty("id").GetGuid()] = alert;
        }
    }

    private void Follow(JsonElement change)
    {
        var version = change.GetProperty("version").GetInt64();
        Promise(version == Version + 1, $"change {version} came after version {Version}");
        Version = version;
    }

    private static void Promise(bool kept, string broken)
    {
        if (!kept)
        {
            throw new BrokenPromiseException($"The line broke its promise: {broken}.");
        }
    }
}

public sealed class BrokenPromiseException(string message) : Exception(message);
