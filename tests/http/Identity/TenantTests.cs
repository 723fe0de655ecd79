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

        (await CreateAsync(slug, "Test Foods", password: "short")).ShouldBe("password-too-short");

        (await CreateAsync(slug, "Test Foods")).ShouldBeNull();
    }

    private async Task<string?> CreateAsync(string slug, string name, string password = Retailer.Password)
    {
        var create = fixture.Server.Services.GetRequiredService<CreateTenant>();
        var created = await create.RunAsync(slug, name, "admin@example.org", password, CancellationToken.None);
        return created.Succeeded(out _, out var refusal) ? null : refusal.Code;
    }
}
