using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using RetailGuard.Alerts;
using RetailGuard.Audit;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Storage;

/// <summary>Nothing on record changes without an event that says so (R49).</summary>
[Trait("Rule", "R49")]
public sealed class RowsOnRecordTests : OneRecord
{
    /// <summary>What is changed without an event is named here.</summary>
    [Fact]
    public void Every_column_is_on_record_or_left_out_for_a_reason()
    {
        string[] leftOut =
        [
            "Alert.FirstShownAt", // the picture that was viewed has its event
            "AuditHead", // of the chain
            "AuditRow", // the chain
            "OutgoingMail.NextTryAt", // a try says nothing that has happened; what became of the mail has its event
            "OutgoingMail.Revision",
            "OutgoingMail.Tries",
            "OutgoingMail.Trouble",
            "PairingCode.UsedAt", // the machine that used it has its event
            "Passkey.SignCount", // the sign-in that it opened has its event
            "Passkey.UsedAt",
            "Secret.LastStep", // the code that it belongs to has its event
            "Secret.LockedUntil", // counts of tries
            "Secret.WrongTries",
            "Session.EndedAt", // ends what opens something
            "Session.ExpiresAt", // moves with each request, and not past the end that is on record
        ];
        using var db = Database.Of(Tenant);
        var types = db.Model.GetEntityTypes().ToList();
        types
            .Where(t => IsLeftOut(t))
            .Select(t => t.ClrType.Name)
            .Concat(
                types
                    .SelectMany(t => t.GetFlattenedProperties())
                    .Where(p => IsLeftOut(p))
                    .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}")
            )
            .Order(StringComparer.Ordinal)
            .ShouldBe(leftOut);
        types
            .Where(t => t.FindProperty("Salt") is null)
            .Select(t => t.ClrType.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["AuditHead", "AuditRow", "PairedKeyStore"]); // no tenant's

        static bool IsLeftOut(IReadOnlyAnnotatable part) => part.FindAnnotation("RetailGuard:NotOnRecord") is not null;
    }

    [Fact]
    public async Task A_change_without_an_event_is_refused()
    {
        await RefusedAsync(alert => alert.CaseNumber = "RG-0000-0000");
        await RefusedAsync(alert => alert.Votes.Add(VoteOf(1)));
        await using var db = Database.Of(Tenant);
        db.Remove(await LoadAsync(db));
        (await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancellation))).Message.ShouldContain("audit event");
    }

    [Fact]
    public async Task What_is_left_out_is_saved_without_one()
    {
        await using var db = Database.Of(Tenant);
        var secret = new Secret
        {
            Tenant = Tenant,
            PersonId = VoteOf(1).PersonId,
            Kind = SecretKind.Pin,
            Hash = "",
            Stamp = default,
        };
        db.Add(secret);
        await SaveAsync(db);
        secret.WrongTries = 1;
        await db.SaveChangesAsync(Cancellation);
        (await ReadAsync()).ShouldContain((await ToldAsync()).Single());
    }

    [Fact]
    public async Task Each_commit_tells_of_the_rows_that_it_changed_and_read_back_they_are_the_same()
    {
        await using (var db = Database.Of(Tenant))
        {
            (await LoadAsync(db)).Votes.Add(VoteOf(1));
            await SaveAsync(db);
        }

        var told = await ToldAsync();
        told.Select(row => (row.Table, row.Key)).ShouldBe([("Alerts", $"{Id}"), ("Votes", $"{Id}/{VoteOf(1).PersonId}")]);
        (await ReadAsync()).ShouldBe(told, ignoreOrder: true);

        await using (var db = Database.Of(Tenant))
        {
            (await LoadAsync(db)).Votes.Clear();
            await SaveAsync(db);
        }

        var deleted = await ToldAsync();
        deleted.Select(row => row.Digest is null).ShouldBe([false, true]);
        deleted[0].Digest.ShouldNotBe(told[0].Digest);
    }

    [Fact]
    public async Task Two_rows_of_the_same_content_have_nothing_in_common_on_record()
    {
        List<string> digests = [];
        for (var i = 0; i < 2; i++)
        {
            await using var db = Database.Of(Tenant);
            db.Add(new DrillSettings { Tenant = Tenant, PerStoreAndWeek = 1 });
            await SaveAsync(db);
            digests.Add((await ToldAsync())[0].Digest!);
            db.RemoveRange(db.Set<DrillSettings>());
            await SaveAsync(db);
        }

        digests.Distinct().Count().ShouldBe(2);
    }

    private async Task<List<RowDigest>> ToldAsync()
    {
        await using var db = Database.Of(Tenant);
        var rows = await db.Set<AuditRow>().OrderByDescending(r => r.Sequence).Select(r => r.Rows).FirstAsync(Cancellation);
        return [.. RowsText.Read(rows!)];
    }

    private async Task<List<RowDigest>> ReadAsync()
    {
        await using var db = Database.AcrossTenants();
        return await RowsOnRecord.ReadAsync(db, Tenant, Cancellation).ToListAsync(Cancellation);
    }

    private async Task RefusedAsync(Action<Alert> change)
    {
        await using var db = Database.Of(Tenant);
        change(await LoadAsync(db));
        (await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancellation))).Message.ShouldContain("audit event");
    }
}
