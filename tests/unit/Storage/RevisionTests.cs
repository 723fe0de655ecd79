using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RetailGuard.Alerts;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Storage;

/// <summary>Two that load one row and change it: the later is refused, so that nothing is lost.</summary>
public sealed class RevisionTests : OneRecord
{
    [Fact]
    public async Task Of_two_changes_to_different_columns_of_one_row_the_later_is_refused()
    {
        await using var first = Database.Of(Tenant);
        await using var second = Database.Of(Tenant);
        (await LoadAsync(first)).Outcome = AlertOutcome.Observe;
        (await LoadAsync(second)).CaseNumber = "RG-0000-0000";
        await SaveAsync(first);
        (await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(second))).IsLostRace().ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_vote_counts_its_alert_on_so_that_two_votes_at_once_never_both_win()
    {
        await using var first = Database.Of(Tenant);
        await using var second = Database.Of(Tenant);
        (await LoadAsync(first)).Votes.Add(VoteOf(1));
        (await LoadAsync(second)).Votes.Add(VoteOf(2));
        await SaveAsync(first);
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(second));
        await using var after = Database.Of(Tenant);
        var alert = await LoadAsync(after);
        alert.Votes.Count.ShouldBe(1);
        alert.Revision.ShouldBe(2);
        alert.Votes.Clear();
        await SaveAsync(after);
        alert.Revision.ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_lost_loads_again_and_nobodys_vote_is_lost()
    {
        const int Voters = 8;
        var answers = await Task.WhenAll(Enumerable.Range(1, Voters).Select(person => Task.Run(() => VoteAsync(person), Cancellation)));
        answers.Select(a => a.Expect()).Order().ShouldBe(Enumerable.Range(1, Voters));
        await using var db = Database.Of(Tenant);
        var alert = await LoadAsync(db);
        alert.Votes.Count.ShouldBe(Voters);
        alert.Revision.ShouldBe(1 + Voters);
        (await db.Set<AuditRow>().CountAsync(r => r.Action == "alert.vote", Cancellation)).ShouldBe(Voters);

        async Task<Result<int>> VoteAsync(int person) =>
            await Audit.CommitOrRetryAsync(
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
        var answer = await Audit.CommitOrRetryAsync(
            Tenant,
            async db =>
            {
                tries++;
                var settings = await db.Set<DrillSettings>().SingleOrDefaultAsync(Cancellation);
                if (settings is null)
                {
                    // Between the look and the save.
                    await using var other = Database.Of(Tenant);
                    other.Add(new DrillSettings { Tenant = Tenant, PerStoreAndWeek = 1 });
                    await SaveAsync(other);
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
        var answer = await Audit.CommitOrRetryAsync(
            Tenant,
            async db =>
            {
                var alert = await LoadAsync(db);
                alert.CaseNumber = "RG-0000-0000";
                await using var faster = Database.Of(Tenant);
                (await LoadAsync(faster)).Version++;
                await SaveAsync(faster);
                return new Decision<Done>(Done.Instance, new AuditEvent(Actor.System, "alert.case", Id.ToString()));
            },
            Cancellation
        );
        answer.Succeeded(out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("busy");
        await using var after = Database.Of(Tenant);
        (await LoadAsync(after)).CaseNumber.ShouldBeNull();
        (await after.Set<AuditRow>().AnyAsync(r => r.Action == "alert.case", Cancellation)).ShouldBeFalse();
    }

    /// <summary>A row with something to change is revised, or is named here with what stands in for it.</summary>
    [Fact]
    public void Every_row_that_is_loaded_and_changed_is_revised()
    {
        string[] otherwise =
        [
            "AuditHead", // changed under its own lock
            "AuditRow", // only added
            "Invitation", // its code's hash
            "PairingCode", // one statement decides who is first
            "Passkey", // only its counter, by one statement
            "Secret", // its stamp
            "Session", // of two changes each sets the same end, or is held by the secret
            "Tenant", // only added
        ];
        using var db = Database.Of(Tenant);
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
}
