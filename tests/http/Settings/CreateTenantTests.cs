using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The operator's command that adds a retailer.</summary>
public sealed class CreateTenantTests : IDisposable
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
        ShouldRefuse(await CreateAsync("third-foods", "admin@third.example", "short"), "password");
        ShouldRefuse(await CreateAsync("third-foods", "nobody", Retailer.Password), "mail");

        // A refused retailer is not half there.
        (await CreateAsync("third-foods", "admin@third.example", Retailer.Password)).ExitCode.ShouldBe(0);
        var verified = await ServerProgram.VerifyAuditAsync(_storage);
        verified.ExitCode.ShouldBe(0, verified.ToString());
        verified.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

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
