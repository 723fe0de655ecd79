using System.Collections.Concurrent;
using System.Text.Json;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tools.Demo;

/// <summary>What the picture camera really showed when: the truth that alerts are judged by. The connector tells it of its picture folder.</summary>
internal sealed class ShowingLog(TimeProvider time)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<DateTimeOffset, string> _pictures = new();
    private (DateTimeOffset At, TaskCompletionSource Next) _look = (DateTimeOffset.MinValue, NewLook());

    public async Task FollowAsync(Product product, CancellationToken cancellation)
    {
        using var tick = new PeriodicTimer(AskEvery, time);
        try
        {
            while (await tick.WaitForNextTickAsync(cancellation))
            {
                var askedAt = time.GetUtcNow();
                if (await product.StatusAsync() is not { } status)
                {
                    continue;
                }

                foreach (var camera in status.GetProperty("cameras").EnumerateArray())
                {
                    if (camera.TryGetProperty("showing", out var showing) && showing.ValueKind is JsonValueKind.Object)
                    {
                        _pictures[showing.GetProperty("since").GetDateTimeOffset()] = showing.GetProperty("name").GetString()!;
                    }
                }

                TaskCompletionSource next;
                lock (_pictures)
                {
                    (next, _look) = (_look.Next, (askedAt, NewLook()));
                }

                next.SetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // The demo ends.
        }
    }

    /// <summary>The subject that an alert's camera showed when its face was captured, for example <c>subject-a</c> or <c>group</c>.</summary>
    public async Task<string> SubjectAtAsync(JsonElement alert, CancellationToken cancellation)
    {
        if (alert.GetProperty("camera").GetProperty("name").GetString()!.Contains("video", StringComparison.Ordinal))
        {
            return "subject-e";
        }

        // A capture is stamped in whole milliseconds, so it may seem a moment older than its picture.
        var capturedAt = alert.GetProperty("capturedAt").GetDateTimeOffset() + TimeSpan.FromMilliseconds(1);
        // On a busy machine the alert may come before the connector has told what it showed.
        for (var look = Look(); look.At <= capturedAt; look = Look())
        {
            await look.Next.Task.WaitAsync(cancellation);
        }

        var shown = _pictures.Where(p => p.Key <= capturedAt).OrderByDescending(p => p.Key).Select(p => p.Value).FirstOrDefault();
        return shown is null ? "unknown" : Path.GetFileNameWithoutExtension(shown)[3..];
    }

    private (DateTimeOffset At, TaskCompletionSource Next) Look()
    {
        lock (_pictures)
        {
            return _look;
        }
    }

    private static TaskCompletionSource NewLook() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
