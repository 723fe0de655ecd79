using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Protocol.V1;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Nothing slow stands in the way of a decision.</summary>
public sealed class SlowRecordTests(FaceReader reader, CloudMachines machines)
{
    [Fact]
    [Trait("Rule", "R56")]
    public async Task While_the_database_hangs_decisions_beats_and_pulses_go_on_until_the_list_is_too_old()
    {
        // A server of its own, which logs what hangs.
        using var storage = await DataStore.InCloudAsync(machines);
        await using var server = await RunningServer.StartAsync(storage);
        await using var stage = await Stage.SetAsync(server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);

        await using (var db = server.Services.GetRequiredService<Database>().AcrossTenants())
        {
            await using var hanging = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            var tables = db.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal);
            var locks = string.Join(", ", tables.Select(t => $"\"{t}\""));
#pragma warning disable EF1002 // The tables' own names.
            await db.Database.ExecuteSqlRawAsync($"LOCK TABLE {locks} IN ACCESS EXCLUSIVE MODE", TestContext.Current.CancellationToken);
#pragma warning restore EF1002

            var pulses = screen.Seen.Count(m => m.Kind == "pulse");
            for (var i = 0; i < 5; i++)
            {
                server.Time.Step(TimeSpan.FromSeconds(2));
                (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
                await stage.Connector.NextPingAsync();
            }

            await screen.UntilAsync(s => s.Seen.Count(m => m.Kind == "pulse") > pulses, "a pulse");

            server.Time.Step(TimeSpan.FromSeconds(61));
            var tooOld = await stage.PassAsync(Photos.Of('B'));
            tooOld.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
            tooOld.Reason.ShouldContain("could not be checked");
            server.Time.Step(TimeSpan.FromSeconds(2));
            await screen.UntilAsync(s => !s.Store.GetProperty("armed").GetBoolean(), "the store disarmed");
        }

        await stage.LookAsync();
        await screen.UntilAsync(s => s.Store.GetProperty("armed").GetBoolean(), "the store armed");
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
    }
}
