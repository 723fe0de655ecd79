using RetailGuard.Tests.Unit.Storage;
using RetailGuard.Tools.Rules;

namespace RetailGuard.Tests.Unit.Tools;

/// <summary>The command's answer on a small repository: 0 when every kept rule is shown and every shown rule is known.</summary>
public sealed class RulesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kept_rule_is_shown_by_a_trait_or_by_a_tag()
    {
        Write("rules", "# a comment\nR1 kept First.\nR2 kept Second.\nR3 later Third.\n");
        Write("tests/unit/FirstTests.cs", Traits("R1"));
        Write("web/app/second.spec.ts", "test('the second @" + "R2', () => {});");
        RulesCommand.Run(_folder.Path).ShouldBe(0);
    }

    [Fact]
    public void A_kept_rule_without_a_test_fails()
    {
        Write("rules", "R1 kept First.\n");
        Write("tests/unit/FirstTests.cs", Traits());
        RulesCommand.Run(_folder.Path).ShouldBe(1);
    }

    [Fact]
    public void A_rule_for_later_needs_no_test_and_may_have_one()
    {
        Write("rules", "R1 later First.\nR2 later Second.\n");
        Write("tests/unit/FirstTests.cs", Traits("R1"));
        RulesCommand.Run(_folder.Path).ShouldBe(0);
    }

    [Fact]
    public void A_test_for_a_rule_that_nobody_wrote_fails()
    {
        Write("rules", "R1 kept First.\n");
        Write("tests/unit/FirstTests.cs", Traits("R1", "R11"));
        RulesCommand.Run(_folder.Path).ShouldBe(1);
    }

    [Theory]
    [InlineData("tests/unit/obj/FirstTests.cs")]
    [InlineData("tests/node_modules/pack/FirstTests.cs")]
    [InlineData("tests/unit/first.txt")]
    [InlineData("services/FirstTests.cs")]
    public void What_is_no_test_source_shows_nothing(string file)
    {
        Write("rules", "R1 kept First.\n");
        Write(file, Traits("R1"));
        RulesCommand.Run(_folder.Path).ShouldBe(1);
    }

    // Put together here, so that the command does not count these lines as tests of the product.
    private static string Traits(params string[] rules) =>
        string.Concat(rules.Select(rule => $"[Fact]\n[Trait({'"'}Rule{'"'}, {'"'}{rule}{'"'})]\npublic void It_holds() {{ }}\n"));

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
