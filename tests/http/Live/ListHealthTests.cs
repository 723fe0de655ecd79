using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A list that cannot be checked matches nobody, and everybody concerned hears why.</summary>
[Trait("Rule", "R20")]
[Trait("Rule", "R56")]
public sealed class ListHealthTests(FaceReader reader)
{
    [Fact]
    public async Task A_list_that_cannot_be_checked_for_a_minute_disarms_the_store_until_it_can()
    {
        // A server of its own: it logs the errors that are made here.
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        await using var stage = await Stage.SetAsync(server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        await server.QueryAsync("""ALTER TABLE "AuditHeads" RENAME TO "Away" """);

        server.Time.Stall(TimeSpan.FromSeconds(61));
        var undecided = await stage.PassAsync(Photos.Of('A'));

        undecided.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        undecided.Reason.ShouldContain("could not be checked");
        server.Time.Step(TimeSpan.FromSeconds(5));
        await screen.UntilAsync(s => !s.Store.GetProperty("armed").GetBoolean(), "the store disarmed");
        screen.Store.GetProperty("reason").GetString().ShouldBe(undecided.Reason);

        await server.QueryAsync("""ALTER TABLE "Away" RENAME TO "AuditHeads" """);
        server.Time.Step(TimeSpan.FromSeconds(5));
        await stage.LookAsync();

        await screen.UntilAsync(s => s.Store.GetProperty("armed").GetBoolean(), "the store armed");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }
}
