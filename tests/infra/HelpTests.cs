using RetailGuard.Testing;

namespace RetailGuard.Tests.Infra;

/// <summary>Whoever asks how a command is used has started nothing.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly string _copy = Directory.CreateTempSubdirectory("retailguard-help-").FullName;

    public HelpTests()
    {
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Checkout.Root, "infra", "build"))
                .Append(Path.Combine(Checkout.Root, "retailguard"))
        )
        {
            var copy = Path.Combine(_copy, Path.GetRelativePath(Checkout.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [Theory]
    [InlineData("--reset", "demo", "--help")]
    [InlineData("--only NAME", "test", "--help")]
    [InlineData("--Section:Name=value", "run", "-h")]
    [InlineData("--second-admin-email", "tenant", "create", "--help")]
    [InlineData("pair|check|run", "edge", "pair", "--help")]
    [InlineData("--check", "format", "--help")]
    [InlineData("screenshots", "screenshots", "--help")]
    [InlineData(".retailguard/publish", "publish", "--help")]
    [InlineData("bench strangers", "bench", "strangers", "--help")]
    [InlineData("--head HEX", "audit", "verify", "-h")]
    [InlineData("--keys-lost", "restore", "--help")]
    [InlineData("key copy --to FILE", "key", "rotate", "--help")]
    [InlineData("demo", "--help")]
    [InlineData("demo", "nonsense", "--help")]
    public async Task A_command_that_is_asked_for_help_only_tells(string tells, params string[] command)
    {
        var before = Files();

        var help = await ToolOutput.OfAsync(
            Path.Combine(_copy, "retailguard"),
            command,
            new Dictionary<string, string> { ["HOME"] = _copy }
        );

        help.ExitCode.ShouldBe(0, help.ToString());
        help.Error.ShouldBeEmpty();
        help.Output.ShouldContain(tells);
        Files().ShouldBe(before);
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_copy, "*", SearchOption.AllDirectories).Order()];
}
