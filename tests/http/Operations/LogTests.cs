using System.Text.Json;
using System.Text.RegularExpressions;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The log that an operator reads: one event a line, when, how bad, what.</summary>
public sealed partial class LogTests : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_line_tells_when_how_bad_and_what_and_repeats_become_a_count()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        for (var i = 0; i < 20; i++)
        {
            await using var stranger = await Connector.DialAsync(server.Address);
            await stranger.SendBytesAsync([1, 2, 3]);
            await stranger.RefusedAsync();
        }

        await server.AskToStopAsync();
        (await server.StoppedAsync()).ShouldBe(0, server.Output);

        // The last count is written at the end, at the latest; a slow machine may need more than one window.
        var lines = server
            .Output.Split('\n')
            .Where(l => l.Contains("RetailGuard.Gateway.EdgeConnection/Refused", StringComparison.Ordinal))
            .ToList();
        lines.Count.ShouldBeLessThan(20, server.Output);
        lines.ShouldAllBe(l => Line().IsMatch(l));
        var counted = lines.Select(l => Count().Match(l)).Where(m => m.Success).Sum(m => int.Parse(m.Groups["count"].ValueSpan));
        (lines.Count(l => !Count().IsMatch(l)) + counted).ShouldBe(20, server.Output);
    }

    [Fact]
    public async Task A_setting_turns_lines_into_json()
    {
        await using var server = await ServerProcess.StartAsync(_storage, "--Logging:Console:FormatterName=json");
        await using (var stranger = await Connector.DialAsync(server.Address))
        {
            await stranger.SendBytesAsync([1, 2, 3]);
            await stranger.RefusedAsync();
        }

        await server.AskToStopAsync();
        (await server.StoppedAsync()).ShouldBe(0, server.Output);

        var line = JsonElement.Parse(server.Output.Split('\n').Single(l => l.Contains("EdgeConnection", StringComparison.Ordinal)));
        line.GetProperty("LogLevel").GetString().ShouldBe("Warning");
        line.GetProperty("Timestamp").GetString()!.ShouldEndWith("Z");
    }

    [GeneratedRegex(
        @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn RetailGuard\.Gateway\.EdgeConnection/Refused .+",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"Refused (?<count>\d+) more of this", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Count();
}
