using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Testing;
using static RetailGuard.Tests.Http.PortalForms;

namespace RetailGuard.Tests.Http;

/// <summary>What a person sees behind the poster at the door: no account, no script, nothing about anybody else (R37).</summary>
[Trait("Rule", "R37")]
public abstract class PortalTests(RunningServer server)
{
    private static readonly string[] Doors = ["hold", "correct", "approached", "complain"];

    [Fact]
    public async Task The_pages_of_a_store_are_small_and_nothing_in_them_runs()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync("Taupō Store");

        foreach (var path in Doors.Select(door => $"/privacy/{shop.Id}/{door}").Append($"/privacy/{shop.Id}").Append("/privacy/follow"))
        {
            var page = (await server.Anyone.GetAsync(path)).Ok();
            page.MediaType.ShouldBe("text/html");
            page.Body.Length.ShouldBeLessThan(100_000);
            page.Text.ShouldNotContain("<script");
            page.Text.ShouldStartWith("<!DOCTYPE html>");
            var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldNotContain("unsafe");
            page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        var doors = (await server.Anyone.GetAsync($"/privacy/{shop.Id}")).Ok();
        doors.Text.ShouldContain("Taupō Store");
        Words(doors).ShouldContain("What do you hold about me?");
        doors.Text.ShouldContain("lang=\"mi\"");
        Doors.ShouldAllBe(door => doors.Text.Contains($"/privacy/{shop.Id}/{door}"));
        (await server.Anyone.GetAsync($"/privacy/{Unique.Id()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.Anyone.GetAsync("/privacy/store-1")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.Anyone.GetAsync($"/privacy/{shop.Id}/elsewhere")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_person_asks_follows_it_and_adds_to_it_without_an_account()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();

        var asked = await AskAsync(shop, "approached");

        asked.Number.ShouldMatch("^RQ-[0-9A-Z]{4}-[0-9A-Z]{4}$");
        var page = (await FollowAsync(server, asked)).Ok();
        Words(page).ShouldContain("You get an answer by Thursday 24 December 2026.");
        Words(page).ShouldContain("by Tuesday 1 December 2026 that somebody has it in hand");
        var typed = (asked.Number.ToLowerInvariant(), asked.Code.Replace('-', ' ').ToLowerInvariant());
        (await FollowAsync(server, typed)).Ok();

        Words((await FollowAsync(server, asked, "/message", "I had a red bag, he pēke whero.")).Ok()).ShouldContain("he pēke whero");
        (await FollowAsync(server, asked, "/message", "I had a red bag, he pēke whero.")).Ok();
        var privacy = await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();
        var read = (await privacy.GetAsync($"/api/requests/{asked.Number}")).Ok();
        read["words"].GetString().ShouldBe(Filled()["words"]);
        read["messages"].GetArrayLength().ShouldBe(1, "a page that was loaded again sends nothing twice");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/acknowledge")).Ok();
        Words((await FollowAsync(server, asked)).Ok()).ShouldContain("Somebody has it in hand since Tuesday 24 November 2026.");
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_what_was_typed_stays()
    {
        var shop = await (await Retailer.OpenAsync(server)).OpenShopAsync();
        var fields = Filled();
        (fields["name"], fields["when"], fields["words"], fields["reference"]) = ("", "A\0B", new string('ā', 2001), "RG-1234");

        var page = await SendAsync(server, $"/privacy/{shop.Id}/correct", fields);

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Words(page).ShouldContain("Your name, or an initial, is missing.");
        Words(page).ShouldContain("holds a character that cannot be stored");
        Words(page).ShouldContain("has 2001 characters; there is room for 2000");
        page.Text.ShouldContain("value=\"RG-1234\"");
        (await server.QueryAsync("""SELECT "Number" FROM "Requests" WHERE "StoreId" = @p0""", shop.Id)).ShouldBeEmpty();

        fields = Filled();
        fields["words"] = "<script>alert(1)</script>";
        var receipt = (await SendAsync(server, $"/privacy/{shop.Id}/complain", fields)).Ok();
        receipt.Text.ShouldNotContain("<script");
    }

    [Fact]
    [Trait("Rule", "R43")]
    public async Task No_page_takes_a_picture_so_that_none_of_a_document_is_kept()
    {
        var shop = await (await Retailer.OpenAsync(server)).OpenShopAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Requester 1"), "name" },
            { new StringContent("Tuesday"), "when" },
            {
                new ByteArrayContent(Photos.Of('A')) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } },
                "photo",
                "a.jpg"
            },
        };

        (await server.Anyone.SendAsync(HttpMethod.Post, $"/privacy/{shop.Id}/hold", form)).Status.ShouldBeOneOf(
            HttpStatusCode.UnprocessableEntity,
            HttpStatusCode.RequestEntityTooLarge
        );
        (await server.QueryAsync("""SELECT "Number" FROM "Requests" WHERE "StoreId" = @p0""", shop.Id)).ShouldBeEmpty();
        foreach (var door in Doors)
        {
            (await server.Anyone.GetAsync($"/privacy/{shop.Id}/{door}")).Ok().Text.ShouldNotContain("type=\"file\"");
        }
    }

    [Fact]
    public async Task Number_and_code_are_both_needed_and_neither_is_found_out_from_the_other()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var (mine, others) = (await AskAsync(shop, "hold"), await AskAsync(shop, "hold"));
        (string, string)[] guesses =
        [
            (mine.Number, others.Code),
            (mine.Number, ""),
            (mine.Number, "AAAA-AAAA-AAAA-AAAA"),
            ("RQ-0000-0000", mine.Code),
            ("", ""),
            (mine.Number, $"{mine.Code}\0"),
            (mine.Number, new string('A', 5000)),
        ];

        HashSet<string> answers = [];
        foreach (var guess in guesses)
        {
            foreach (var step in new[] { "", "/message", "/withdraw", "/statement" })
            {
                var page = await FollowAsync(server, guess, step, "text");
                page.Status.ShouldBe(HttpStatusCode.NotFound);
                answers.Add(
                    page.Text.Replace(mine.Number, "RQ", StringComparison.Ordinal)
                        .Replace("RQ-0000-0000", "RQ", StringComparison.Ordinal)
                        .Replace("value=\"RQ\"", "", StringComparison.Ordinal)
                        .Replace("value=\"\"", "", StringComparison.Ordinal)
                );
            }
        }

        answers.ShouldHaveSingleItem("an unknown number and a wrong code look the same");
        (await FollowAsync(server, mine)).Ok();
        var stored = await server.QueryAsync("""SELECT "CodeHash", "SealedTexts" FROM "Requests" WHERE "Number" = @p0""", mine.Number);
        stored.Single().OfType<byte[]>().ShouldAllBe(bytes => !System.Text.Encoding.UTF8.GetString(bytes).Contains(mine.Code));
        var audit = await server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0""", mine.Number);
        audit.ShouldAllBe(row => !((string)row[0]!).Contains("Requester") && !((string)row[0]!).Contains(mine.Code));
        server.Log.Lines.ShouldAllBe(line => !line.Message.Contains(mine.Code) && !line.Message.Contains("Requester 1"));
    }

    [Fact]
    public async Task A_withdrawn_request_is_answered_no_more_and_what_was_written_is_destroyed()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var asked = await AskAsync(shop, "correct");
        var key = (await server.QueryAsync("""SELECT "KeyId" FROM "Requests" WHERE "Number" = @p0""", asked.Number)).Single()[0];

        Words((await FollowAsync(server, asked, "/withdraw")).Ok()).ShouldContain("You withdrew it");

        var row = (
            await server.QueryAsync("""SELECT "KeyId", "SealedTexts", "State" FROM "Requests" WHERE "Number" = @p0""", asked.Number)
        ).Single();
        row.ShouldBe([null, null, "Withdrawn"]);
        var keys = server.Services.GetRequiredService<KeyStore>();
        (await keys.FindAsync(new(retailer.Id), [Guid.Parse($"{key}")], TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await FollowAsync(server, asked, "/message", "Wait")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await FollowAsync(server, asked)).Ok();
        var privacy = await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();
        var read = (await privacy.GetAsync($"/api/requests/{asked.Number}")).Ok();
        read["name"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        read["request"].GetProperty("state").GetString().ShouldBe("withdrawn");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/refuse", new { ground = "accurate", reason = "It is right." })).Refused(
            HttpStatusCode.Conflict,
            "request-closed"
        );
    }
}

public sealed class PortalOnDisk(OnDisk fixture) : PortalTests(fixture.Server), IClassFixture<OnDisk>;

public sealed class PortalInCloud(InCloud fixture) : PortalTests(fixture.Server), IClassFixture<InCloud>;
