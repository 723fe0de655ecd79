using System.Text.RegularExpressions;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Infra;

/// <summary>What a person on call is told to type exists.</summary>
public sealed partial class RunbookTests
{
    private const string Compose = "docker compose -f infra/compose/compose.yaml ";

    public static TheoryData<string> Pages => [.. InfraFiles.All.Where(f => f.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_file_that_a_page_names_is_there(string page)
    {
        var text = InfraFiles.Text(page);
        var folder = Path.GetDirectoryName(InfraFiles.PathOf(page))!;
        Links().Matches(text).Select(m => Path.Combine(folder, m.Groups["to"].Value)).ShouldAllBe(path => Path.Exists(path));
        // Made by the command itself, from the example beside it.
        string[] made = ["infra/compose/.env", "infra/bicep/main.bicepparam"];
        Paths().Matches(text).Select(m => m.Value).Except(made).Where(path => !Path.Exists(InfraFiles.PathOf(path))).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_speaks_to_services_that_compose_has(string page)
    {
        var services = ComposeFile.Read("infra/compose/compose.yaml")["services"]!
            .AsObject()
            .Select(s => s.Key)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var line in Commands(page).Where(line => line.StartsWith(Compose, StringComparison.Ordinal)))
        {
            var words = line[Compose.Length..].Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            words[0].ShouldBeOneOf("build", "up", "ps", "exec", "run", "stop", "restart", "logs");
            var named = words.Skip(1).Where(word => !word.StartsWith('-') && !int.TryParse(word, out _)).ToList();
            // exec has the service's own command behind its name.
            named.Take(words[0] == "exec" ? 1 : named.Count).ShouldAllBe(word => services.Contains(word), line);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_speaks_to_resources_that_the_template_makes(string page)
    {
        var made = InfraFiles
            .All.Where(f => f.EndsWith(".bicep", StringComparison.Ordinal))
            .SelectMany(f => Resources().Matches(InfraFiles.Text(f)).Select(m => m.Groups["suffix"].Value))
            .ToHashSet(StringComparer.Ordinal);
        Names().Matches(InfraFiles.Text(page)).Select(m => m.Groups["suffix"].Value).Where(name => !made.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_command_of_the_server_that_a_page_names_is_one()
    {
        var named = Pages
            .SelectMany(page => Commands(page.Data))
            .SelectMany(line => ServerCommand().Matches(line).Select(m => m.Groups["command"].Value))
            .Distinct()
            .ToList();
        named.ShouldContain("audit verify");
        foreach (var command in named)
        {
            var help = await ServerProgram.RunAsync([.. command.Split(' '), "--help"]);
            help.Output.ShouldContain($"RetailGuard.Server {command} ", Case.Sensitive, help.ToString());
        }
    }

    [Fact]
    public async Task Every_command_of_the_script_that_a_page_names_is_in_its_help()
    {
        var help = await ToolOutput.OfAsync("bash", [InfraFiles.PathOf("retailguard"), "help"]);
        foreach (
            var command in Pages.SelectMany(page => Script().Matches(InfraFiles.Text(page.Data)).Select(m => m.Groups["command"].Value))
        )
        {
            help.Output.ShouldContain($"\n  {command} ");
        }
    }

    /// <summary>The lines of a page's code blocks.</summary>
    private static IEnumerable<string> Commands(string page) =>
        InfraFiles
            .Text(page)
            .Split("```")
            .Where((_, i) => i % 2 == 1)
            .SelectMany(block => block.Split('\n'))
            .Where(line => line.Length > 0);

    [GeneratedRegex(@"\]\((?<to>[^)#:]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Links();

    [GeneratedRegex(@"\b(infra|services|tests)/[\w./\-]*\w", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Paths();

    [GeneratedRegex(@"\$\{name\}-(?<suffix>[a-z]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Resources();

    [GeneratedRegex(@"--(name|source-server) retailguard-(?<suffix>[a-z]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Names();

    [GeneratedRegex(@"RetailGuard\.Server\.dll (?<command>[a-z]+ [a-z\-]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ServerCommand();

    [GeneratedRegex(@"\./retailguard (?<command>[a-z]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Script();
}
