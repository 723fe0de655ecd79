using Microsoft.Extensions.Time.Testing;
using RetailGuard.Edge.Uplink;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class ProbeWindowTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _lost = new();
    private readonly ProbeWindow _window;
    private readonly List<ulong> _sent = [];

    public ProbeWindowTests() => _window = new ProbeWindow(2, _time, _lost.Token);

    public void Dispose()
    {
        _window.Dispose();
        _lost.Dispose();
    }

    [Fact]
    public async Task An_answer_reaches_its_question()
    {
        var first = Ask(1);
        var second = Ask(2);
        Answer(2);
        Answer(1);
        (await first)!.TrackId.ShouldBe(1u);
        (await second)!.TrackId.ShouldBe(2u);
        _window.Unanswered.ShouldBe(0);
    }

    [Fact]
    public async Task A_full_window_holds_questions_back_until_there_is_room()
    {
        var first = Ask(1);
        _ = Ask(2);
        var third = Ask(3);
        _sent.ShouldBe([1u, 2u]);

        Answer(1);
        await first;
        while (!_sent.Contains(3u))
        {
            await Task.Yield();
        }

        Answer(3);
        (await third)!.TrackId.ShouldBe(3u);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task A_question_that_finds_no_room_in_two_seconds_is_given_up_unsent()
    {
        _ = Ask(1);
        _ = Ask(2);
        var third = Ask(3);
        _time.Advance(ProbeWindow.WaitForRoom - TimeSpan.FromMilliseconds(1));
        third.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await third).ShouldBeNull();
        _sent.ShouldNotContain(3u);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task A_question_without_an_answer_is_given_up_but_keeps_its_room()
    {
        var first = Ask(1);
        var second = Ask(2);
        _time.Advance(ProbeWindow.WaitForAnswer);
        (await first).ShouldBeNull();
        (await second).ShouldBeNull();

        var third = Ask(3);
        _sent.ShouldNotContain(3u, "the cloud still counts two questions");
        Answer(1);
        while (!_sent.Contains(3u))
        {
            await Task.Yield();
        }

        Answer(3);
        (await third).ShouldNotBeNull();
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task A_lost_connection_gives_every_question_up()
    {
        Task<TrackDecision?>[] all = [Ask(1), Ask(2), Ask(3)];
        await _lost.CancelAsync();
        (await Task.WhenAll(all)).ShouldAllBe(decision => decision == null);
    }

    [Fact]
    public async Task A_question_that_the_connection_does_not_take_leaves_its_room()
    {
        (await _window.AskAsync(1, () => false, CancellationToken.None)).ShouldBeNull();
        _window.Unanswered.ShouldBe(0);
    }

    private Task<TrackDecision?> Ask(ulong track) =>
        _window.AskAsync(
            track,
            () =>
            {
                _sent.Add(track);
                return true;
            },
            CancellationToken.None
        );

    private void Answer(ulong track) => _window.Leave(track, new TrackDecision { TrackId = track });
}
