namespace RetailGuard.Testing;

/// <summary>A clock that stands still until a test moves it. Timers fire in the order of their due times, each at its own time.</summary>
/// <param name="start">Where it stands at first; null is a Tuesday morning in New Zealand.</param>
public sealed class ManualTime(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start ?? new(2026, 11, 23, 21, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; every timer due on the way has fired when this returns.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (NextDue(until) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Moves the clock and lets no timer fire, as when a machine was suspended. The late ones fire with the next advance, once each.
    /// </summary>
    public void Stall(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
        }
    }

    private Timer? NextDue(DateTimeOffset until)
    {
        lock (_lock)
        {
            var next = _timers.Where(t => t.Due <= until).MinBy(t => t.Due);
            var reached = next?.Due ?? until;
            _now = reached > _now ? reached : _now;
            next?.MoveOn();
            return next;
        }
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        // As the system's timers do: what was true where the timer was made is true where it fires.
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public void Fire()
        {
            if (_context is null)
            {
                callback(state);
                return;
            }

            ExecutionContext.Run(_context, _ => callback(state), null);
        }

        public void MoveOn() => Due = _period > TimeSpan.Zero ? time._now + _period : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                (_period, Due) = (period, dueTime < TimeSpan.Zero ? null : time._now + dueTime);
                if (!time._timers.Contains(this))
                {
                    time._timers.Add(this);
                }

                if (dueTime != TimeSpan.Zero)
                {
                    return true;
                }

                // Due at once needs no passing of time, and never runs inside the call that sets it.
                MoveOn();
            }

            return ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                Due = null;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
