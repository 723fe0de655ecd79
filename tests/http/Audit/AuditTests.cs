using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Whoever changes the log past the product is found out (R49).</summary>
[Trait("Rule", "R49")]
public abstract class AuditTests(ServerFixture fixture)
{
    private const string ThirdRow = """WHERE "Tenant" = @p0 AND "Sequence" = 3""";

    private RunningServer Server => fixture.Server;

    /// <summary>One tampering: its SQL statements, with the tenant as @p0 and a new id as @p1, and what the verifier says of it.</summary>
    public static TheoryData<string, string[], string> Tamperings =>
        new()
        {
            { "time", [$"""UPDATE "Audit" SET "At" = "At" + 1 {ThirdRow}"""], "Event 3 was changed" },
            { "kind of actor", [$"""UPDATE "Audit" SET "ActorKind" = 'device' {ThirdRow}"""], "Event 3 was changed" },
            { "actor", [$"""UPDATE "Audit" SET "ActorId" = '' {ThirdRow}"""], "Event 3 was changed" },
            { "action", [$"""UPDATE "Audit" SET "Action" = 'alert.confirmed' {ThirdRow}"""], "Event 3 was changed" },
            { "subject", [$"""UPDATE "Audit" SET "Subject" = '' {ThirdRow}"""], "Event 3 was changed" },
            { "detail", [$"""UPDATE "Audit" SET "Detail" = "Detail" || ' ' {ThirdRow}"""], "Event 3 was changed" },
            {
                "letters moved from one column to the next",
                [$"""UPDATE "Audit" SET "Action" = "Action" || substr("Subject", 1, 1), "Subject" = substr("Subject", 2) {ThirdRow}"""],
                "Event 3 was changed"
            },
            {
                "hash",
                [$"""UPDATE "Audit" SET "Hash" = (SELECT "Hash" FROM "Audit" WHERE "Tenant" = @p0 AND "Sequence" = 2) {ThirdRow}"""],
                "Event 3 was changed"
            },
            { "number", [$"""UPDATE "Audit" SET "Sequence" = 1000 {ThirdRow}"""], "Event 3 is missing: event 4 follows event 2" },
            { "tenant", [$"""UPDATE "Audit" SET "Tenant" = @p1 {ThirdRow}"""], "Event 3 is missing: event 4 follows event 2" },
            { "a row deleted", [$"""DELETE FROM "Audit" {ThirdRow}"""], "Event 3 is missing: event 4 follows event 2" },
            {
                "the first row deleted",
                ["""DELETE FROM "Audit" WHERE "Tenant" = @p0 AND "Sequence" = 1"""],
                "Event 1 is missing: event 2 follows event 0"
            },
            {
                "a row deleted and the later ones moved up",
                [$"""DELETE FROM "Audit" {ThirdRow}""", """UPDATE "Audit" SET "Sequence" = 3 WHERE "Tenant" = @p0 AND "Sequence" = 4"""],
                "Event 3 was changed"
            },
            {
                "two rows swapped",
                [
                    $"""UPDATE "Audit" SET "Sequence" = -1 {ThirdRow}""",
                    """UPDATE "Audit" SET "Sequence" = 3 WHERE "Tenant" = @p0 AND "Sequence" = 4""",
                    """UPDATE "Audit" SET "Sequence" = 4 WHERE "Tenant" = @p0 AND "Sequence" = -1""",
                ],
                "Event 3 was changed"
            },
            {
                "the end cut",
                ["""DELETE FROM "Audit" WHERE "Tenant" = @p0 AND "Sequence" > 3"""],
                "The chain ends at event 3, its head says"
            },
            { "everything cut", ["""DELETE FROM "Audit" WHERE "Tenant" = @p0"""], "The chain ends at event 0, its head says" },
            {
                "a row forged at the end",
                [
                    """
                        INSERT INTO "Audit" ("Tenant", "Sequence", "At", "ActorKind", "ActorId", "Action", "Subject", "Detail", "Hash")
                        SELECT "Tenant", "Sequence" + 1, "At", "ActorKind", "ActorId", 'alert.confirmed', "Subject", "Detail", "Hash"
                        FROM "Audit" WHERE "Tenant" = @p0 ORDER BY "Sequence" DESC LIMIT 1
                        """,
                ],
                "was changed"
            },
            {
                "the head's number",
                ["""UPDATE "AuditHeads" SET "Sequence" = "Sequence" + 1 WHERE "Tenant" = @p0"""],
                "the end was cut, or the head changed"
            },
            {
                "the head's hash",
                [
                    """
                        UPDATE "AuditHeads" SET "Hash" = (SELECT "Hash" FROM "Audit" WHERE "Tenant" = @p0 AND "Sequence" = 1)
                        WHERE "Tenant" = @p0
                        """,
                ],
                "the end was cut, or the head changed"
            },
            { "the head deleted", ["""DELETE FROM "AuditHeads" WHERE "Tenant" = @p0"""], "The chain's head is missing." },
        };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Any_change_is_found(string what, string[] statements, string says)
    {
        var retailer = await WithEventsAsync();
        (await VerifyAsync(retailer)).Problem.ShouldBeNull();

        foreach (var statement in statements)
        {
            await Server.QueryAsync(statement, retailer.Id, Unique.Id());
        }

        (await VerifyAsync(retailer)).Problem.ShouldNotBeNull(what).ShouldContain(says);
    }

    [Fact]
    public async Task A_head_noted_earlier_finds_an_end_that_was_cut_with_its_head()
    {
        var retailer = await WithEventsAsync();
        var noted = (await VerifyAsync(retailer)).Head;
        await retailer.OpenShopAsync("Store 2");
        var later = (await VerifyAsync(retailer)).Head;
        (await VerdictsAsync(noted, later.ToUpperInvariant())).ShouldNotContain(v => v.Problem != null && v.Problem.Contains("Known head"));

        foreach (var statement in CutWithHead)
        {
            await Server.QueryAsync(statement, retailer.Id);
        }

        (await VerifyAsync(retailer)).Problem.ShouldBeNull("alone, the shorter chain holds");
        (await VerdictsAsync(noted, later)).ShouldContain(v =>
            v.Problem == $"Known head {noted} is in no chain: events were removed or rewritten."
        );
    }

    /// <summary>Cuts a chain after its third event and rewrites the head so that it fits.</summary>
    internal static string[] CutWithHead { get; } =
    [
        """DELETE FROM "Audit" WHERE "Tenant" = @p0 AND "Sequence" > 3""",
        """
            UPDATE "AuditHeads" SET "Sequence" = 3, "Hash" = (SELECT "Hash" FROM "Audit" WHERE "Tenant" = @p0 AND "Sequence" = 3)
            WHERE "Tenant" = @p0
            """,
    ];

    private async Task<Retailer> WithEventsAsync()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await retailer.OpenShopAsync(cameras: 3);
        return retailer;
    }

    private async Task<AuditVerdict> VerifyAsync(Retailer retailer) => (await VerdictsAsync()).Single(v => v.Tenant.Value == retailer.Id);

    private Task<IReadOnlyList<AuditVerdict>> VerdictsAsync(params string[] heads) =>
        Server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(heads, TestContext.Current.CancellationToken);
}

public sealed class AuditOnDisk(OnDisk fixture) : AuditTests(fixture), IClassFixture<OnDisk>;

public sealed class AuditInCloud(InCloud fixture) : AuditTests(fixture), IClassFixture<InCloud>;
