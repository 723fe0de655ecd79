using Microsoft.Extensions.Time.Testing;

namespace RetailGuard.Testing;

/// <summary>A clock that stands still until a test moves it.</summary>
public static class TestTime
{
    private const int MostSteps = 1000;
    private static readonly TimeSpan Awake = TimeSpan.FromSeconds(30);

    /// <param name="start">Where it stands at first; null is a Tuesday morning in New Zealand.</param>
    public static FakeTimeProvider Clock(DateTimeOffset? start = null) => new(start ?? new(2026, 11, 23, 21, 0, 0, TimeSpan.Zero));

    extension(FakeTimeProvider time)
    {
        /// <summary>Moves the clock second by second, so that a periodic timer ticks as often as it would; every timer due has fired.</summary>
        public void Step(TimeSpan by)
        {
            var step = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond, by.Ticks / MostSteps));
            for (var left = by; left >= TimeSpan.Zero; left -= step)
            {
                time.Advance(left < step ? left : step);
            }
        }

        /// <summary>
        /// Moves the clock as on a machine that was asleep and woke half a minute ago: what recurs ticks again and nothing piles up
        /// meanwhile; what was due once is late by as much, unless the keeper sees it.
        /// </summary>
        public void Sleep(TimeSpan by)
        {
            time.Stall(by - Awake);
            time.Step(Awake);
        }

        /// <summary>Moves the clock and lets no timer fire, as when a machine was suspended: timers are late by as much.</summary>
        public void Stall(TimeSpan by) => time.AdjustTime(time.GetUtcNow() + by);
    }
}
