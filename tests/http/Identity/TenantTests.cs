using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The operator adds retailers; each is alone on the server as far as it can tell.</summary>
public sealed class TenantTests(OnDisk fixture) : IClassFixture<OnDisk>
{
    [Theory]
    [InlineData("a", "Test Foods", "slug-invalid")]
    [InlineData("Upper", "Test Foods", "slug-invalid")]
    [InlineData("-dash", "Test Foods", "slug-invalid")]
    [InlineData("with space", "Test Foods", "slug-invalid")]
    [InlineData("good-name", "", "field-missing")]
    public async Task A_tenant_with_a_bad_name_is_refused(string slug, string name, string code) =>
        (await CreateAsync(slug, name)).ShouldBe(code);

    [Fact]
    public async Task A_short_name_is_taken_once()
    {
        var slug = $"r-{Unique.Name()}";
        (await CreateAsync(slug, "Test Foods")).ShouldBeNull();

        (await CreateAsync(slug, "Other Foods")).ShouldBe("slug-taken");
    }

    [Fact]
    public async Task A_tenant_with_a_bad_administrator_is_not_there_at_all()
    {
        var slug = $"r-{Unique.Name()}";

        (await CreateAsync(slug, "Test Foods", first: "nobody")).ShouldBe("email-invalid");
        (await CreateAsync(slug, "Test Foods", second: "nobody")).ShouldBe("email-invalid");
        (await CreateAsync(slug, "Test Foods", second: " Admin@example.org")).ShouldBe("same-person");

        (await CreateAsync(slug, "Test Foods")).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task The_operator_adds_an_administrator_only_while_all_go_back_to_one()
    {
        var retailer = await Retailer.OpenAsync(fixture.Server);
        var third = $"third@{retailer.Slug}.example";

        (await AddAsync()).ShouldBe("administrators-enough");
        var second = (await retailer.Admin.GetAsync("/api/people"))
            .Ok()
            .Json.EnumerateArray()
            .Single(p => p.GetProperty("email").GetString() == Retailer.SecondOf(retailer.AdminEmail))
            .GetProperty("id");
        await retailer.InviteAsync(second.GetGuid());
        (await AddAsync()).ShouldBeNull("the first could be behind the second");
        (await AddAsync()).ShouldBe("administrators-enough");

        async Task<string?> AddAsync()
        {
            var added = await fixture
                .Server.Services.GetRequiredService<AddAdministrator>()
                .RunAsync(retailer.Slug, third, CancellationToken.None);
            return added.Succeeded(out _, out var refusal) ? null : refusal.Code;
        }
    }

    private async Task<string?> CreateAsync(
        string slug,
        string name,
        string first = "admin@example.org",
        string second = "second@example.org"
    )
    {
        var create = fixture.Server.Services.GetRequiredService<CreateTenant>();
        var created = await create.RunAsync(slug, name, first, second, CancellationToken.None);
        return created.Succeeded(out _, out var refusal) ? null : refusal.Code;
    }
}
