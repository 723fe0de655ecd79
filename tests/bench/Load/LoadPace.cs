using System.Diagnostics;

namespace RetailGuard.Bench.Load;

/// <summary>Probes at fixed times, as cameras send them, whatever became of earlier ones.</summary>
internal static class LoadPace
{
    /// <summary>Sends from one connector after the other; ends when all that was due has been sent.</summary>
    public static async Task KeepAsync(
        IReadOnlyList<LoadLine> lines,
        double perSecond,
        TimeSpan span,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var between = Stopwatch.Frequency / perSecond;
        var late = new Queue<(LoadLine Line, long DueAt)>();
        var (began, next) = (Stopwatch.GetTimestamp(), 0L);
        var end = began + (long)(span.TotalSeconds * Stopwatch.Frequency);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1), time);
        while (await tick.WaitForNextTickAsync(cancellation))
        {
            var now = Stopwatch.GetTimestamp();
            for (var i = late.Count; i > 0; i--)
            {
                Send(late.Dequeue());
            }

            for (var dueAt = Due(); dueAt <= Math.Min(now, end); dueAt = Due())
            {
                Send((lines[(int)(next++ % lines.Count)], dueAt));
            }

            if (now >= end && late.Count == 0)
            {
                return;
            }
        }

        long Due() => began + (long)(next * between);

        void Send((LoadLine Line, long DueAt) probe)
        {
            if (!probe.Line.TrySend(probe.DueAt))
            {
                late.Enqueue(probe);
            }
        }
    }
}
