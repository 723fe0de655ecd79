using System.Net;
using System.Text.Json.Nodes;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Who can be added to a tenant, and how.</summary>
public sealed class PeopleTests(OnDisk fixture) : IClassFixture<OnDisk>
{
    private RunningServer Server => fixture.Server;

    public static TheoryData<string, string?, string> Refusals =>
        new()
        {
            { "name", null, "field-missing" },
            { "name", "\"\"", "field-missing" },
            { "name", $"\"{new string('n', 81)}\"", "field-too-long" },
            { "email", null, "field-missing" },
            { "email", "\"nobody\"", "email-invalid" },
            { "roles", null, "field-missing" },
            { "roles", "[]", "role-missing" },
            { "roles", "[\"superuser\"]", "field-invalid" },
            { "roles", "[99]", "field-invalid" },
            { "storeIds", "[]", "store-missing" },
            { "storeIds", "[\"0199aaaa-0000-7000-8000-000000000000\"]", "store-unknown" },
            { "storeIds", "[\"not an id\"]", "field-invalid" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_person_who_lacks_something_is_refused(string field, string? value, string code)
    {
        var retailer = await Retailer.OpenAsync(Server);
        var person = Person(await retailer.OpenShopAsync());
        person[field] = value is null ? null : JsonNode.Parse(value);

        var refused = await retailer.Admin.PostAsync("/api/people", person);

        refused.Refused(HttpStatusCode.UnprocessableEntity, code).Detail.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_e_mail_names_one_person_of_a_tenant()
    {
        var (one, two) = (await Retailer.OpenAsync(Server), await Retailer.OpenAsync(Server));
        var (shop, other) = (await one.OpenShopAsync(), await two.OpenShopAsync());
        (await one.Admin.PostAsync("/api/people", Person(shop))).Status.ShouldBe(HttpStatusCode.Created);

        (await one.Admin.PostAsync("/api/people", Person(shop))).Refused(HttpStatusCode.Conflict, "email-taken");
        (await two.Admin.PostAsync("/api/people", Person(other))).Ok();
    }

    [Fact]
    public async Task Another_tenants_store_is_unknown()
    {
        var (one, two) = (await Retailer.OpenAsync(Server), await Retailer.OpenAsync(Server));

        var refused = await one.Admin.PostAsync("/api/people", Person(await two.OpenShopAsync()));

        refused.Refused(HttpStatusCode.UnprocessableEntity, "store-unknown");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("")]
    public async Task A_request_that_cannot_be_read_is_refused_without_repeating_it(string body)
    {
        var retailer = await Retailer.OpenAsync(Server);

        var refused = await retailer.Admin.SendAsync(
            HttpMethod.Post,
            "/api/people",
            new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"))
        );

        refused.Refused(HttpStatusCode.UnprocessableEntity, "request-unreadable");
    }

    [Theory]
    [InlineData("name", "field-missing")]
    [InlineData("address", "field-missing")]
    [InlineData("timeZone", "field-missing")]
    public async Task A_store_needs_name_address_and_time_zone(string field, string code)
    {
        var retailer = await Retailer.OpenAsync(Server);
        var store = new JsonObject
        {
            ["name"] = "Store 1",
            ["address"] = "1 Test Street",
            ["timeZone"] = "Pacific/Auckland",
        };
        store.Remove(field);

        (await retailer.Admin.PostAsync("/api/stores", store)).Refused(HttpStatusCode.UnprocessableEntity, code);
    }

    private static JsonObject Person(Shop shop) =>
        new()
        {
            ["name"] = "Store manager 1",
            ["email"] = "manager@example.org",
            ["roles"] = new JsonArray("storeManager"),
            ["storeIds"] = new JsonArray(shop.Id),
        };
}
