using Microsoft.Extensions.Time.Testing;
using RetailGuard.Operations;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A clock that steps back gives nobody more time.</summary>
public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _passing = new(Start);
    private readonly SetClock _machine;
    private readonly SteadyClock _clock;

    public SteadyClockTests()
    {
        _machine = new(_passing);
        _clock = new(_machine);
    }

    [Fact]
    public void It_goes_with_the_machines_clock()
    {
        Pass(TimeSpan.FromSeconds(7));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromSeconds(7));
        _clock.Behind.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void When_the_machines_clock_steps_back_it_goes_on_by_what_has_passed_until_that_has_caught_up()
    {
        Pass(TimeSpan.FromMinutes(1));
        StepBy(TimeSpan.FromHours(-1));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(1));
        Pass(TimeSpan.FromMinutes(10));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(11));
        _clock.Behind.ShouldBe(TimeSpan.FromHours(1));

        StepBy(TimeSpan.FromHours(-1));
        _clock.Behind.ShouldBe(TimeSpan.FromHours(2));

        StepBy(TimeSpan.FromHours(2));
        _clock.Behind.ShouldBe(TimeSpan.Zero);
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(11));
    }

    [Fact]
    public void A_step_forward_is_followed_and_cannot_be_taken_back()
    {
        StepBy(TimeSpan.FromDays(1));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromDays(1));
        StepBy(TimeSpan.FromDays(-1));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromDays(1));
    }

    [Fact]
    public void What_was_later_before_it_began_is_not_forgotten()
    {
        _clock.NotBefore(Start + TimeSpan.FromMinutes(3));
        Pass(TimeSpan.FromMinutes(1));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(4));
        _clock.NotBefore(Start);
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(4));
    }

    private void Pass(TimeSpan time) => _passing.Advance(time);

    /// <summary>Somebody sets the machine's clock; no time passes.</summary>
    private void StepBy(TimeSpan by)
    {
        _clock.GetUtcNow();
        _machine.SetBy(by);
    }
}
