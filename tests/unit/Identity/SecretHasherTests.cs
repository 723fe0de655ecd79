using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Identity;

/// <summary>Who waits for whom, and who is turned away.</summary>
public sealed class SecretHasherTests : IDisposable
{
    private const string Password = "quiet tui at dawn";

    private readonly SecretHasher _hasher = new(
        new(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })),
        longestWait: TimeSpan.FromMilliseconds(1)
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _hasher.Dispose();

    [Fact]
    public async Task A_password_is_right_or_wrong_and_nobodys_is_never_right()
    {
        var hash = await _hasher.HashAsync(Password, Cancellation);
        (await _hasher.IsRightAsync(hash, Password, HashingFor.Stranger, Cancellation)).ShouldBeTrue();
        (await _hasher.IsRightAsync(hash, "another one", HashingFor.Known, Cancellation)).ShouldBeFalse();
        (await _hasher.IsRightAsync(null, Password, HashingFor.Stranger, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Strangers_find_no_place_where_all_are_taken()
    {
        var places = await Task.WhenAll(Enumerable.Range(0, SecretHasher.Places).Select(_ => TakeAsync()));
        (await _hasher.TakePlaceAsync(Cancellation)).ShouldBeNull();

        places[0].Dispose();
        (await TakeAsync()).Dispose();
    }

    [Fact]
    public async Task Who_is_known_does_not_wait_for_strangers_who_came_earlier()
    {
        var served = new List<HashingFor>();
        var hash = await _hasher.HashAsync(Password, Cancellation);
        var strangers = Enumerable.Range(0, 200).Select(_ => AskAsync(HashingFor.Stranger)).ToList();
        await AskAsync(HashingFor.Known);
        await Task.WhenAll(strangers);

        served.IndexOf(HashingFor.Known).ShouldBeLessThan(100);

        async Task AskAsync(HashingFor whom)
        {
            await _hasher.IsRightAsync(hash, Password, whom, Cancellation);
            lock (served)
            {
                served.Add(whom);
            }
        }
    }

    [Fact]
    public async Task Whoever_is_gone_and_a_server_that_stops_end_the_wait()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Should.ThrowAsync<TaskCanceledException>(() => _hasher.IsRightAsync(null, Password, HashingFor.Stranger, gone.Token));

        var waiting = Enumerable
            .Range(0, 200)
            .Select(_ => _hasher.IsRightAsync(null, Password, HashingFor.Stranger, Cancellation))
            .ToList();
        _hasher.Dispose();
        await Should.ThrowAsync<TaskCanceledException>(() => Task.WhenAll(waiting));
    }

    private async Task<SecretHasher.Place> TakeAsync() => (await _hasher.TakePlaceAsync(Cancellation)).ShouldNotBeNull();
}
