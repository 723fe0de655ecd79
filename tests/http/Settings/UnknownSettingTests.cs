using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What the server does not read is refused at start, wherever it was set; values, which may be secrets, are never repeated.</summary>
public sealed class UnknownSettingTests : IDisposable
{
    private const string Value = "hunter22";
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Theory]
    [InlineData("--Storage:DataFoldr=hunter22", "There is no setting --Storage:DataFoldr; the nearest is --Storage:DataFolder.")]
    [InlineData("--PublicAdress=hunter22", "There is no setting --PublicAdress; the nearest is --PublicAddress.")]
    [InlineData("/Cluster:Knd=hunter22", "There is no setting /Cluster:Knd; the nearest is /Cluster:Kind.")]
    [InlineData("Storage:Postgress=hunter22", "is neither a command nor a setting")]
    [InlineData("hunter22", "is neither a command nor a setting")]
    [InlineData("--Storage:Postgres", "The setting --Storage:Postgres has no value")]
    public async Task In_an_argument(string argument, string says) => ShouldSay(await StartAsync([argument]), says);

    [Fact]
    public async Task In_an_argument_of_a_command()
    {
        var end = await ServerProgram.RunAsync(["audit", "verify", "--head", "abc", "--Storage:DataFoldr", Value, .. _storage.Settings]);
        ShouldSay(end, "There is no setting --Storage:DataFoldr;");
        end.Error.ShouldNotContain("--head");
    }

    [Fact]
    public async Task In_a_variable() =>
        ShouldSay(
            await StartAsync([], ("RETAILGUARD_Storage__Postgress", Value)),
            "There is no setting RETAILGUARD_Storage__Postgress; the nearest is RETAILGUARD_Storage__Postgres."
        );

    [Fact]
    public async Task In_the_folder_of_secrets()
    {
        await File.WriteAllTextAsync(Path.Combine(_storage.DataFolder, "Storage__MasterKy"), Value, TestContext.Current.CancellationToken);
        ShouldSay(
            await StartAsync([], ("RETAILGUARD_SECRETS", _storage.DataFolder)),
            "There is no setting Storage:MasterKy, which the folder that RETAILGUARD_SECRETS names sets; the nearest is Storage:MasterKey."
        );
    }

    [Fact]
    public async Task All_are_said_at_once()
    {
        var end = await StartAsync([$"--Vision:Pak={Value}", $"--Web:Tablet={Value}"], ("RETAILGUARD_Url", Value));
        foreach (var nearest in (string[])["--Vision:Pack", "--Web:TabletFolder", "RETAILGUARD_Urls"])
        {
            ShouldSay(end, $"the nearest is {nearest}.");
        }
    }

    [Fact]
    public async Task A_folder_of_secrets_that_is_not_there_is_said() =>
        ShouldSay(
            await StartAsync([], ("RETAILGUARD_SECRETS", "/nowhere")),
            "RETAILGUARD_SECRETS names /nowhere, which is no folder.",
            "secrets-missing"
        );

    [Fact]
    public async Task A_secret_is_taken_from_its_file_and_logging_and_other_programs_variables_are_left_alone()
    {
        var secrets = Directory.CreateDirectory(Path.Combine(_storage.DataFolder, "secrets")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, "Storage__MasterKey"), "AAAA\n", TestContext.Current.CancellationToken);
        // The start comes as far as the key, which is too short.
        ShouldSay(
            await StartAsync(
                ["--Logging:LogLevel:Default=Error"],
                ("RETAILGUARD_SECRETS", secrets),
                ("RETAILGUARD_FFMPEG", "/usr/bin/ffmpeg"),
                ("RETAILGUARD_Logging__LogLevel__RetailGuard", "Error")
            ),
            "Storage:MasterKey must be 32 bytes in base64",
            "storage-master-key"
        );
    }

    private static void ShouldSay(ProgramEnd end, string says, string code = "setting-unknown")
    {
        end.ExitCode.ShouldBe(2, end.ToString());
        end.Error.ShouldStartWith($"Cannot start ({code}): ");
        end.Error.ShouldContain(says);
        end.Error.TrimEnd().ShouldNotContain('\n', end.ToString());
        end.ToString().ShouldNotContain(Value);
    }

    private Task<ProgramEnd> StartAsync(string[] args, params (string Name, string Value)[] variables) =>
        ServerProgram.RunAsync(["--urls=http://127.0.0.1:0", .. _storage.Settings, .. args], variables: variables);
}
