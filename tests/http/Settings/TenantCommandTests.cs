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
        var first = await CreateAsync("first-foods", "admin@first.example");
        var second = await CreateAsync("second-foods", "admin@second.example");
        foreach (var created in new[] { first, second })
        {
            created.ExitCode.ShouldBe(0, created.ToString());
            created.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3, created.ToString());
            created.Error.ShouldContain("Next: start the server");
        }

        first.Output.ShouldNotBe(second.Output);
        var (id, code, _) = NewTenant.In(second.Output);
        var looked = (await server.Anyone.PostAsync("/api/invitation", new { code = code.Replace("-", " ").ToLowerInvariant() })).Ok();
        looked["email"].GetString().ShouldBe("admin@second.example");
        looked["tenant"].GetProperty("slug").GetString().ShouldBe("second-foods");
        await Retailer.EnterAsync(server, code);
        var signedIn = await Retailer.SignInAsync(server, "second-foods", "admin@second.example", Retailer.Password, null);
        signedIn.Ok()["tenant"].GetProperty("id").GetGuid().ShouldBe(id);
        (await Retailer.SignInAsync(server, "second-foods", "admin@first.example", Retailer.Password, null)).Code.ShouldBe("sign-in-wrong");

        ShouldRefuse(await CreateAsync("first-foods", "admin@third.example"), "first-foods is there already");
        ShouldRefuse(await CreateAsync("Third Foods", "admin@third.example"), "lower-case letters");

        // A refused retailer is not half there.
        (await CreateAsync("third-foods", "admin@third.example")).ExitCode.ShouldBe(0);
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
    public async Task Who_lost_the_password_gets_a_code_from_the_operator_that_waits_for_a_day_or_for_a_second_administrator()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        var tenant = NewTenant.In((await CreateAsync("first-foods", "admin@first.example")).Output);

        // While nobody has come yet there is nobody to ask.
        var lost = await ServerProgram.ResetPasswordAsync(_storage, "first-foods", "second-admin@first.example");
        lost.ExitCode.ShouldBe(0, lost.ToString());
        (await Retailer.AcceptAsync(server.Anyone, tenant.SecondCode)).Code.ShouldBe("invitation-invalid");
        var second = await Retailer.EnterAsync(server, lost.Output.Split(' ')[1]);
        var admin = await Retailer.EnterAsync(server, tenant.Code);
        var me = (await admin.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid();

        var first = await ServerProgram.ResetPasswordAsync(_storage, "first-foods", "Admin@First.example");
        var code = first.Output.Split(' ')[1];
        (await Retailer.AcceptAsync(server.Anyone, code)).Code.ShouldBe("invitation-waits");
        (await admin.GetAsync("/api/me")).Ok();
        (await admin.PostAsync($"/api/people/{me}/invitation/open")).Code.ShouldBe("same-person");
        var seen = (await second.GetAsync("/api/people")).Ok().Json.EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == me);
        seen.GetProperty("invitation").GetProperty("madeBy").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await admin.DeleteAsync($"/api/people/{me}/invitation")).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await Retailer.AcceptAsync(server.Anyone, code)).Code.ShouldBe("invitation-invalid");
        (await second.PostAsync($"/api/people/{me}/invitation/open")).Code.ShouldBe("not-found");

        code = (await ServerProgram.ResetPasswordAsync(_storage, "first-foods", "admin@first.example")).Output.Split(' ')[1];
        (await second.PostAsync($"/api/people/{me}/invitation/open")).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await second.PostAsync($"/api/people/{me}/invitation/open")).Code.ShouldBe("invitation-open");
        (await Retailer.AcceptAsync(server.Anyone, code, "loud kea at noon")).Ok();
        (await admin.GetAsync("/api/me")).Code.ShouldBe("not-signed-in");
        (await Retailer.SignInAsync(server, "first-foods", "admin@first.example", Retailer.Password, null)).Code.ShouldBe("sign-in-wrong");
        server.Output.ShouldNotContain(code);
        ShouldRefuse(await ServerProgram.ResetPasswordAsync(_storage, "first-foods", "nobody@first.example"), "no person with that e-mail");
        ShouldRefuse(
            await ServerProgram.ResetPasswordAsync(_storage, "second-foods", "admin@first.example"),
            "no retailer with the short name"
        );
        (await ServerProgram.VerifyAuditAsync(_storage)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_is_said_all_at_once_and_nothing_is_made()
    {
        var both = await CreateAsync("Third Foods", "nobody");
        both.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3, both.ToString());
        both.Error.ShouldContain("short name");
        both.Error.ShouldContain("Administrator 1: an e-mail address");
        both.Error.ShouldContain("Administrator 2: an e-mail address");

        both.ExitCode.ShouldBe(1);
        both.Output.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_storage.DataFolder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("audit", "verify")]
    [InlineData("alert", "replay", "01a220ec-21f0-756f-9b5f-d66d81481a46")]
    [InlineData("tenant", "add-administrator", "--slug=first-foods", "--email=admin@first.example")]
    [InlineData("tenant", "reset-password", "--slug=first-foods", "--email=admin@first.example")]
    public async Task In_a_folder_without_data_nothing_is_made_and_nothing_is_in_order(params string[] command)
    {
        var end = await ServerProgram.RunAsync([.. command, .. _storage.Settings]);

        end.ExitCode.ShouldBe(2, end.ToString());
        end.Error.ShouldContain("storage-empty");
        end.Error.ShouldContain(_storage.DataFolder);
        Directory.EnumerateFileSystemEntries(_storage.DataFolder).ShouldBeEmpty();
    }

    private static void ShouldRefuse(ProgramEnd end, string says)
    {
        end.ExitCode.ShouldBe(1, end.ToString());
        end.Output.ShouldBeEmpty();
        end.Error.ShouldContain(says);
        end.Error.TrimEnd().ShouldNotContain('\n');
        end.Error.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
    }

    private Task<ProgramEnd> CreateAsync(string slug, string email) => ServerProgram.CreateTenantAsync(_storage, slug, "Test Foods", email);
}
