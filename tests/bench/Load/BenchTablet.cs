using System.Collections.Concurrent;
using System.Text.Json;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Bench.Load;

/// <summary>One tablet with somebody signed in: follows the live line, and votes when it belongs to a voter.</summary>
/// <param name="api">Signed in on the tablet.</param>
/// <param name="votes">Whether this person compares and votes.</param>
/// <param name="records">Whether this person records the outcome.</param>
internal sealed class BenchTablet(ApiClient api, bool votes, bool records, TimeSpan look, ConfirmationTally tally, TimeProvider time)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Guid Alert, string What), bool> _done = new();
    private readonly CancellationTokenSource _closing = new();
    private HubLine? _line;
    private TaskCompletionSource<JsonElement> _snapshot = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest version that this tablet has been told of each alert.</summary>
    public ConcurrentDictionary<Guid, int> Versions { get; } = new();

    /// <summary>Connects; ends when the first snapshot is here, and gives it.</summary>
    public async Task<JsonElement> WakeAsync(CancellationToken cancellation)
    {
        var snapshot = _snapshot = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _line = await HubLine.ConnectAsync(api.Server, api.Token!, Hear, time, cancellation);
        return await snapshot.Task.WaitAsync(cancellation);
    }

    public async Task SleepAsync()
    {
        if (_line is { } line)
        {
            _line = null;
            await line.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await SleepAsync();
        api.Dispose();
        _closing.Dispose();
    }

    private Task Hear(LiveMessage message)
    {
        if (message.Kind == "snapshot")
        {
            _snapshot.TrySetResult(message.Content);
        }

        // Who only looks on sleeps at times, and the late news of a whole picture is no delay of the server's.
        foreach (var alert in votes || records || message.Kind == "delta" ? message.Alerts : [])
        {
            Take(alert, message.ArrivedAt);
        }

        return Task.CompletedTask;
    }

    private void Take(JsonElement alert, DateTimeOffset arrivedAt)
    {
        Versions[alert.GetProperty("id").GetGuid()] = alert.GetProperty("version").GetInt32();
        _ = ActAsync(alert, arrivedAt);
    }

    private async Task ActAsync(JsonElement alert, DateTimeOffset arrivedAt)
    {
        var id = alert.GetProperty("id").GetGuid();
        var capturedAt = alert.GetProperty("capturedAt").GetDateTimeOffset();
        var state = alert.GetProperty("state").GetString()!;
        if (!_done.TryAdd((id, state), true))
        {
            return;
        }

        try
        {
            switch (state)
            {
                case "voting":
                    tally.ToTablet.Add((arrivedAt - capturedAt).TotalMilliseconds);
                    if (votes)
                    {
                        await VoteAsync(id, alert, capturedAt);
                    }

                    break;
                case "confirmed" when records:
                    var record = new { seenVersion = alert.GetProperty("version").GetInt32(), outcome = "observe" };
                    await api.PostOnceAsync($"/api/alerts/{id}/outcome", Guid.CreateVersion7(time.GetUtcNow()), record);
                    tally.ToOutcome.TryAdd(id, Since(capturedAt));
                    tally.Ended(id).TrySetResult();
                    break;
                case "confirmed" or "raised" or "closed":
                    break;
                default:
                    tally.Troubles.Add($"An alert came to be {state}.");
                    tally.Ended(id).TrySetResult();
                    break;
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The measurement is over.
        }
        catch (Exception e) when (e is RefusedException or HttpRequestException)
        {
            tally.Troubles.Add(e.Message);
            tally.Ended(id).TrySetResult();
        }
    }

    private async Task VoteAsync(Guid id, JsonElement alert, DateTimeOffset capturedAt)
    {
        await Task.WhenAll(api.GetBytesAsync($"/api/alerts/{id}/pictures/live"), api.GetBytesAsync($"/api/alerts/{id}/pictures/enrolment"));
        tally.ToPictures.Add(Since(capturedAt));
        await Task.Delay(look, time, _closing.Token);
        var vote = new
        {
            seenVersion = alert.GetProperty("version").GetInt32(),
            answer = "same",
            features = new[] { "brow", "nose" },
        };
        var answer = await api.PostOnceAsync($"/api/alerts/{id}/votes", Guid.CreateVersion7(time.GetUtcNow()), vote);
        tally.ToFirstVote.TryAdd(id, Since(capturedAt));
        if (answer.GetProperty("state").GetString() == "confirmed")
        {
            tally.ToDecision.TryAdd(id, Since(capturedAt));
        }
    }

    private double Since(DateTimeOffset capturedAt) => (time.GetUtcNow() - capturedAt).TotalMilliseconds;
}
