using RetailGuard.Audit;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>Makes every chain hold again after its events were changed, as somebody does who knows how links are made.</summary>
internal static class RelinkedChain
{
    /// <param name="services">Of a built server.</param>
    /// <param name="withRows">Whether the database has a column for what links say of rows.</param>
    public static async Task MakeAsync(IServiceProvider services, bool withRows = true)
    {
        var events = await Record.QueryAsync(
            services,
            $"""
            SELECT "Tenant", "Sequence", "At", "ActorKind", "ActorId", "Action", "Subject", "Detail", {(withRows ? "\"Rows\"" : "NULL")}
            FROM "Audit" ORDER BY "Tenant", "Sequence"
            """
        );
        foreach (var chain in events.GroupBy(e => e[0]))
        {
            var hash = new byte[32];
            foreach (var e in chain)
            {
                var link = new AuditRow
                {
                    Tenant = new(Guid.Parse($"{e[0]}")),
                    Sequence = (long)e[1]!,
                    At = DateTimeOffset.FromUnixTimeMilliseconds((long)e[2]!),
                    ActorKind = (string)e[3]!,
                    ActorId = (string)e[4]!,
                    Action = (string)e[5]!,
                    Subject = (string)e[6]!,
                    Detail = (string)e[7]!,
                    Rows = (string?)e[8],
                };
                hash = link.HashAfter(hash);
                const string Link = """UPDATE "Audit" SET "Hash" = @p0 WHERE "Tenant" = @p1 AND "Sequence" = @p2""";
                await Record.QueryAsync(services, Link, hash, e[0]!, e[1]!);
            }

            await Record.QueryAsync(services, """UPDATE "AuditHeads" SET "Hash" = @p0 WHERE "Tenant" = @p1""", hash, chain.Key!);
        }
    }
}
