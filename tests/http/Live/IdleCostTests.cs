using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Counts what the whole process asks its databases, so no other test runs beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed partial class IdleCostTests(FaceReader reader)
{
    [GeneratedRegex(@"@\w+\d(?:, @\w+\d)+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ListOfParameters { get; }

    [Fact]
    public async Task Idle_stores_ask_the_database_no_more_often_the_more_there_are()
    {
        const int few = 3;
        const int many = 36;
        var ofFew = await CommandsOfAsync(few);
        var ofMany = await CommandsOfAsync(many);

        ofFew.ShouldNotBeEmpty();

        // What many share comes some twenty times, with each second or third pulse, as they happen to meet; what is asked for each store
        // comes once more for each.
        ofMany.Where(c => c.Value - ofFew.GetValueOrDefault(c.Key) >= many - few).ShouldBeEmpty();
    }

    /// <summary>
    /// How often each command comes in 62 s of nothing: what a node keeps of a retailer is read again once in them, wherever they begin.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, int>> CommandsOfAsync(int stores)
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        await using var first = await Stage.SetAsync(server, reader);
        var stages = new List<Stage> { first };
        for (var i = 1; i < stores; i++)
        {
            stages.Add(await Stage.SetAsync(server, reader, first.Retailer));
        }

        var screens = new List<StoreScreen>();
        foreach (var stage in stages)
        {
            screens.Add(await StoreScreen.OpenAsync(stage.First));
        }

        server.Time.Step(TimeSpan.FromSeconds(10));
        await PulseAsync();
        foreach (var stage in stages)
        {
            // What setting the stores up has changed is read by now.
            await stage.LookAsync();
        }

        var commands = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var events = new DatabaseEvents(
            (name, told) =>
            {
                if (name == RelationalEventId.CommandExecuting.Name && told is CommandEventData sent)
                {
                    // Each parameter of a list has a number of its own: with more lines the same question is another text.
                    commands.AddOrUpdate(ListOfParameters.Replace(sent.Command.CommandText, "@list"), 1, (_, count) => count + 1);
                }
            }
        );
        for (var second = 0; second < 62; second += 2)
        {
            server.Time.Step(TimeSpan.FromSeconds(2));
            await PulseAsync();
        }

        var counted = commands.ToDictionary();
        foreach (var screen in screens)
        {
            await screen.DisposeAsync();
        }

        foreach (var stage in stages.Skip(1))
        {
            await stage.DisposeAsync();
        }

        return counted;

        async Task PulseAsync()
        {
            foreach (var screen in screens)
            {
                var seen = screen.Seen.Count(m => m.Kind == "pulse");
                await screen.UntilAsync(s => s.Seen.Count(m => m.Kind == "pulse") > seen, "a pulse");
            }
        }
    }
}
