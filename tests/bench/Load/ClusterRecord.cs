using Npgsql;

namespace RetailGuard.Bench.Load;

/// <summary>The record, past every node: what is in it of what was acknowledged.</summary>
/// <param name="postgres">Connection string.</param>
internal sealed class ClusterRecord(string postgres)
{
    /// <summary>So long after its deadline an alert may still be open: its node may have died with the timer.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(60);

    /// <summary>Acts that an alert can see once from one person, or once from its connector.</summary>
    private const string Acts = """
        SELECT "Subject", "Action", "ActorId", COUNT(*)::int FROM "Audit"
        WHERE "Action" IN ('alert.raised', 'alert.evidence-attached', 'alert.vote-cast', 'alert.confirmed', 'alert.in-aisle-checked',
                           'alert.outcome-recorded', 'alert.disputed', 'alert.expired')
        GROUP BY "Subject", "Action", "ActorId"
        """;

    private const string VotesTwice = """
        SELECT COALESCE(SUM(n - 1), 0)::int FROM (SELECT COUNT(*) AS n FROM "Votes" GROUP BY "AlertId", "PersonId") AS each
        """;

    /// <summary>While people look at one alert on a person, the store raises no second one; one whose time is over is no hindrance.</summary>
    private const string AlertsTwice = """
        SELECT COUNT(*)::int FROM "Alerts" AS a JOIN "Alerts" AS b USING ("Tenant", "StoreId", "EntryId")
        WHERE (a."RaisedAt", a."Id") < (b."RaisedAt", b."Id")
          AND b."RaisedAt" < LEAST(a."RaisedAt" + 60000, a."ActionableUntil", COALESCE(a."ClosedAt", a."ActionableUntil"))
        """;

    private const string Stuck = """
        SELECT COUNT(*)::int FROM "Alerts"
        WHERE ("State" IN ('Raised', 'Voting') AND LEAST("VotingEndsAt", "ActionableUntil") < @p0)
           OR ("State" = 'Confirmed' AND "ActionableUntil" < @p0)
        """;

    private const string Open = """SELECT COUNT(*)::int FROM "Alerts" WHERE "State" IN ('Raised', 'Voting', 'Confirmed')""";

    /// <returns>Acknowledged acts that are not there, acts that are there more often than once, and which these are.</returns>
    public async Task<(int Lost, int Doubled, IReadOnlyList<string> Which)> CompareAsync(IEnumerable<Acknowledgement> acknowledged)
    {
        var recorded = new Dictionary<(string Alert, string Action, string By), int>();
        await using var database = NpgsqlDataSource.Create(postgres);
        await using (var command = database.CreateCommand(Acts))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var by = await reader.IsDBNullAsync(2) ? "" : reader.GetString(2);
                recorded[(reader.GetString(0), reader.GetString(1), by)] = reader.GetInt32(3);
            }
        }

        var byAnyone = recorded.Keys.Select(k => (k.Alert, k.Action)).ToHashSet();
        var lost = acknowledged
            .Where(a =>
                a.By is { } person
                    ? !recorded.ContainsKey(($"{a.Alert}", a.Action, $"{person}"))
                    : !byAnyone.Contains(($"{a.Alert}", a.Action))
            )
            .ToList();
        var acts = recorded.Where(r => r.Value > 1).ToList();
        var (votes, alerts) = (await CountAsync(database, VotesTwice), await CountAsync(database, AlertsTwice));
        return (
            lost.Count,
            acts.Sum(a => a.Value - 1) + votes + alerts,
            [
                .. lost.Select(a => $"lost: {a.Action} of alert {a.Alert}"),
                .. acts.Select(a => $"{a.Value} times: {a.Key.Action} of alert {a.Key.Alert}"),
                $"{votes} votes twice, {alerts} alerts at once",
            ]
        );
    }

    public async Task<int> OpenAsync()
    {
        await using var database = NpgsqlDataSource.Create(postgres);
        return await CountAsync(database, Open);
    }

    public async Task<int> StuckAsync(DateTimeOffset now)
    {
        await using var database = NpgsqlDataSource.Create(postgres);
        await using var command = database.CreateCommand(Stuck);
        command.Parameters.Add(new NpgsqlParameter("p0", (now - Overdue).ToUnixTimeMilliseconds()));
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
