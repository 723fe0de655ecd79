using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The API's own description is whole, and the committed one, which the tablet's client is generated from, is this one.</summary>
public sealed class ApiDescriptionTests(OnDisk fixture) : IClassFixture<OnDisk>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task The_description_is_valid_and_names_every_route_with_what_it_answers()
    {
        var document = await ReadAsync();
        var described = document.Paths.SelectMany(p =>
            p.Value.Operations!.Select(o => (Name: $"{o.Key.Method.ToUpperInvariant()} {p.Key}", Operation: o.Value))
        );

        described.Select(d => d.Name).Order().ShouldBe(Routes().Order());
        foreach (var (name, operation) in described)
        {
            var (status, success) = operation.Responses!.First();
            status.ShouldBeOneOf(["200", "201", "204"], name);
            (success.Content is { Count: > 0 } content && content.Values.All(c => c.Schema is not null)).ShouldBe(status != "204", name);
            operation.Responses!["default"].Content!.Keys.ShouldBe(["application/problem+json"], name);
            operation.OperationId.ShouldNotBeNullOrEmpty(name);
            operation.Summary.ShouldNotBeNullOrEmpty(name);
        }

        described.Select(d => d.Operation.OperationId).ShouldBeUnique();
    }

    [Fact]
    public async Task Every_schema_says_what_it_is_and_none_stands_for_two_types()
    {
        var document = await ReadAsync();

        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            schema.Type.ShouldNotBeNull(name);
            char.IsDigit(name[^1]).ShouldBeFalse($"{name}: a second type of this name exists; give one of them another name");
            foreach (var (property, described) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                (described.Type is not null || described.OneOf is { Count: > 0 } || described is OpenApiSchemaReference).ShouldBeTrue(
                    $"{name}.{property}"
                );
            }
        }
    }

    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task The_committed_description_is_the_one_that_is_served()
    {
        var committed = await File.ReadAllTextAsync(
            Path.Combine(Checkout.Root, "web/packages/api/openapi.json"),
            TestContext.Current.CancellationToken
        );
        var served = (await Server.Anyone.GetAsync("/openapi/v1.json")).Ok().Text;

        JsonElement
            .DeepEquals(JsonElement.Parse(committed), JsonElement.Parse(served))
            .ShouldBeTrue("run ./retailguard openapi web/packages/api/openapi.json and npm run generate -w @retailguard/api --prefix web");
    }

    [Fact]
    public async Task The_page_to_read_it_loads_nothing_from_elsewhere()
    {
        var page = (await Server.Anyone.GetAsync("/api-reference/")).Ok();

        page.MediaType.ShouldBe("text/html");
        Regex.Matches(page.Text, "(?:src|href)=\"(?:https?:)?//", RegexOptions.None, Reading).ShouldBeEmpty();
        (await Server.Anyone.GetAsync("/api-reference/scalar.js")).Ok();
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        foreach (Match script in Regex.Matches(page.Text, "<script(?![^>]* src=)[^>]*>", RegexOptions.None, Reading))
        {
            var nonce = Regex.Match(script.Value, "nonce=\"(?<nonce>[^\"]+)\"", RegexOptions.None, Reading).Groups["nonce"].Value;
            nonce.ShouldNotBeEmpty(script.Value);
            policy.ShouldContain($"'nonce-{WebUtility.HtmlDecode(nonce)}'");
        }
    }

    private async Task<OpenApiDocument> ReadAsync()
    {
        var served = (await Server.Anyone.GetAsync("/openapi/v1.json")).Ok();
        var read = OpenApiDocument.Parse(served.Text, "json");
        read.Diagnostic!.Errors.ShouldBeEmpty();
        return read.Document!;
    }

    /// <summary>All that answer one method: the live lines and the health checks answer any, and are no part of the API.</summary>
    private IEnumerable<string> Routes() =>
        RouteTable
            .ByName.Keys.Where(name => name[0] != '*' && !name.Contains("/openapi/", StringComparison.Ordinal))
            .Where(name => !name.Contains("/api-reference", StringComparison.Ordinal))
            .Select(name => name.Replace(":guid", "", StringComparison.Ordinal));
}
