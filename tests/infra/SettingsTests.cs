using System.Text.RegularExpressions;
using RetailGuard.Server;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Infra;

/// <summary>The list of settings is whole, and every file speaks of settings that are on it.</summary>
public sealed partial class SettingsTests
{
    private static readonly HashSet<string> Known = new(Settings.All.Select(s => s.Name), StringComparer.OrdinalIgnoreCase);

    public static TheoryData<string> Files => [.. InfraFiles.All];

    [Fact]
    public void No_setting_is_listed_twice_and_each_says_what_it_is()
    {
        Known.Count.ShouldBe(Settings.All.Count);
        Settings.All.ShouldAllBe(s => s.Meaning.Length > 10 && !s.Meaning.EndsWith('.'));
        Settings.All.Single(s => s.Name == "Cluster:Tls:KeyFile").Variable.ShouldBe("RETAILGUARD_Cluster__Tls__KeyFile");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_variable_in_a_file_of_infra_is_a_setting_that_the_server_knows(string file)
    {
        string[] known = [.. Settings.All.Select(s => s.Variable), .. Settings.OtherVariables];
        Variables().Matches(InfraFiles.Text(file)).Select(m => m.Value).Except(known).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_setting_named_in_a_file_of_infra_is_one_that_the_server_knows(string file) =>
        NamesIn(InfraFiles.Text(file)).Where(name => !Known.Contains(name)).ShouldBeEmpty();

    [Fact]
    public void The_README_lists_exactly_these_settings()
    {
        var readme = InfraFiles.Text("README.md");
        var table = readme[readme.IndexOf("## Configuration", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n## ", 5, StringComparison.Ordinal)];
        var named = table
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(row => Quoted().Matches(row.Split('|')[1]).Select(m => m.Groups["name"].Value));
        named.ShouldBe(Settings.All.Select(s => s.Name), ignoreOrder: true);
    }

    [Fact]
    public void Whatever_a_source_reads_from_the_configuration_is_listed()
    {
        var read = ReadInSources().ToList();
        // The scan is not blind: it finds one of each way of reading.
        read.Select(r => r.Name).ShouldContain("Vision:Pack", "by its whole name");
        read.Select(r => r.Name).ShouldContain("PublicAddress", "at the top");
        read.Select(r => r.Name).ShouldContain("Storage:MasterKey", "within its section");
        read.Select(r => r.Name).ShouldContain("Storage:AzureBlobContainer", "by its options");
        read.Where(r => !Known.Contains(r.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void No_file_of_infra_holds_a_secret() =>
        InfraFiles
            .All.SelectMany(file => SecretValue().Matches(InfraFiles.Text(file)).Select(m => $"{file}: {m.Value[..8]}…"))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("Password=hunter22", true)]
    [InlineData("AccountKey=c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", true)]
    [InlineData("-----BEGIN PRIVATE KEY-----", true)]
    [InlineData("masterKey = 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U='", true)]
    [InlineData("Password=${databasePassword}", false)]
    [InlineData("Password=$(<\"$folder/postgres-password\")", false)]
    [InlineData("image@sha256:0000000000000000000000000000000000000000000000000000000000000000", false)]
    public void The_search_for_secrets_finds_what_it_is_for(string text, bool isSecret) => SecretValue().IsMatch(text).ShouldBe(isSecret);

    /// <summary>What sources of the server read: names in calls on a configuration, in string literals, and properties of options that are bound.</summary>
    private static IEnumerable<(string File, string Name)> ReadInSources()
    {
        var services = Path.Combine(Checkout.Root, "services");
        var types = Directory
            .GetFiles(AppContext.BaseDirectory, "RetailGuard.*.dll")
            .Select(file => System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension(file)))
            .Where(assembly => !assembly.GetName().Name!.Contains("Test", StringComparison.Ordinal))
            .SelectMany(assembly => assembly.GetTypes())
            .ToList();
        foreach (var file in Directory.GetFiles(services, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(services, file);
            if (
                path.Contains("/obj/", StringComparison.Ordinal)
                || path.StartsWith("RetailGuard.Cli/", StringComparison.Ordinal)
                || Path.GetFileName(file) == "Settings.cs"
            )
            {
                continue;
            }

            var (text, project) = (File.ReadAllText(file), path.Split('/')[0]["RetailGuard.".Length..]);
            foreach (var name in Reads().Matches(text).Select(m => m.Groups["name"].Value))
            {
                // A module that was given its own section names what is in it.
                yield return (path, Known.Contains($"{project}:{name}") ? $"{project}:{name}" : name);
            }

            foreach (var name in NamesIn(text))
            {
                yield return (path, name);
            }

            // The framework's own options are its own business.
            foreach (var type in Binds().Matches(text).SelectMany(m => types.Where(t => t.Name == m.Groups["type"].Value)))
            {
                foreach (var name in PropertiesOf(type, type.Name[..^"Options".Length]))
                {
                    yield return (path, name);
                }
            }
        }
    }

    private static IEnumerable<string> PropertiesOf(Type type, string section) =>
        type.GetProperties()
            .Where(p => p.SetMethod?.IsPublic is true)
            .SelectMany(p =>
                p.PropertyType.Namespace?.StartsWith("RetailGuard", StringComparison.Ordinal) is true && p.PropertyType.IsClass
                    ? PropertiesOf(p.PropertyType, $"{section}:{p.Name}")
                    : [$"{section}:{p.Name}"]
            );

    /// <summary>Section:Name, of a section of ours.</summary>
    private static IEnumerable<string> NamesIn(string text)
    {
        var sections = Settings.All.Where(s => s.Name.Contains(':')).Select(s => s.Name.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return Names().Matches(text).Select(m => m.Groups["name"].Value).Where(name => sections.Contains(name.Split(':')[0]));
    }

    [GeneratedRegex(@"\bRETAILGUARD_\w+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variables();

    [GeneratedRegex("`(?<name>[A-Za-z:]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"(^|[^\w:/.])(?<name>[A-Z][A-Za-z]+(:[A-Z][A-Za-z]+)+)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Names();

    [GeneratedRegex(
        """[cC]onfiguration(\[|\.GetValue(<[\w?]+>)?\(|\.GetSection\(|\.GetConnectionString\()"(?<name>[A-Za-z:]+)"(\]|[,)] ?[^.)]|\);)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Reads();

    [GeneratedRegex(@"(Get|Bind|Configure|AddOptions)<(?<type>\w+Options)>\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Binds();

    [GeneratedRegex(
        @"(?i:(password|pwd|accountkey|secret|token)=)[^\s$<{'"";…]{6,}|BEGIN [A-Z ]*PRIVATE KEY|(^|[^A-Za-z0-9+/=:])[A-Za-z0-9+/]{43,}={1,2}([^A-Za-z0-9+/=]|$)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SecretValue();
}
