using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Identity;

/// <summary>Who waits for whom, and who is turned away.</summary>
public sealed class SecretHasherTests : IDisposable
{
    private const string Password = "quiet tui at dawn";

    private readonly SecretHasher _hasher = new(
        Slow(1_000),
        (tenant, _) => Task.FromResult(tenant.Value.ToByteArray()),
        longestWait: TimeSpan.FromMilliseconds(1)
    );

    private static readonly TenantId Tenant = new(Guid.Parse("11111111-0000-7000-8000-000000000001"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _hasher.Dispose();

    [Fact]
    public async Task A_password_is_right_or_wrong_and_nobodys_is_never_right()
    {
        var hash = await _hasher.HashAsync(Tenant, Password, Cancellation);
        (await JudgeAsync(hash, Password, HashingFor.Stranger)).ShouldBe(HashVerdict.Right);
        (await JudgeAsync(hash, "another one", HashingFor.Known)).ShouldBe(HashVerdict.Wrong);
        (await JudgeAsync(null, Password, HashingFor.Stranger)).ShouldBe(HashVerdict.Wrong);
        (await _hasher.JudgeAsync(null, null, Password, HashingFor.Stranger, Cancellation)).ShouldBe(HashVerdict.Wrong);
    }

    [Fact]
    public async Task Without_the_tenants_key_a_hash_can_be_tried_against_nothing()
    {
        var hash = await _hasher.HashAsync(Tenant, Password, Cancellation);

        (
            await _hasher.JudgeAsync(
                new(Guid.Parse("11111111-0000-7000-8000-000000000002")),
                hash,
                Password,
                HashingFor.Known,
                Cancellation
            )
        ).ShouldBe(HashVerdict.Wrong);
        Slow(1_000).VerifyHashedPassword(new(), hash[3..], Password).ShouldBe(PasswordVerificationResult.Failed);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(500)]
    public async Task A_hash_without_pepper_or_with_less_work_is_right_and_weak(int iterations)
    {
        var old = Slow(iterations).HashPassword(new(), Password);
        (await JudgeAsync(old, Password, HashingFor.Known)).ShouldBe(HashVerdict.RightButWeak);
        (await JudgeAsync(old, "another one", HashingFor.Known)).ShouldBe(HashVerdict.Wrong);
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
        var hash = await _hasher.HashAsync(Tenant, Password, Cancellation);
        var strangers = Enumerable.Range(0, 200).Select(_ => AskAsync(HashingFor.Stranger)).ToList();
        await AskAsync(HashingFor.Known);
        await Task.WhenAll(strangers);

        served.IndexOf(HashingFor.Known).ShouldBeLessThan(100);

        async Task AskAsync(HashingFor whom)
        {
            await JudgeAsync(hash, Password, whom);
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
        await Should.ThrowAsync<TaskCanceledException>(() => _hasher.JudgeAsync(null, null, Password, HashingFor.Stranger, gone.Token));

        var waiting = Enumerable.Range(0, 200).Select(_ => JudgeAsync(null, Password, HashingFor.Stranger)).ToList();
        _hasher.Dispose();
        await Should.ThrowAsync<TaskCanceledException>(() => Task.WhenAll(waiting));
    }

    private static PasswordHasher<object> Slow(int iterations) =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

    private Task<HashVerdict> JudgeAsync(string? hash, string plain, HashingFor whom) =>
        _hasher.JudgeAsync(Tenant, hash, plain, whom, Cancellation);

    private async Task<SecretHasher.Place> TakeAsync() => (await _hasher.TakePlaceAsync(Cancellation)).ShouldNotBeNull();
}
