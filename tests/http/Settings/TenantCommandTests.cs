using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The operator's commands on retailers.</summary>
public sealed class TenantCommandTests : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task It_works_beside_a_running_server_and_its_refusals_say_why()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        var first = await CreateAsync("first-foods", "admin@first.example", Retailer.Password);
        var second = await CreateAsync("second-foods", "admin@second.example", Retailer.Password);
        foreach (var created in new[] { first, second })
        {
            created.ExitCode.ShouldBe(0, created.ToString());
            Guid.TryParse(created.Output, out _).ShouldBeTrue(created.ToString());
        }

        first.Output.ShouldNotBe(second.Output);
        var signedIn = await Retailer.SignInAsync(server, "second-foods", "admin@second.example", Retailer.Password, null);
        signedIn.Ok()["tenant"].GetProperty("id").GetGuid().ShouldBe(Guid.Parse(second.Output));
        (await Retailer.SignInAsync(server, "second-foods", "admin@first.example", Retailer.Password, null)).Code.ShouldBe("sign-in-wrong");

        ShouldRefuse(await CreateAsync("first-foods", "admin@third.example", Retailer.Password), "first-foods is there already");
        ShouldRefuse(await CreateAsync("Third Foods", "admin@third.example", Retailer.Password), "lower-case letters");

        // A refused retailer is not half there.
        (await CreateAsync("third-foods", "admin@third.example", Retailer.Password)).ExitCode.ShouldBe(0);
        var verified = await ServerProgram.VerifyAuditAsync(_storage);
        verified.ExitCode.ShouldBe(0, verified.ToString());
        verified.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);

        // Whatever server and commands have made; the temporary folder is the test's.
        var data = new DirectoryInfo(_storage.DataFolder);
        data.EnumerateFiles("*", SearchOption.AllDirectories)
            .ShouldAllBe(f => f.UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        data.EnumerateDirectories("*", SearchOption.AllDirectories)
            .Where(d => d.Name != "tmp")
            .ShouldAllBe(d => d.UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task An_only_administrator_who_lost_the_password_gets_another_from_the_operator()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        (await CreateAsync("first-foods", "admin@first.example", Retailer.Password)).ExitCode.ShouldBe(0);
        var before = await Retailer.SignInAsync(server, "first-foods", "admin@first.example", Retailer.Password, null);

        var reset = await ServerProgram.ResetPasswordAsync(_storage, "first-foods", "Admin@First.example");

        reset.ExitCode.ShouldBe(0, reset.ToString());
        var password = reset.Output.Trim();
        (await Retailer.SignInAsync(server, "first-foods", "admin@first.example", password, null)).Ok();
        (await Retailer.SignInAsync(server, "first-foods", "admin@first.example", Retailer.Password, null)).Code.ShouldBe("sign-in-wrong");
        (await server.Anyone.SignedIn(before.Ok()["token"].GetString()!).GetAsync("/api/me")).Code.ShouldBe("not-signed-in");
        server.Output.ShouldNotContain(password);
        ShouldRefuse(await ServerProgram.ResetPasswordAsync(_storage, "first-foods", "nobody@first.example"), "no person with that e-mail");
        ShouldRefuse(await ServerProgram.ResetPasswordAsync(_storage, "second-foods", "admin@first.example"), "no person with that e-mail");
        (await ServerProgram.VerifyAuditAsync(_storage)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_is_said_all_at_once_and_nothing_is_made()
    {
        var both = await CreateAsync("Third Foods", "nobody", Retailer.Password);
        both.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3, both.ToString());
        both.Error.ShouldContain("short name");
        both.Error.ShouldContain("Administrator 1: an e-mail address");
        both.Error.ShouldContain("Administrator 2: an e-mail address");
        var weak = await CreateAsync("third-foods", "admin@third.example", "short");
        weak.Error.ShouldContain("The password of admin@third.example must have 12 to 200 characters.");
        weak.Error.ShouldContain("The password of second-admin@third.example");

        both.ExitCode.ShouldBe(1);
        weak.ExitCode.ShouldBe(1);
        (both.Output + weak.Output).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_storage.DataFolder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("audit", "verify")]
    [InlineData("alert", "replay", "01a220ec-21f0-756f-9b5f-d66d81481a46")]
    [InlineData("tenant", "add-administrator", "--slug=first-foods", "--email=admin@first.example")]
    [InlineData("tenant", "reset-password", "--slug=first-foods", "--email=admin@first.example")]
    public async Task In_a_folder_without_data_nothing_is_made_and_nothing_is_in_order(params string[] command)
    {
        var end = await ServerProgram.RunAsync([.. command, .. _storage.Settings], $"{Retailer.Password}\n");

        end.ExitCode.ShouldBe(2, end.ToString());
        end.Error.ShouldContain("storage-empty");
        end.Error.ShouldContain(_storage.DataFolder);
        Directory.EnumerateFileSystemEntries(_storage.DataFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task At_a_terminal_the_passwords_are_asked_for_and_not_shown()
    {
        var asked = await CreateAtTerminalAsync(
            ("Password of admin@first.example: ", Retailer.Password),
            ("Once more: ", Retailer.Password),
            ("Password of second@first.example: ", $"x\u007f{Retailer.Password}"),
            ("Once more: ", Retailer.Password)
        );

        asked.ShouldNotContain(Retailer.Password);
        asked.ShouldContain("Next: start the server.");
        await using var server = await ServerProcess.StartAsync(_storage);
        (await Retailer.SignInAsync(server, "first-foods", "second@first.example", Retailer.Password, null)).Ok();
    }

    [Fact]
    public async Task Whoever_stops_it_at_a_terminal_has_made_nothing()
    {
        var shown = await CreateAtTerminalAsync(("Password of admin@first.example: ", "half a pass\u0003"));

        shown.ShouldContain("Nothing was made.");
        Directory.EnumerateFileSystemEntries(_storage.DataFolder).ShouldBeEmpty();
    }

    private Task<string> CreateAtTerminalAsync(params (string Asked, string Line)[] answers) =>
        Terminal.RunAsync(
            [
                "tenant",
                "create",
                "--slug=first-foods",
                "--name=Test Foods",
                "--admin-email=admin@first.example",
                "--second-admin-email=second@first.example",
                .. _storage.Settings,
            ],
            answers
        );

    private static void ShouldRefuse(ProgramEnd end, string says)
    {
        end.ExitCode.ShouldBe(1, end.ToString());
        end.Output.ShouldBeEmpty();
        end.Error.ShouldContain(says);
        end.Error.TrimEnd().ShouldNotContain('\n');
        end.Error.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
    }

    private Task<ProgramEnd> CreateAsync(string slug, string email, string password) =>
        ServerProgram.CreateTenantAsync(_storage, slug, "Test Foods", email, password);
}
