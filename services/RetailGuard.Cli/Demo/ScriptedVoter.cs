using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using RetailGuard.Cli.Live;

namespace RetailGuard.Cli.Demo;

/// <summary>What the scripted voters have seen together.</summary>
internal sealed class VoterTally
{
    /// <summary>Alerts that reached a tablet.</summary>
    public ConcurrentDictionary<Guid, bool> Alerts { get; } = new();

    /// <summary>Camera to tablet, ms, per alert: the first tablet that had both pictures to show.</summary>
    public ConcurrentDictionary<Guid, double> CameraToTablet { get; } = new();

    /// <summary>Alerts that ended, by state; each counted once.</summary>
    public ConcurrentDictionary<Guid, string> Ended { get; } = new();

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
    Func<JsonElement, string> shownBy,
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
        JsonElement[] alerts = message.Kind switch
        {
            "snapshot" => [.. message.Content.GetProperty("alerts").EnumerateArray()],
            "delta" => [message.Content.GetProperty("alert")],
            _ => [],
        };
        foreach (var alert in alerts)
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
                await api.PostOnceAsync(
                    $"/api/alerts/{id}/outcome",
                    Guid.CreateVersion7(time.GetUtcNow()),
                    new { seenVersion = alert.GetProperty("version").GetInt32(), outcome = "observe" }
                );
                break;
            case "rejected" or "expired":
                tally.Ended.TryAdd(id, alert.GetProperty("state").GetString()!);
                break;
        }
    }

    private async Task VoteAsync(Guid id, JsonElement alert, CancellationToken cancellation)
    {
        await api.GetBytesAsync($"/api/alerts/{id}/pictures/live");
        var portrait = Convert.ToHexString(SHA256.HashData(await api.GetBytesAsync($"/api/alerts/{id}/pictures/enrolment")));
        var named = portraits.GetValueOrDefault(portrait, "unknown");
        var shown = shownBy(alert);
        tally.Subjects[id] = (named, shown);
        await Task.Delay(Look, time, cancellation);
        var unsure = UnsureEvery > 0 && ++_seen % UnsureEvery == 0;
        var answer =
            unsure ? "cannotTell"
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
            await api.PostOnceAsync($"/api/alerts/{id}/votes", Guid.CreateVersion7(time.GetUtcNow()), vote);
        }
        catch (RefusedException e) when (e.Code is "alert-closed")
        {
            // The other person was faster, and said no.
        }
    }
}
