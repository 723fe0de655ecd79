namespace RetailGuard.Foundation;

/// <summary>One look at something that many ask about at once: they share it as long as it is fresh enough for each of them.</summary>
/// <param name="look">Looks; runs apart from whoever asks.</param>
public sealed class SharedLookup<T>(Func<Task<T>> look, TimeProvider time)
    where T : class
{
    private readonly Lock _lock = new();
    private (DateTimeOffset At, T Seen)? _last;
    private Task<(DateTimeOffset At, T Seen)>? _looking;

    /// <summary>What was seen at most so long ago, with the time when the look began. Nought never joins a look that has begun.</summary>
    public Task<(DateTimeOffset At, T Seen)> AtMostOldAsync(TimeSpan age)
    {
        lock (_lock)
        {
            if (_last is { } last && age > TimeSpan.Zero && time.GetUtcNow() - last.At <= age)
            {
                return Task.FromResult(last);
            }

            if (_looking is not { IsCompleted: false } || age == TimeSpan.Zero)
            {
                _looking = Task.Run(LookAsync);
            }

            return _looking;
        }
    }

    private async Task<(DateTimeOffset At, T Seen)> LookAsync()
    {
        var at = time.GetUtcNow();
        var seen = await look();
        lock (_lock)
        {
            if (_last is not { } last || last.At <= at)
            {
                _last = (at, seen);
            }
        }

        return (at, seen);
    }
}
