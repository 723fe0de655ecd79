using System.Collections.Concurrent;
using System.Text.Json;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Bench.Load;

/// <summary>What <c>bench strangers</c> prints. Times are milliseconds from when a probe was due to its answer.</summary>
/// <param name="Strangers">Who try to sign in at any moment.</param>
/// <param name="P99Ratio">99th percentile while strangers try, by the one before.</param>
/// <param name="P50Ratio">The same of the median.</param>
/// <param name="Answers">What the strangers were told, by code, and how often.</param>
internal sealed record StrangersReport(
    int Stores,
    int FacesPerSecond,
    int Strangers,
    Spread Before,
    Spread Trying,
    Spread After,
    double P50Ratio,
    double P99Ratio,
    int Unanswered,
    IReadOnlyDictionary<string, int> Answers,
    IReadOnlyList<string> Troubles
);

/// <summary>
/// Measures what strangers who try to sign in cost the stores: one load on a real server process, before, while so many try at once
/// without a pause, and after. Half of them try an account that exists.
/// </summary>
internal static class StrangersBench
{
    private const double P99RatioBar = 2;
    private static readonly TimeSpan LongestPart = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(SteadyLoadPlan plan, int strangers, TimeProvider time, CancellationToken cancellation)
    {
        plan.Check(LongestPart);
        await using var load = await SteadyLoad.StartAsync(plan, time, cancellation);
        var before = await load.PartAsync("Nobody tries to sign in", cancellation);
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        LoadPart trying;
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            var tries = Enumerable.Range(0, strangers).Select(i => TryAsync(load.Server, i, answers, ending.Token)).ToList();
            trying = await load.PartAsync($"{strangers} strangers try to sign in", cancellation);
            await ending.CancelAsync();
            await Task.WhenAll(tries);
        }

        var after = await load.PartAsync("Nobody tries any more", cancellation);
        var report = new StrangersReport(
            plan.Stores,
            plan.FacesPerSecond,
            strangers,
            before.Answers,
            trying.Answers,
            after.Answers,
            Math.Round(trying.Answers.P50 / before.Answers.P50, 2),
            Math.Round(trying.Answers.P99 / before.Answers.P99, 2),
            trying.Unanswered,
            answers.OrderByDescending(a => a.Value).ToDictionary(),
            [.. before.Troubles, .. trying.Troubles, .. after.Troubles]
        );
        Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        return report is { P99Ratio: <= P99RatioBar, Unanswered: 0, Troubles.Count: 0 } ? 0 : 1;
    }

    private static async Task TryAsync(IServer server, int number, ConcurrentDictionary<string, int> answers, CancellationToken ending)
    {
        var email = number % 2 == 0 ? RetailerSeed.AdminEmail : $"stranger-{number}@example.org";
        while (!ending.IsCancellationRequested)
        {
            var answer = await Retailer.SignInAsync(server, RetailerSeed.Tenant, email, "not the password", null);
            answers.AddOrUpdate(answer.Code ?? $"{(int)answer.Status}", 1, (_, times) => times + 1);
        }
    }
}
