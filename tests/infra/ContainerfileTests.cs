namespace RetailGuard.Tests.Infra;

/// <summary>The images hold what was published and nothing that a stranger chose, and run as nobody in particular.</summary>
public sealed class ContainerfileTests
{
    private const string Good = """
        # A comment
        ARG BASE_DIGEST=
        FROM registry.example/base:1.2.3-name${BASE_DIGEST}
        ENV ONE=1 \
            TWO=2
        COPY --chown=0:0 . /app
        USER 1654:1654
        ENTRYPOINT ["program"]
        """;

    public static TheoryData<string> Files => ["server", "edge"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_containerfile_keeps_every_rule(string file) => Read(file).Problems().ShouldBeEmpty();

    [Theory]
    [InlineData("1.2.3-name${BASE_DIGEST}", "latest${BASE_DIGEST}", "whole version")]
    [InlineData("1.2.3-name${BASE_DIGEST}", "1.2.3-name", "whole version")]
    [InlineData("1.2.3-name", "1-name", "whole version")]
    [InlineData("ARG BASE_DIGEST=\n", "", "before FROM")]
    [InlineData("USER 1654:1654", "USER 0:0", "number above 0")]
    [InlineData("USER 1654:1654", "USER 1654:1654\nUSER root", "number above 0")]
    [InlineData("USER 1654:1654", "", "number above 0")]
    [InlineData("ENTRYPOINT [\"program\"]", "ENTRYPOINT program", "as a list")]
    [InlineData("COPY --chown=0:0 . /app", "ADD https://example.nz/x /app", "ADD is not used")]
    [InlineData("COPY --chown=0:0 . /app", "COPY . /app", "root owns it")]
    [InlineData("USER 1654:1654", "RUN curl https://example.nz/x\nUSER 1654:1654", "only the distribution's packages")]
    [InlineData("TWO=2", "DB_PASSWORD=2", "would put a secret")]
    [InlineData("ARG BASE_DIGEST=\n", "ARG BASE_DIGEST=\nARG API_TOKEN=\n", "would put a secret")]
    public void Each_rule_finds_what_it_is_for(string good, string bad, string finding)
    {
        Containerfile.Parse(Good).Problems().ShouldBeEmpty();
        var changed = Good.Replace(good, bad, StringComparison.Ordinal);
        changed.ShouldNotBe(Good);
        Containerfile.Parse(changed).Problems().ShouldHaveSingleItem().ShouldContain(finding);
    }

    [Theory]
    [InlineData("server", "dotnet/aspnet", "/app/RetailGuard.Server.dll")]
    [InlineData("edge", "dotnet/runtime", "/app/RetailGuard.Edge.dll")]
    public void An_image_starts_the_published_program_on_the_runtime_it_needs(string file, string runtime, string program)
    {
        var instructions = Read(file).Instructions;
        instructions.Single(i => i.Name == "FROM").Arguments.ShouldContain($"{runtime}:10.0.");
        instructions.Single(i => i.Name == "ENTRYPOINT").Arguments.ShouldBe($"[\"dotnet\", \"{program}\"]");
    }

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("Rule", "R1")]
    public void No_diagnostics_socket_opens_the_memory_of_a_container(string file) =>
        Read(file).Instructions.ShouldContain(i => i.Name == "ENV" && i.Arguments.Contains("DOTNET_EnableDiagnostics=0"));

    [Fact]
    public void The_connector_takes_ffmpeg_from_the_distribution() =>
        Read("edge")
            .Instructions.ShouldContain(i =>
                i.Name == "RUN" && i.Arguments.Contains("apt-get install --yes --no-install-recommends ffmpeg")
            );

    private static Containerfile Read(string file) => Containerfile.Parse(InfraFiles.Text($"infra/container/{file}.Containerfile"));
}
