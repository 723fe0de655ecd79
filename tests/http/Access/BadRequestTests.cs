using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A bad request is told everything that is wrong with it at once: which field, which limit, which values there are.</summary>
public sealed class BadRequestTests(OnDisk fixture) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Retailer _retailer = null!;

    private Api Admin => _retailer.Admin;

    public async ValueTask InitializeAsync() => _retailer = await Retailer.OpenAsync(fixture.Server);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_wrong_field_is_named_in_one_answer()
    {
        var refused = await Admin.PostAsync(
            "/api/people",
            new JsonObject
            {
                ["name"] = new string('n', 81),
                ["email"] = 7,
                ["roles"] = new JsonArray("storeStaff", "king"),
                ["storeIds"] = new JsonArray("not an id"),
                ["nickname"] = "Bo",
            }
        );

        var errors = refused.Refused(HttpStatusCode.UnprocessableEntity, "fields-invalid")["errors"];
        errors.EnumerateObject().Select(e => e.Name).ShouldBe(["name", "email", "roles[1]", "storeIds[0]", "nickname"], ignoreOrder: true);
        Error("name").ShouldBe("name has 81 characters; at most 80 are allowed.");
        Error("email").ShouldBe("email must be text.");
        Error("roles[1]")
            .ShouldBe("roles[1] must be one of: storeStaff, storeManager, headOfficeLossPrevention, privacyOfficer, tenantAdmin, auditor.");
        Error("storeIds[0]").ShouldBe("storeIds[0] must be a UUID.");
        Error("nickname").ShouldStartWith("nickname is not known here.");
        refused.Text.ShouldNotContain("king");

        string Error(string field) => errors.GetProperty(field)[0].GetString()!;
    }

    [Fact]
    public async Task A_missing_choice_is_told_what_there_is_to_choose()
    {
        var shop = await _retailer.OpenShopAsync();

        var refused = await Admin.PostAsync($"/api/stores/{shop.Id}/pairing-codes", new { name = "Tablet 1" });

        refused
            .Refused(HttpStatusCode.UnprocessableEntity, "field-missing")
            .Detail.ShouldBe("kind is missing. It is one of: edge, tablet.");
    }

    [Theory]
    [InlineData("""{"name":"Store\u0000 1","address":"1 Test Street","timeZone":"Pacific/Auckland"}""", "name")]
    [InlineData("""{"name":"Store 1","address":"1 Test \ud800 Street","timeZone":"Pacific/Auckland"}""", "address")]
    public async Task A_text_that_no_database_takes_is_refused_by_its_field(string body, string field)
    {
        var refused = await SendAsync("/api/stores", body, "application/json");

        refused.Refused(HttpStatusCode.UnprocessableEntity, "field-invalid")["errors"].TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_values_in_the_address_are_named()
    {
        var auditor = await (await _retailer.HireAsync(Role.Auditor)).SignInAsync();

        var report = await auditor.GetAsync("/api/reports/timings?storeId=1&from=yesterday");
        var id = await Admin.GetAsync("/api/stores/1/cameras");
        var number = await auditor.GetAsync("/api/cases/RG%00");

        report
            .Refused(HttpStatusCode.UnprocessableEntity, "field-invalid")["errors"]
            .EnumerateObject()
            .Select(e => e.Name)
            .ShouldBe(["storeId", "from"], ignoreOrder: true);
        id.Refused(HttpStatusCode.UnprocessableEntity, "field-invalid").Detail.ShouldBe("store must be a UUID.");
        number.Status.ShouldBe(HttpStatusCode.BadRequest, "Kestrel takes no NUL in a path");
    }

    [Fact]
    public async Task Nothing_is_at_an_unknown_address_whoever_asks()
    {
        foreach (var who in (Api[])[Admin, fixture.Server.Anyone])
        {
            (await who.GetAsync("/api/no-such-thing")).Refused(HttpStatusCode.NotFound, "address-unknown");
        }
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_answer_is_refused_with_those_that_it_does()
    {
        var refused = await Admin.DeleteAsync("/api/stores");

        refused.Refused(HttpStatusCode.MethodNotAllowed, "method-not-allowed").Detail!.ShouldContain("GET");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_kind_is_refused(string contentType) =>
        (await SendAsync("/api/stores", "name=Store 1", contentType)).Refused(HttpStatusCode.UnsupportedMediaType, "content-type-wrong");

    private Task<Answer> SendAsync(string path, string body, string contentType) =>
        Admin.SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, contentType));
}
