using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Alerts;
using RetailGuard.Assurance;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Tests.Unit.Alerts;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Storage;

/// <summary>Two that load one row and change it: the later is refused, so that nothing is lost.</summary>
public sealed class RevisionTests : IAsyncLifetime
{
    private static readonly TenantId Tenant = AlertBuilder.Raised().Tenant;
    private static readonly AlertId Id = AlertBuilder.Raised().Id;

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Database _database;
    private readonly AuditLog _audit;

    public RevisionTests()
    {
        _database = new(
            new StorageOptions { DataFolder = _folder.Path },
            [new KeyTables(), new IdentityTables(), new AssuranceTables(), new WatchlistTables(), new AlertTables(), new AuditTables()]
        );
        _audit = new(_database, TimeProvider.System, _services.GetRequiredService<IMeterFactory>());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var db = _database.Of(Tenant);
        await db.Database.EnsureCreatedAsync(Cancellation);
        AuditLog.Begin(db, Tenant);
        db.Add(AlertBuilder.Raised());
        await db.SaveChangesAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Of_two_changes_to_different_columns_of_one_row_the_later_is_refused()
    {
        await using var first = _database.Of(Tenant);
        await using var second = _database.Of(Tenant);
        (await LoadAsync(first)).Outcome = AlertOutcome.Observe;
        (await LoadAsync(second)).CaseNumber = "RG-0000-0000";
        await first.SaveChangesAsync(Cancellation);
        (await Should.ThrowAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancellation))).IsLostRace().ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_vote_counts_its_alert_on_so_that_two_votes_at_once_never_both_win()
    {
        await using var first = _database.Of(Tenant);
        await using var second = _database.Of(Tenant);
        (await LoadAsync(first)).Votes.Add(VoteOf(1));
        (await LoadAsync(second)).Votes.Add(VoteOf(2));
        await first.SaveChangesAsync(Cancellation);
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Cancellation));
        await using var after = _database.Of(Tenant);
        var alert = await LoadAsync(after);
        alert.Votes.Count.ShouldBe(1);
        alert.Revision.ShouldBe(2);
        alert.Votes.Clear();
        await after.SaveChangesAsync(Cancellation);
        alert.Revision.ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_lost_loads_again_and_nobodys_vote_is_lost()
    {
        const int Voters = 8;
        var answers = await Task.WhenAll(Enumerable.Range(1, Voters).Select(person => Task.Run(() => VoteAsync(person), Cancellation)));
        answers.Select(a => a.Expect()).Order().ShouldBe(Enumerable.Range(1, Voters));
        await using var db = _database.Of(Tenant);
        var alert = await LoadAsync(db);
        alert.Votes.Count.ShouldBe(Voters);
        alert.Revision.ShouldBe(1 + Voters);
        (await db.Set<AuditRow>().CountAsync(Cancellation)).ShouldBe(Voters);

        async Task<Result<int>> VoteAsync(int person) =>
            await _audit.CommitOrRetryAsync(
                Tenant,
                async again =>
                {
                    var voted = await LoadAsync(again);
                    voted.Votes.Add(VoteOf(person));
                    return new Decision<int>(voted.Votes.Count, new AuditEvent(Actor.System, "alert.vote", Id.ToString()));
                },
                Cancellation
            );
    }

    [Fact]
    public async Task The_second_of_two_that_add_the_same_row_finds_it_there()
    {
        var tries = 0;
        var answer = await _audit.CommitOrRetryAsync(
            Tenant,
            async db =>
            {
                tries++;
                var settings = await db.Set<DrillSettings>().SingleOrDefaultAsync(Cancellation);
                if (settings is null)
                {
                    // Between the look and the save.
                    await using var other = _database.Of(Tenant);
                    other.Add(new DrillSettings { Tenant = Tenant, PerStoreAndWeek = 1 });
                    await other.SaveChangesAsync(Cancellation);
                    settings = new DrillSettings { Tenant = Tenant, PerStoreAndWeek = 0 };
                    db.Add(settings);
                }

                settings.PerStoreAndWeek += 2;
                return new Decision<int>(settings.PerStoreAndWeek, new AuditEvent(Actor.System, "drills.rate-set", "1"));
            },
            Cancellation
        );
        answer.Expect().ShouldBe(3);
        tries.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_never_the_fastest_is_told_so_and_changes_nothing()
    {
        var answer = await _audit.CommitOrRetryAsync(
            Tenant,
            async db =>
            {
                var alert = await LoadAsync(db);
                alert.CaseNumber = "RG-0000-0000";
                await using var faster = _database.Of(Tenant);
                (await LoadAsync(faster)).Version++;
                await faster.SaveChangesAsync(Cancellation);
                return new Decision<Done>(Done.Instance, new AuditEvent(Actor.System, "alert.case", Id.ToString()));
            },
            Cancellation
        );
        answer.Succeeded(out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("busy");
        await using var after = _database.Of(Tenant);
        (await LoadAsync(after)).CaseNumber.ShouldBeNull();
        (await after.Set<AuditRow>().AnyAsync(Cancellation)).ShouldBeFalse();
    }

    /// <summary>A row with something to change is revised, or is named here with what stands in for it.</summary>
    [Fact]
    public void Every_row_that_is_loaded_and_changed_is_revised()
    {
        string[] otherwise =
        [
            "AuditHead", // changed under its own lock
            "AuditRow", // only added
            "PairingCode", // one statement decides who is first
            "Secret", // its stamp
            "Session", // of two changes each sets the same end, or is held by the secret
            "Tenant", // only added
        ];
        using var db = _database.Of(Tenant);
        db.Model.GetEntityTypes()
            .Where(t => !t.IsOwned() && !t.ClrType.IsAssignableTo(typeof(IRevised)) && t.GetProperties().Any(MayChange))
            .Select(t => t.ClrType.Name)
            .Order()
            .ShouldBe(otherwise);
        db.Model.GetEntityTypes()
            .Where(t => t.ClrType.IsAssignableTo(typeof(IRevised)))
            .ShouldAllBe(t => t.FindProperty(nameof(IRevised.Revision))!.IsConcurrencyToken);
    }

    private static bool MayChange(IProperty property) =>
        property.PropertyInfo?.SetMethod is { } set
        && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    private static Task<Alert> LoadAsync(RetailGuardDb db) => db.Set<Alert>().Include(a => a.Votes).SingleAsync(Cancellation);

    private static Vote VoteOf(int person) =>
        new()
        {
            Tenant = Tenant,
            AlertId = Id,
            PersonId = new(new(person, 0, 0, new byte[8])),
            Issuers = [],
            SessionKey = $"{person}",
            Request = new(person, 0, 0, new byte[8]),
            Answer = VoteAnswer.Same,
            Features = [FaceFeature.Ears],
            SeenVersion = 1,
            At = DateTimeOffset.UnixEpoch,
        };
}
