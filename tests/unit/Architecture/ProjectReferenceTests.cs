namespace RetailGuard.Tests.Unit.Architecture;

/// <summary>Who may know whom. The map is services/README.md.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Foundation"] = [],
        ["Protocol"] = [],
        ["Matching"] = [],
        ["Storage"] = ["Foundation"],
        ["Vision"] = ["Matching"],
        ["Audit"] = ["Foundation", "Storage"],
        ["Identity"] = ["Foundation", "Storage", "Audit"],
        ["Mail"] = ["Foundation", "Storage", "Audit", "Identity"],
        ["Assurance"] = ["Foundation", "Storage", "Audit", "Identity"],
        ["Watchlists"] = ["Foundation", "Storage", "Audit", "Identity", "Matching", "Vision"],
        ["Alerts"] = ["Foundation", "Storage", "Audit", "Identity", "Assurance", "Matching", "Watchlists"],
        ["Sharing"] = ["Foundation", "Storage", "Audit", "Identity", "Watchlists"],
        ["Notices"] = ["Foundation", "Storage", "Audit", "Identity", "Matching", "Vision", "Watchlists", "Sharing", "Alerts"],
        ["Assessment"] = ["Foundation", "Storage", "Audit", "Identity", "Notices"],
        ["Privacy"] = ["Foundation", "Storage", "Audit", "Identity", "Watchlists", "Alerts", "Notices", "Assessment"],
        ["Billing"] = ["Foundation", "Storage", "Audit", "Identity"],
        ["Gateway"] = ["Foundation", "Identity", "Protocol", "Vision", "Watchlists", "Alerts"],
        ["Operations"] = ["Foundation", "Storage", "Audit", "Identity", "Watchlists"],
        ["Server"] =
        [
            "Foundation",
            "Storage",
            "Protocol",
            "Vision",
            "Matching",
            "Audit",
            "Identity",
            "Mail",
            "Assurance",
            "Watchlists",
            "Sharing",
            "Alerts",
            "Notices",
            "Assessment",
            "Privacy",
            "Billing",
            "Gateway",
            "Operations",
        ],
        ["Edge"] = ["Protocol", "Vision", "Matching"],
        // Clients of the public API and of the wire: they know nothing of the server's modules.
        ["Tools.Simulator"] = ["Protocol", "Matching"],
        ["Tools.Demo"] = ["Tools.Simulator", "Vision"],
        ["Tools.Evaluate"] = ["Matching", "Vision"],
        ["Tools.Rules"] = [],
    };

    public static TheoryData<string> Projects => [.. Sources.References.Keys];

    [Fact]
    public void Every_project_has_its_place_on_the_map() => Sources.References.Keys.ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may_know(string project) =>
        Sources.References[project].Except(Allowed[project]).ShouldBeEmpty($"{project} may not know these");

    [Fact]
    public void The_map_shows_every_service() =>
        Sources
            .References.Keys.Where(name => name != "Edge" && !name.StartsWith("Tools.", StringComparison.Ordinal))
            .Where(name => !File.ReadAllText(Path.Combine(Sources.Root, "services", "README.md")).Contains($"| `{name}` |"))
            .ShouldBeEmpty();
}
