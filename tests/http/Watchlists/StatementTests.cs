using System.Net;
using System.Text.Json.Nodes;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What must be stated about a person before they may be proposed for a list.</summary>
public sealed class StatementTests(OnDisk fixture) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Shop _shop = null!;
    private Api _manager = null!;

    private RunningServer Server => fixture.Server;

    public async ValueTask InitializeAsync()
    {
        var retailer = await Retailer.OpenAsync(Server);
        _shop = await retailer.OpenShopAsync();
        _manager = await (await retailer.HireAsync(Role.StoreManager, _shop)).SignInAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("storeId")]
    [InlineData("label")]
    [InlineData("category")]
    [InlineData("role")]
    [InlineData("incidentAt")]
    [InlineData("evidence")]
    [InlineData("basis")]
    [InlineData("summary")]
    [InlineData("expiresAt")]
    [Trait("Rule", "R9")]
    public async Task A_missing_field_is_refused_by_name(string field)
    {
        var (absent, empty) = (Watchlist.Statement(_shop), Watchlist.Statement(_shop));
        absent.Remove(field);
        empty[field] = null;

        (await RefusedAsync(absent, "field-missing")).ShouldStartWith($"{field} is missing.");
        (await RefusedAsync(empty, "field-missing")).ShouldStartWith($"{field} is missing.");
    }

    [Theory]
    [InlineData("label", " ", "field-missing")]
    [InlineData("summary", "", "field-missing")]
    [InlineData("category", "shopliftingOnce", "field-invalid")]
    [InlineData("basis", "hunch", "field-invalid")]
    [InlineData("role", "bystander", "field-invalid")]
    [InlineData("incidentAt", "yesterday", "field-invalid")]
    [Trait("Rule", "R9")]
    public async Task A_field_with_a_value_of_no_meaning_is_refused(string field, string value, string code)
    {
        var statement = Watchlist.Statement(_shop);
        statement[field] = value;

        (await RefusedAsync(statement, code)).ShouldContain(field);
    }

    [Theory]
    [InlineData("label", 80)]
    [InlineData("evidence", 400)]
    [InlineData("summary", 1000)]
    public async Task A_text_that_is_too_long_is_refused_with_its_limit(string field, int most)
    {
        var statement = Watchlist.Statement(_shop);
        statement[field] = new string('x', most + 1);

        (await RefusedAsync(statement, "field-too-long")).ShouldContain($"{most}");
    }

    [Theory]
    [InlineData("adult", "no", "adult-not-attested")]
    [InlineData("adult", "unsure", "adult-not-attested")]
    [InlineData("adult", null, "field-missing")]
    [InlineData("vulnerable", "yes", "vulnerable-not-excluded")]
    [InlineData("vulnerable", "unsure", "vulnerable-not-excluded")]
    [InlineData("vulnerable", null, "field-missing")]
    [Trait("Rule", "R11")]
    public async Task Who_may_be_a_child_or_vulnerable_is_never_listed(string field, string? value, string code)
    {
        var statement = Watchlist.Statement(_shop);
        statement[field] = value;

        await RefusedAsync(statement, code);
    }

    [Theory]
    [InlineData("offender", 24)]
    [InlineData("accomplice", 3)]
    [Trait("Rule", "R12")]
    public async Task An_entry_ends_no_later_than_its_role_allows(string role, int months)
    {
        var incident = Server.Time.GetUtcNow().AddDays(-1);
        JsonObject Until(DateTimeOffset end)
        {
            var statement = Watchlist.Statement(_shop);
            (statement["role"], statement["incidentAt"], statement["expiresAt"]) = (role, Watchlist.Iso(incident), Watchlist.Iso(end));
            return statement;
        }

        (await RefusedAsync(Until(incident.AddMonths(months).AddSeconds(1)), "expiry-too-late")).ShouldContain($"{months} months");
        (await Watchlist.ProposeAsync(_manager, Until(incident.AddMonths(months)), Photos.Of('A'))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("Rule", "R12")]
    public async Task An_entry_neither_starts_in_the_future_nor_ends_in_the_past()
    {
        var (early, over) = (Watchlist.Statement(_shop), Watchlist.Statement(_shop));
        early["incidentAt"] = Watchlist.Iso(Server.Time.GetUtcNow().AddMinutes(1));
        over["expiresAt"] = Watchlist.Iso(Server.Time.GetUtcNow());

        await RefusedAsync(early, "incident-in-future");
        await RefusedAsync(over, "expiry-passed");
    }

    [Fact]
    public async Task A_form_without_statement_or_photograph_is_refused()
    {
        var json = Watchlist.Statement(_shop).ToJsonString();
        using var noPhoto = new MultipartFormDataContent { { new StringContent(json), "entry" } };
        using var noEntry = Watchlist.Form("null", Photos.Of('A'));
        using var broken = Watchlist.Form(json[..^5], Photos.Of('A'));
        using var noForm = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

        await RefusedAsync(noPhoto, "field-missing");
        await RefusedAsync(noEntry, "field-missing");
        await RefusedAsync(broken, "request-unreadable");
        await RefusedAsync(noForm, "form-missing");
    }

    [Fact]
    public async Task What_was_refused_left_nothing_behind()
    {
        var statement = Watchlist.Statement(_shop);
        statement["adult"] = "unsure";
        await RefusedAsync(statement, "adult-not-attested");

        (await _manager.GetAsync($"/api/entries?storeId={_shop.Id}")).Ok().Json.GetArrayLength().ShouldBe(0);
    }

    private async Task<string> RefusedAsync(JsonObject statement, string code)
    {
        using var form = Watchlist.Form(statement.ToJsonString(), Photos.Of('A'));
        return await RefusedAsync(form, code);
    }

    private async Task<string> RefusedAsync(HttpContent content, string code)
    {
        var answer = await _manager.SendAsync(HttpMethod.Post, "/api/entries", content);
        return answer.Refused(HttpStatusCode.UnprocessableEntity, code).Detail!;
    }
}
