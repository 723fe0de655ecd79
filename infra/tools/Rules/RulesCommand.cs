using System.CommandLine;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace RetailGuard.Tools.Rules;

/// <summary>
/// Prints each rule of the file <c>rules</c> with the tests that show it, and fails when a rule marked as kept has none.
/// A test shows a rule by <c>[Trait("Rule", "R24")]</c> in .NET, or by <c>@R24</c> in the title of a browser test.
/// </summary>
internal static partial class RulesCommand
{
    /// <param name="Kept">Whether the product claims to keep the rule now.</param>
    private sealed record Rule(string Id, bool Kept, string Text);

    public static RootCommand Create()
    {
        var command = new RootCommand("Each rule and the tests that show it.");
        command.SetAction(_ => Run(Environment.CurrentDirectory));
        return command;
    }

    internal static int Run(string root)
    {
        var rules = File.ReadLines(Path.Combine(root, "rules")).Select(Parse).OfType<Rule>().ToList();
        var tests = Tests(Path.Combine(root, "tests")).Concat(Tests(Path.Combine(root, "web"))).ToLookup(t => t.Rule, t => t.Test);
        var unshown = rules.Where(r => r.Kept && !tests[r.Id].Any()).ToList();
        var unknown = tests.Select(t => t.Key).Except(rules.Select(r => r.Id)).Order(StringComparer.Ordinal).ToList();

        var table = new Table().AddColumns("Rule", "State", "What", "Tests");
        foreach (var rule in rules)
        {
            var shown = tests[rule.Id].Distinct().Order(StringComparer.Ordinal).ToList();
            var state = rule.Kept ? (shown.Count > 0 ? "kept" : "NOT SHOWN") : "not yet";
            table.AddRow(rule.Id, state, Markup.Escape(rule.Text), Markup.Escape(string.Join('\n', shown)));
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"{rules.Count(r => r.Kept)} of {rules.Count} rules are kept; {unshown.Count} of them lack a test.");
        foreach (var rule in unshown)
        {
            Console.Error.WriteLine($"{rule.Id} is marked as kept, and no test carries it.");
        }

        foreach (var id in unknown)
        {
            Console.Error.WriteLine($"A test carries {id}, which the file rules does not know.");
        }

        return unshown.Count + unknown.Count == 0 ? 0 : 1;
    }

    private static Rule? Parse(string line) =>
        RuleLine().Match(line) is { Success: true } match
            ? new(match.Groups["id"].Value, match.Groups["state"].Value == "kept", match.Groups["text"].Value)
            : null;

    private static IEnumerable<(string Rule, string Test)> Tests(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsTestSource))
        {
            var text = File.ReadAllText(file);
            var pattern = file.EndsWith(".cs", StringComparison.Ordinal) ? Trait() : Tag();
            foreach (Match match in pattern.Matches(text))
            {
                // The trait stands above its test or class: the next name is the one that it marks.
                var named = file.EndsWith(".cs", StringComparison.Ordinal) ? NextName().Match(text, match.Index).Groups["name"].Value : "";
                yield return (match.Groups["id"].Value, named.Length > 0 ? named : Path.GetFileName(file));
            }
        }
    }

    private static bool IsTestSource(string file) =>
        !file.Contains("/node_modules/", StringComparison.Ordinal)
        && !file.Contains("/obj/", StringComparison.Ordinal)
        && (
            file.EndsWith(".cs", StringComparison.Ordinal)
            || file.EndsWith(".spec.ts", StringComparison.Ordinal)
            || file.EndsWith(".test.ts", StringComparison.Ordinal)
            || file.EndsWith(".test.tsx", StringComparison.Ordinal)
        );

    [GeneratedRegex(@"^(?<id>R\d+)\s+(?<state>kept|later)\s+(?<text>.+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RuleLine();

    [GeneratedRegex("""Trait\("Rule", "(?<id>R\d+)"\)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Trait();

    [GeneratedRegex(@"@(?<id>R\d+)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(class|void|Task)\s+(?<name>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NextName();
}
