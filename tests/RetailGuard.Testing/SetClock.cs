using Microsoft.Extensions.Time.Testing;

namespace RetailGuard.Testing;

/// <summary>A machine whose clock somebody sets, while time passes as it does.</summary>
public sealed class SetClock(FakeTimeProvider passing) : TimeProvider
{
    private TimeSpan _off;

    public override long TimestampFrequency => passing.TimestampFrequency;

    public void SetBy(TimeSpan step) => _off += step;

    public override DateTimeOffset GetUtcNow() => passing.GetUtcNow() + _off;

    public override long GetTimestamp() => passing.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        passing.CreateTimer(callback, state, dueTime, period);
}
