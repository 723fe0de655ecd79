using RetailGuard.Server;
using RetailGuard.Testing;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>The server dies while it prepares another model's templates.</summary>
public sealed class SpacesRestartTests(FaceReader reader, NextPack next) : IDisposable
{
    /// <summary>So many that the first is done long before the last: there is a pause after each.</summary>
    private const int Entries = 8;

    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R49")]
    [Trait("Rule", "R52")]
    public async Task What_was_re_embedded_stays_and_the_rest_is_made_once()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        for (var i = 1; i < Entries; i++)
        {
            (await Watchlist.ProposeAsync(stage.Manager, Watchlist.Statement(stage.Shop), Photos.Of('A', i % 2))).Ok();
        }

        await server.KillAsync();
        await server.StartAgainAsync(next.Settings);
        var left = await PendingAsync(stage, fewerThan: Entries);
        left.ShouldBeGreaterThan(0, "it dies on the way");
        await server.KillAsync();

        await server.StartAgainAsync(next.Settings);
        (await PendingAsync(stage, fewerThan: 1)).ShouldBe(0);
        (await stage.HeadOffice.PostAsync($"/api/stores/{stage.Shop.Id}/gallery/check")).Ok()["differences"].GetInt32().ShouldBe(0);
        await using var app = ServerHost.Build([.. _storage.Settings]);
        var made = await Record.QueryAsync(app.Services, """SELECT "Subject" FROM "Audit" WHERE "Action" = 'entry.re-embedded' """);
        made.Select(row => row[0]).Distinct().Count().ShouldBe(Entries);
        made.Count.ShouldBe(Entries);
        var verified = await ServerProgram.VerifyAuditAsync(_storage);
        verified.ExitCode.ShouldBe(0, verified.ToString());
    }

    /// <summary>Entries that the next pack has not seen, as soon as they are few enough.</summary>
    private async Task<int> PendingAsync(Stage stage, int fewerThan)
    {
        // So many looks over the network take long enough for any machine.
        for (var looks = 0; looks < 5_000; looks++)
        {
            var spaces = (await stage.HeadOffice.GetAsync("/api/spaces")).Ok().Json.EnumerateArray();
            var pending = spaces.Single(s => s.GetProperty("space").GetString() == next.Space).GetProperty("pending").GetInt32();
            if (pending < fewerThan)
            {
                return pending;
            }
        }

        throw new InvalidOperationException("The next pack did not come on.");
    }
}
