using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Tracks that a store decides together are decided as one after the other.</summary>
public sealed class BatchTests(FaceReader reader)
{
    [Fact]
    [Trait("Rule", "R6")]
    public async Task A_batchs_answers_equal_those_of_one_at_a_time()
    {
        // A server of its own, since tracks that cannot be decided are errors in its log.
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        await using var together = await Stage.SetAsync(server, reader);
        await using var alone = await Stage.SetAsync(server, reader);
        var random = new Random(6);
        var seen = new HashSet<(TrackVerdict, string?)>();
        for (var round = 0; round < 20; round++)
        {
            var kinds = Enumerable.Range(0, 1 + random.Next(12)).Select(_ => random.Next(Kinds)).ToArray();

            var batch = await DecideAsync(server, together, [.. kinds.Select(k => Track(server, together, k))]);
            var singles = new List<TrackAnswer>();
            foreach (var kind in kinds)
            {
                singles.AddRange(await DecideAsync(server, alone, [Track(server, alone, kind)]));
            }

            batch.Select(Said).ShouldBe(singles.Select(Said), $"round {round}: {string.Join(' ', kinds)}");
            seen.UnionWith(batch.Select(Said));
        }

        // No match, a match, and four reasons for no decision: the rounds have met everything.
        seen.Count.ShouldBe(6, string.Join('\n', seen));
        server.Log.Errors.ShouldNotBeEmpty();
    }

    private const int Kinds = 9;

    private TrackReport Track(RunningServer server, Stage stage, int kind)
    {
        var stranger = new TrackReport(
            new(stage.Shop.Cameras[0]),
            reader.Pack.Space.Id,
            new(reader.Template(Photos.Of('B'))),
            FramesFused: 4,
            Agreement: 0.9,
            Quality: 0.8,
            server.Time.GetUtcNow()
        );
        var listed = reader.Template(Photos.Of('A'));
        return kind switch
        {
            0 => stranger,
            1 => stranger with { Template = new(listed) },
            2 => stranger with { Template = new(listed), FramesFused = 1 },
            3 => stranger with { Template = new([.. listed.Skip(1)]) },
            4 => stranger with { Template = new([float.NaN, .. listed.Skip(1)]) },
            5 => stranger with { Template = new(new float[listed.Length]) },
            6 => stranger with { Template = new(listed), Space = "another-space" },
            7 => stranger with { Template = new(listed), Camera = new(Unique.Id()) },
            _ => stranger with { Template = new(listed), CapturedAt = server.Time.GetUtcNow().AddMinutes(-10) },
        };
    }

    private static Task<TrackAnswer[]> DecideAsync(RunningServer server, Stage stage, TrackReport[] tracks)
    {
        var tenant = new TenantId(stage.Retailer.Id);
        TenantBoundary.ActFor(tenant);
        return server
            .Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IStoreGrain>(GrainKeys.Store(tenant, new(stage.Shop.Id)))
            .Decide(tracks);
    }

    private static (TrackVerdict, string?) Said(TrackAnswer answer) => (answer.Verdict, answer.Reason);
}
