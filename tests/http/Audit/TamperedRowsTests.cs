using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Whoever changes a row past the product, and leaves the log as it is, is found out (R49).</summary>
[Trait("Rule", "R49")]
public abstract class TamperedRowsTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    /// <summary>A statement with the tenant as @p0 and what it is about as @p1, @p2; and what the verifier says of it.</summary>
    private sealed record Tampering(string Sql, object[] About, string Says);

    [Fact]
    public async Task Every_row_that_was_changed_added_or_deleted_is_named()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await using var stage = await Stage.SetAsync(Server, reader, retailer);
        var confirmed = await stage.RaiseAndConfirmAsync();
        (await Stage.RecordAsync(stage.First, confirmed)).Ok();
        await stage.Shop.PairingCodeAsync("tablet");
        var (first, second) = (stage.FirstPerson.Id, stage.SecondPerson.Id);
        var tablet = await stage.Shop.PairTabletAsync();
        await (await stage.FirstPerson.GivenPinAsync()).EnterPinAsync(tablet);

        var sound = await VerifyAsync(retailer);
        sound.Holds.ShouldBeTrue(string.Join('\n', sound.Differing ?? []));
        sound.Rows.ShouldBeGreaterThan(50);

        List<string> unseen = [];
        foreach (var (sql, about, says) in Tamperings(stage, confirmed, first, second))
        {
            var before = await VerifyAsync(retailer);
            await Server.QueryAsync(sql, [retailer.Id, .. about]);
            var after = await VerifyAsync(retailer);
            after.Problem.ShouldBeNull("the log itself is as it was");
            if (!after.Differing!.Except(before.Differing!).Any(d => d.Contains(says, StringComparison.OrdinalIgnoreCase)))
            {
                unseen.Add($"{sql}\n  said: {string.Join("; ", after.Differing!.Except(before.Differing!))}");
            }
        }

        unseen.ShouldBeEmpty();
    }

    private static List<Tampering> Tamperings(Stage stage, Guid alert, Guid first, Guid second) =>
        [
            new(
                """INSERT INTO "PersonRoles" ("Tenant", "PersonId", "Role") VALUES (@p0, @p1, 'TenantAdmin')""",
                [first],
                $"PersonRoles {first}/TenantAdmin: no event tells of it"
            ),
            new(
                """UPDATE "Votes" SET "Answer" = 'Different' WHERE "Tenant" = @p0 AND "AlertId" = @p1 AND "PersonId" = @p2""",
                [alert, first],
                $"Votes {alert}/{first}: it is not what event"
            ),
            new(
                """DELETE FROM "Votes" WHERE "Tenant" = @p0 AND "AlertId" = @p1 AND "PersonId" = @p2""",
                [alert, second],
                $"Votes {alert}/{second}: it is gone"
            ),
            Changed("Alerts", "\"State\" = 'Rejected'", alert),
            Changed("Entries", "\"ExpiresAt\" = \"ExpiresAt\" + 86400000", stage.Entry),
            Changed("People", "\"Email\" = 'somebody@else.example'", first),
            Changed("People", "\"IssuedBy\" = NULL", second),
            Changed("Cameras", "\"Salt\" = NULL", stage.Shop.Cameras[0]),
            Changed("Stores", "\"TimeZone\" = 'UTC'", stage.Shop.Id),
            Changed("Devices", "\"PairedAt\" = \"PairedAt\" + 1", stage.Paired.Device),
            new(
                """UPDATE "EntryTemplates" SET "Form" = 'Plain' WHERE "Tenant" = @p0 AND "Entry" = @p1""",
                [stage.Entry],
                $"EntryTemplates {stage.Entry}/"
            ),
            new(
                """
                UPDATE "Secrets" SET "Hash" = (SELECT "Hash" FROM "Secrets" WHERE "PersonId" = @p2 AND "Kind" = 'Password')
                WHERE "Tenant" = @p0 AND "PersonId" = @p1 AND "Kind" = 'Password'
                """,
                [first, second],
                $"Secrets {first}/Password: it is not what event"
            ),
            new("""UPDATE "Sessions" SET "PersonId" = @p2 WHERE "Tenant" = @p0 AND "PersonId" = @p1""", [first, second], "Sessions "),
            new("""UPDATE "PairingCodes" SET "ExpiresAt" = "ExpiresAt" + 86400000 WHERE "Tenant" = @p0""", [], "PairingCodes "),
            new(
                """DELETE FROM "PersonStores" WHERE "Tenant" = @p0 AND "PersonId" = @p1 AND "StoreId" = @p2""",
                [first, stage.Shop.Id],
                $"PersonStores {first}/{stage.Shop.Id}: it is gone"
            ),
            new("""UPDATE "ExamTries" SET "ValidUntil" = "ValidUntil" + 1 WHERE "Tenant" = @p0""", [], "ExamTries "),
            new("""UPDATE "StoreLists" SET "Version" = "Version" + 1 WHERE "Tenant" = @p0""", [], $"StoreLists {stage.Shop.Id}"),
            new("""UPDATE "Tenants" SET "Name" = 'Other Foods' WHERE "Id" = @p0""", [], "Tenants: it is not what event 1 left"),
            new("""DELETE FROM "TenantKeys" WHERE "Tenant" = @p0""", [], "TenantKeys: it is gone, and event 1 left it"),
        ];

    private static Tampering Changed(string table, string set, Guid id) =>
        new($"""UPDATE "{table}" SET {set} WHERE "Tenant" = @p0 AND "Id" = @p1""", [id], $"{table} {id}: it is not what event");

    private async Task<AuditVerdict> VerifyAsync(Retailer retailer) =>
        (await Server.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], TestContext.Current.CancellationToken)).Single(v =>
            v.Tenant.Value == retailer.Id
        );
}

public sealed class TamperedRowsOnDisk(OnDisk fixture, FaceReader reader) : TamperedRowsTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class TamperedRowsInCloud(InCloud fixture, FaceReader reader) : TamperedRowsTests(fixture, reader), IClassFixture<InCloud>;
