using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Identity;

/// <summary>Who is served, in which order, and who is turned away.</summary>
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
        using var place = await TakeAsync();
        (await place.IsRightAsync(hash, Password, Cancellation)).ShouldBeTrue();
        (await place.IsRightAsync(hash, "another one", Cancellation)).ShouldBeFalse();
        (await place.IsRightAsync(null, Password, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Strangers_find_no_place_where_all_are_taken_and_whoever_is_known_still_does()
    {
        var places = await Task.WhenAll(Enumerable.Range(0, SecretHasher.Places).Select(_ => TakeAsync()));

        (await _hasher.TakePlaceAsync(HashingFor.Stranger, Cancellation)).ShouldBeNull();
        (await _hasher.HashAsync(Password, Cancellation)).ShouldNotBeEmpty();

        places[0].Dispose();
        (await TakeAsync()).Dispose();
        places.Skip(1).ToList().ForEach(place => place.Dispose());
    }

    [Fact]
    public async Task Who_is_known_is_served_before_strangers_who_came_earlier()
    {
        using var stranger = await TakeAsync();
        using var known = await TakeAsync(HashingFor.Known);
        var served = new List<string>();
        var hash = await _hasher.HashAsync(Password, Cancellation);

        // One thread serves them on a small machine; where there are more, so many strangers keep them all busy.
        var strangers = Enumerable.Range(0, 200).Select(_ => AskAsync(stranger, "stranger")).ToList();
        await AskAsync(known, "known");
        await Task.WhenAll(strangers);

        served.IndexOf("known").ShouldBeLessThan(100);

        async Task AskAsync(SecretHasher.Place place, string who)
        {
            await place.IsRightAsync(hash, Password, Cancellation);
            lock (served)
            {
                served.Add(who);
            }
        }
    }

    [Fact]
    public async Task Work_for_somebody_who_is_gone_is_not_done()
    {
        using var place = await TakeAsync();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Should.ThrowAsync<TaskCanceledException>(() => place.IsRightAsync(null, Password, gone.Token));
    }

    private async Task<SecretHasher.Place> TakeAsync(HashingFor whom = HashingFor.Stranger) =>
        (await _hasher.TakePlaceAsync(whom, Cancellation)).ShouldNotBeNull();
}
