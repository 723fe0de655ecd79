namespace RetailGuard.Operations;

/// <summary>
/// The time of day, which never steps back: when the machine's clock does, time goes on by what has passed, so that nobody gets more of
/// it to vote, to act or to stay signed in, and no list goes on longer. A step forward is followed at once.
/// </summary>
/// <param name="machine">The machine's clock.</param>
public sealed class SteadyClock(TimeProvider machine) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _time = machine.GetUtcNow();
    private long _at = machine.GetTimestamp();
    private TimeSpan _behind;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <summary>By how much the machine's clock is behind what had been later already; 0 when it is not.</summary>
    public TimeSpan Behind
    {
        get
        {
            GetUtcNow();
            lock (_gate)
            {
                return _behind;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var (now, at) = (machine.GetUtcNow(), machine.GetTimestamp());
            var passed = _time + machine.GetElapsedTime(_at, at);
            if (now < passed)
            {
                _behind = passed - now;
                return passed;
            }

            (_time, _at, _behind) = (now, at, TimeSpan.Zero);
            return now;
        }
    }

    /// <summary>It was this late already before this process began.</summary>
    public void NotBefore(DateTimeOffset time)
    {
        lock (_gate)
        {
            var at = machine.GetTimestamp();
            if (time > _time + machine.GetElapsedTime(_at, at))
            {
                (_time, _at) = (time, at);
            }
        }
    }

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}
