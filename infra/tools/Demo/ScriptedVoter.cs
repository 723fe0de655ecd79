using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tools.Demo;

/// <summary>What staff do with a confirmed alert.</summary>
internal enum ConfirmedPath
{
    /// <summary>The in-aisle check says yes; staff observe.</summary>
    Observe,

    /// <summary>The person in front of staff is somebody else: nothing is done.</summary>
    SomebodyElse,

    /// <summary>The person disputes it.</summary>
    Dispute,
}

/// <summary>What the scripted voters have seen together.</summary>
internal sealed class VoterTally
{
    /// <summary>Alerts that reached a tablet.</summary>
    public ConcurrentDictionary<Guid, bool> Alerts { get; } = new();

    /// <summary>Camera to tablet, ms, per alert: the first tablet that had both pictures to show.</summary>
    public ConcurrentDictionary<Guid, double> CameraToTablet { get; } = new();

    /// <summary>Alerts that ended, by state; each counted once.</summary>
    public ConcurrentDictionary<Guid, string> Ended { get; } = new();

    /// <summary>
    /// Drills that are over, and whether they were decided: one gives way to a real alert. They were no alerts, and what their pictures
    /// show says nothing about matching; which the voters learn only now.
    /// </summary>
    public ConcurrentDictionary<Guid, bool> Drills { get; } = new();

    /// <summary>What was seen of alerts, without drills.</summary>
    public List<T> OfAlerts<T>(ConcurrentDictionary<Guid, T> seen) =>
        [.. seen.Where(one => !Drills.ContainsKey(one.Key)).Select(one => one.Value)];

    /// <summary>What was done with confirmed alerts, in turn: so that every path is walked.</summary>
    public ConcurrentDictionary<Guid, ConfirmedPath> Walked { get; } = new();

    private int _confirmed;

    public ConfirmedPath NextPath() =>
        (ConfirmedPath)((Interlocked.Increment(ref _confirmed) - 1) % Enum.GetValues<ConfirmedPath>().Length);

    /// <summary>Subject named by each alert's enrolment picture, and the subject that the camera really showed.</summary>
    public ConcurrentDictionary<Guid, (string Named, string Shown)> Subjects { get; } = new();

    public ConcurrentBag<string> Troubles { get; } = [];
}

/// <summary>
/// One person with one tablet, through the public API and the hub as the tablet app does: signs in by PIN, looks at both pictures
/// of each alert, votes, and records the outcome once confirmed. Knows subjects by their enrolment pictures, as a person would.
/// </summary>
internal sealed class ScriptedVoter(
    string name,
    ApiClient api,
    IReadOnlyDictionary<string, string> portraits,
    Func<JsonElement, CancellationToken, Task<string>> shownBy,
    VoterTally tally,
    TimeProvider time
) : IAsyncDisposable
{
    /// <summary>Every so many alerts this person cannot tell, so that rejections happen too; 0 for never.</summary>
    public int UnsureEvery { get; init; }

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, bool> _taken = new();
    private HubLine? _line;
    private DateTimeOffset _connectedAt = DateTimeOffset.MaxValue;
    private int _seen;

    public async Task StartAsync(CancellationToken cancellation)
    {
        _line = await HubLine.ConnectAsync(api.Server, api.Token!, m => Hear(m, cancellation), time, cancellation);
        _connectedAt = time.GetUtcNow();
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is not null)
        {
            await _line.DisposeAsync();
        }

        api.Dispose();
    }

    // Looking and voting take time; the line goes on being read meanwhile, so that arrivals are stamped when they arrive.
    private Task Hear(LiveMessage message, CancellationToken cancellation)
    {
        foreach (var alert in message.Alerts)
        {
            _ = ActSafelyAsync(alert, message.ArrivedAt, cancellation);
        }

        return Task.CompletedTask;
    }

    private async Task ActSafelyAsync(JsonElement alert, DateTimeOffset arrivedAt, CancellationToken cancellation)
    {
        try
        {
            await ActAsync(alert, arrivedAt, cancellation);
        }
        catch (Exception e) when (e is RefusedException or HttpRequestException)
        {
            tally.Troubles.Add($"{name}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            // The demo ends.
        }
    }

    private async Task ActAsync(JsonElement alert, DateTimeOffset arrivedAt, CancellationToken cancellation)
    {
        var id = alert.GetProperty("id").GetGuid();
        switch (alert.GetProperty("state").GetString())
        {
            case "voting" when !alert.GetProperty("voted").GetBoolean() && _taken.TryAdd(id, true):
                tally.Alerts.TryAdd(id, true);

                // Only what this tablet was there for: an alert from before it was connected was not late.
                if (alert.GetProperty("capturedAt").GetDateTimeOffset() is var capturedAt && capturedAt > _connectedAt)
                {
                    tally.CameraToTablet.TryAdd(id, (arrivedAt - capturedAt).TotalMilliseconds);
                }

                await VoteAsync(id, alert, cancellation);
                break;
            case "confirmed" when tally.Ended.TryAdd(id, "confirmed"):
                await GoToThePersonAsync(id, alert.GetProperty("version").GetInt32());
                break;
            case "drill":
                tally.Drills[id] = alert.GetProperty("drill").GetProperty("correct").ValueKind is not JsonValueKind.Null;
                break;
            case "rejected" or "expired":
                tally.Ended.TryAdd(id, alert.GetProperty("state").GetString()!);
                break;
        }
    }

    /// <summary>R26, R27, R28: the check before anybody is approached, then what happens in front of the person.</summary>
    private async Task GoToThePersonAsync(Guid id, int version)
    {
        var path = tally.Walked[id] = tally.NextPath();
        if (path is ConfirmedPath.Dispute)
        {
            version = (await api.PostAsync($"/api/alerts/{id}/dispute", new { })).GetProperty("version").GetInt32();
        }
        else
        {
            var answer = path is ConfirmedPath.Observe ? "same" : "different";
            version = (await OnceAsync(id, "in-aisle", new { seenVersion = version, answer })).GetProperty("version").GetInt32();
        }

        await OnceAsync(id, "outcome", new { seenVersion = version, outcome = path is ConfirmedPath.Observe ? "observe" : "none" });
    }

    private Task<JsonElement> OnceAsync(Guid id, string act, object body) =>
        api.PostOnceAsync($"/api/alerts/{id}/{act}", Guid.CreateVersion7(time.GetUtcNow()), body);

    private async Task VoteAsync(Guid id, JsonElement alert, CancellationToken cancellation)
    {
        await api.GetBytesAsync($"/api/alerts/{id}/pictures/live");
        var portrait = Convert.ToHexString(SHA256.HashData(await api.GetBytesAsync($"/api/alerts/{id}/pictures/enrolment")));
        var named = portraits.GetValueOrDefault(portrait);
        var shown = await shownBy(alert, cancellation);
        if (named is not null)
        {
            tally.Subjects[id] = (named, shown);
        }

        await Task.Delay(Look, time, cancellation);
        var unsure = UnsureEvery > 0 && ++_seen % UnsureEvery == 0;
        var answer =
            unsure || named is null ? "cannotTell"
            : named == shown ? "same"
            : "different";
        var vote = new
        {
            seenVersion = alert.GetProperty("version").GetInt32(),
            answer,
            features = new[] { "brow", "nose" },
        };
        try
        {
            await OnceAsync(id, "votes", vote);
        }
        catch (RefusedException e) when (e.Code is "alert-closed" or "alert-stopped" or "alert-disputed")
        {
            // The other person was faster, and said no.
        }
    }
}
