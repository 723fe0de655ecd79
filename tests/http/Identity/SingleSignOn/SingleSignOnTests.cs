using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Signing in with the retailer's own provider, against a real one.</summary>
public abstract class SingleSignOnTests(SingleSignOnServer world)
{
    private RunningServer Server => world.Server;

    [Fact]
    public async Task Somebody_who_has_linked_their_account_signs_in_with_it()
    {
        var (retailer, provider) = await world.OpenAsync();
        var staff = await world.LinkedAsync(retailer, provider, Role.StoreStaff, "subject-1");
        var browser = world.Browser();
        (await browser.PostAsync("/api/sign-in/single-sign-on/offer", new { tenant = retailer.Slug }))
            .Ok()["name"]
            .GetString()
            .ShouldBe("Test Foods account");

        var location = await browser.BeginAsync(retailer);
        Browser.Parameter(location, "response_type").ShouldBe("code");
        Browser.Parameter(location, "code_challenge_method").ShouldBe("S256");
        Browser.Parameter(location, "redirect_uri").ShouldBe(new Uri(Server.Address, "/single-sign-on/callback").ToString());
        Browser.Parameter(location, "prompt").ShouldBe("login");
        Browser.Parameter(location, "max_age").ShouldBe("0");
        (await browser.BackAsync(await Browser.AtProviderAsync(location))).ShouldBe("/console/sign-in/back");
        var session = (await browser.FinishAsync()).Ok();

        session["person"].GetProperty("id").GetGuid().ShouldBe(staff.Id);
        session["person"].GetProperty("roles")[0].GetString().ShouldBe("storeStaff");
        session["secondFactor"].GetProperty("isShown").GetBoolean().ShouldBeFalse();
        (await browser.SendAsync(a => a.GetAsync("/api/me"))).Ok();
        browser.HasTrip.ShouldBeFalse();
        var own = (await Server.Anyone.SignedIn(session["token"].GetString()!).GetAsync("/api/me/single-sign-on")).Ok();
        own["isLinked"].GetBoolean().ShouldBeTrue();
        own["userName"].GetString().ShouldBe("subject-1@example.org");
    }

    [Fact]
    public async Task An_account_begins_with_an_invitation_and_never_with_an_address()
    {
        var (retailer, provider) = await world.OpenAsync();
        var shop = await retailer.OpenShopAsync();
        var email = $"staff-{Unique.Name()}@example.org";
        provider.Person = new("subject-1", email);
        var added = await retailer.Admin.PostAsync(
            "/api/people?by=print",
            new
            {
                name = "Staff 1",
                email,
                roles = new[] { "storeStaff" },
                storeIds = new[] { shop.Id },
            }
        );

        // The same address at the provider opens nothing.
        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown");
        var first = (await world.Browser().SignInAsync(retailer, Retailer.CodeIn(added))).Ok();
        first["person"].GetProperty("id").GetGuid().ShouldBe(added["id"].GetGuid());
        (await retailer.SecondAdmin.PostAsync($"/api/people/{added["id"].GetGuid()}/vouch")).Ok();

        // An address that changes hands opens nothing; one that changes closes nothing.
        provider.Person = new("subject-2", email);
        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown");
        provider.Person = new("subject-1", "married@example.org");
        (await world.Browser().SignInAsync(retailer)).Ok();
        (
            await world
                .Browser()
                .PostAsync("/api/sign-in/single-sign-on", new { tenant = retailer.Slug, invitation = Retailer.CodeIn(added) })
        ).Refused(HttpStatusCode.UnprocessableEntity, "invitation-invalid");
    }

    [Fact]
    public async Task Administrators_choose_a_password_before_they_link()
    {
        var (retailer, provider) = await world.OpenAsync();
        var added = await retailer.Admin.PostAsync(
            "/api/people?by=print",
            new
            {
                name = "Administrator 3",
                email = $"third@{retailer.Slug}.example",
                roles = new[] { "tenantAdmin" },
            }
        );

        (
            await world
                .Browser()
                .PostAsync("/api/sign-in/single-sign-on", new { tenant = retailer.Slug, invitation = Retailer.CodeIn(added) })
        ).Refused(HttpStatusCode.Conflict, "password-first");
        (await world.Browser().LinkAsync(retailer.Admin)).Ok();
        await SetAsync(retailer, SingleSignOnServer.SettingsOf(provider) with { Passwords = "notForLinked" });
        (await Retailer.SignInAsync(Server, retailer.Slug, retailer.AdminEmail, Retailer.Password, null)).Ok();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task One_account_at_the_provider_is_never_two_people()
    {
        var (retailer, provider) = await world.OpenAsync();
        var first = await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        var second = await retailer.HireUntrainedAsync(Role.Auditor);

        (await world.Browser().LinkAsync(await second.SignInAsync())).Refused(HttpStatusCode.Conflict, "subject-taken");
        (await (await first.SignInAsync()).DeleteAsync("/api/me/single-sign-on")).Ok();
        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown");
        (await world.Browser().LinkAsync(await second.SignInAsync())).Refused(HttpStatusCode.Conflict, "subject-taken");
        var invitation = await retailer.InviteAsync(second.Id);
        (await world.Browser().SignInAsync(retailer, invitation)).Refused(HttpStatusCode.Conflict, "subject-taken");
        (await world.Browser().LinkAsync(await first.SignInAsync())).Ok();
        (await world.Browser().SignInAsync(retailer)).Ok()["person"].GetProperty("id").GetGuid().ShouldBe(first.Id);
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_provider_signs_nobody_in_until_another_administrator_has_approved_it()
    {
        var (retailer, provider) = (await Retailer.OpenAsync(Server, false, false), await world.ProviderAsync());
        var settings = SingleSignOnServer.SettingsOf(provider);
        var dependent = await retailer.HireUnknownAsync(Role.TenantAdmin, []);
        await SetAsync(retailer, settings);

        (await world.Browser().PostAsync("/api/sign-in/single-sign-on", new { tenant = retailer.Slug })).Refused(
            HttpStatusCode.NotFound,
            "single-sign-on-off"
        );
        (await SingleSignOnServer.ApproveAsync(retailer, retailer.Admin)).Refused(HttpStatusCode.Conflict, "same-person");
        (await SingleSignOnServer.ApproveAsync(retailer, dependent.FirstSignIn)).Refused(HttpStatusCode.Conflict, "not-independent");
        (await retailer.SecondAdmin.PostAsync("/api/single-sign-on/approve", new { revision = 0 })).Refused(
            HttpStatusCode.Conflict,
            "settings-changed"
        );
        (await SingleSignOnServer.ApproveAsync(retailer, retailer.SecondAdmin)).Ok();
        await world.Browser().BeginAsync(retailer);

        // Words and secrets need nobody else; trusting the provider's second factor does.
        await SetAsync(retailer, settings with { Name = "Another name", AsksAfresh = false });
        await world.Browser().BeginAsync(retailer);
        await SetAsync(retailer, settings with { TrustsSecondFactor = true });
        (await world.Browser().PostAsync("/api/sign-in/single-sign-on", new { tenant = retailer.Slug })).Refused(
            HttpStatusCode.NotFound,
            "single-sign-on-off"
        );
    }

    [Fact]
    public async Task Another_issuer_ends_what_the_former_one_opened_and_every_change_is_on_record()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        var session = await SignedInAsync(retailer);
        await SetAsync(retailer, SingleSignOnServer.SettingsOf(provider) with { Name = "Another name" });
        (await session.GetAsync("/api/me")).Ok();
        var other = await world.ProviderAsync();
        (await retailer.Admin.PutAsync("/api/single-sign-on", SingleSignOnServer.SettingsOf(other) with { ClientSecret = null })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "secret-missing"
        );

        await SingleSignOnServer.AgreeAsync(retailer, SingleSignOnServer.SettingsOf(other));

        (await session.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown");
        (await retailer.Admin.DeleteAsync("/api/single-sign-on")).Ok();
        (await retailer.Admin.GetAsync("/api/single-sign-on")).Ok()["provider"].ValueKind.ShouldBe(JsonValueKind.Null);
        var actions = (await Server.QueryAsync("""SELECT "Action", "Detail" FROM "Audit" WHERE "Tenant" = @p0 """, retailer.Id)).ToList();
        actions.Count(a => (string)a[0]! == "single-sign-on.set").ShouldBe(3);
        actions.Count(a => (string)a[0]! == "single-sign-on.approved").ShouldBe(2);
        actions.Count(a => (string)a[0]! == "single-sign-on.linked").ShouldBe(1);
        actions.Count(a => (string)a[0]! == "single-sign-on.removed").ShouldBe(1);
        actions.ShouldAllBe(a => !((string)a[1]!).Contains(LocalProvider.Secret));
    }

    [Fact]
    public async Task The_clients_secret_is_sealed_never_shown_and_never_logged()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        await SignedInAsync(retailer);

        (await retailer.Admin.GetAsync("/api/single-sign-on")).Ok().Text.ShouldNotContain("a secret");
        var rows = await Server.QueryAsync("""SELECT "SealedSecret" FROM "SingleSignOnProviders" """);
        rows.ShouldAllBe(r => !Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode((string)r[0]!)).Contains("a secret"));
        Server.Log.Lines.ShouldAllBe(l => !l.Message.Contains(LocalProvider.Secret) && !l.Message.Contains("subject-1"));
        (
            await retailer.Admin.PutAsync("/api/single-sign-on", SingleSignOnServer.SettingsOf(provider) with { ClientSecret = "another" })
        ).Ok();
        (await world.Browser().SignInAsync(retailer))
            .Refused(HttpStatusCode.Unauthorized, "provider-answer-wrong")
            .Detail!.ShouldContain("secret");
    }

    [Fact]
    public async Task Somebody_who_is_disabled_or_invited_anew_is_let_in_no_more_and_their_sign_ins_end()
    {
        var (retailer, provider) = await world.OpenAsync();
        var person = await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        var session = await SignedInAsync(retailer);
        (await retailer.Admin.PostAsync($"/api/people/{person.Id}/disable", new { reason = "Left." })).Ok();
        (await session.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        var refused = (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown");
        provider.Person = new("nobody", "nobody@example.org");
        (await world.Browser().SignInAsync(retailer))
            .Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown")
            .Detail.ShouldBe(refused.Detail);

        provider.Person = new("subject-1", "subject-1@example.org");
        (await retailer.Admin.PostAsync($"/api/people/{person.Id}/enable", new { reason = "Back." })).Ok();
        session = await SignedInAsync(retailer);
        var code = await retailer.InviteAsync(person.Id);
        (await session.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown");
        (await world.Browser().SignInAsync(retailer, code)).Ok();
    }

    [Fact]
    public async Task The_providers_second_factor_counts_only_where_the_retailer_says_so()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.HeadOfficeLossPrevention, "subject-1");
        provider.Person = provider.Person! with { Methods = ["pwd", "mfa"] };
        (await (await SignedInAsync(retailer)).GetAsync("/api/stores")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");

        await SingleSignOnServer.AgreeAsync(retailer, SingleSignOnServer.SettingsOf(provider) with { TrustsSecondFactor = true });

        (await (await SignedInAsync(retailer)).GetAsync("/api/stores")).Ok();
        provider.Person = provider.Person with { Methods = ["pwd"] };
        (await (await SignedInAsync(retailer)).GetAsync("/api/stores")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
    }

    [Fact]
    public async Task Where_it_is_demanded_the_password_of_a_linked_person_opens_no_browser()
    {
        var (retailer, provider) = await world.OpenAsync();
        var linked = await world.LinkedAsync(retailer, provider, Role.StoreStaff, "subject-1");
        var unlinked = await retailer.HireUntrainedAsync(Role.Auditor);

        await SetAsync(retailer, SingleSignOnServer.SettingsOf(provider) with { Passwords = "notForLinked" });

        (await PasswordAsync(retailer, linked.Email)).Refused(HttpStatusCode.Forbidden, "single-sign-on-demanded");
        (await Retailer.SignInAsync(Server, retailer.Slug, linked.Email, "not the password", null)).Refused(
            HttpStatusCode.Unauthorized,
            "sign-in-wrong"
        );
        (await PasswordAsync(retailer, unlinked.Email)).Ok();
        await SignedInAsync(retailer);
    }

    [Fact]
    public async Task Only_addresses_of_the_retailers_domains_are_let_in()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        await SetAsync(retailer, SingleSignOnServer.SettingsOf(provider) with { Domains = ["Work.example"] });

        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Forbidden, "provider-domain");
        provider.Person = new("subject-1", "me@evil.example/work.example");
        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Forbidden, "provider-domain");
        provider.Person = new("subject-1", "me@work.example") { IsEmailVerified = false };
        (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Forbidden, "provider-domain");
        provider.Person = new("subject-1", "Me@WORK.example");
        (await world.Browser().SignInAsync(retailer)).Ok();
    }

    public static TheoryData<string, string> WrongTokens =>
        new()
        {
            { "issuer", "another issuer" },
            { "audience", "another client" },
            { "expired", "is over" },
            { "early", "is over, or not begun" },
            { "no-expiry", "is over" },
            { "nonce", "another request" },
            { "no-nonce", "another request" },
            { "no-subject", "" },
            { "not-afresh", "did not ask anew" },
            { "no-time", "did not ask anew" },
            { "other-key", "not signed" },
            { "none", "not signed" },
            { "shared-key", "not signed" },
        };

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task A_token_that_is_not_right_in_every_part_opens_nothing(string fault, string says)
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        var now = Server.Time.GetUtcNow().ToUnixTimeSeconds();
        provider.Faults = fault switch
        {
            "issuer" => new() { Claims = c => c["iss"] = "https://login.example.org/" },
            "audience" => new() { Claims = c => c["aud"] = "another" },
            "expired" => new() { Claims = c => c["exp"] = now - 61 },
            "early" => new() { Claims = c => c["nbf"] = now + 120 },
            "no-expiry" => new() { Claims = c => c.Remove("exp") },
            "nonce" => new() { Claims = c => c["nonce"] = "another" },
            "no-nonce" => new() { Claims = c => c.Remove("nonce") },
            "no-subject" => new() { Claims = c => c.Remove("sub") },
            "not-afresh" => new() { Claims = c => c["auth_time"] = now - 3600 },
            "no-time" => new() { Claims = c => c.Remove("auth_time") },
            "other-key" => new() { OtherKey = true },
            "none" => new() { NoSignature = true },
            _ => new() { SharedKey = true },
        };

        var refused = (await world.Browser().SignInAsync(retailer)).Refused(HttpStatusCode.Unauthorized, "provider-answer-wrong");

        refused.Detail!.ShouldContain(says);
        refused.Headers.TryGetValues("Set-Cookie", out var cookies).ShouldBeTrue();
        cookies!.ShouldAllBe(c => !c.StartsWith("rg-session"));
        provider.Faults = new();
        await SignedInAsync(retailer);
    }

    [Fact]
    public async Task A_provider_that_changes_its_key_is_believed_and_the_old_key_no_more()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        await SignedInAsync(retailer);
        Server.Time.Step(TimeSpan.FromSeconds(10));

        provider.ChangeKey();

        await SignedInAsync(retailer);
        await SignedInAsync(retailer);
    }

    [Fact]
    public async Task An_answer_opens_one_sign_in_in_the_browser_that_asked()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        var (mine, theirs) = (world.Browser(), world.Browser());
        var answer = await Browser.AtProviderAsync(await mine.BeginAsync(retailer));

        // Somebody else's browser is not signed in with it, whether it has begun one of its own or not.
        await theirs.BackAsync(answer);
        (await theirs.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");
        await theirs.BeginAsync(retailer);
        await theirs.BackAsync(answer);
        (await theirs.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");
        (await theirs.SendAsync(a => a.GetAsync("/api/me"))).Refused(HttpStatusCode.Unauthorized, "not-signed-in");

        // Without an answer nothing is finished.
        var early = world.Browser();
        await early.BeginAsync(retailer);
        (await early.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");

        await mine.BackAsync(answer);
        var stolen = mine.Copy();
        (await mine.FinishAsync()).Ok();
        (await mine.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");
        await mine.BackAsync(answer);
        (await mine.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");
        (await stolen.FinishAsync()).Refused(HttpStatusCode.Unauthorized, "provider-answer-wrong").Detail!.ShouldContain("used up");
    }

    [Fact]
    public async Task An_answer_that_is_too_late_or_another_providers_is_none()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        var late = world.Browser();
        var answer = await Browser.AtProviderAsync(await late.BeginAsync(retailer));
        var mixed = world.Browser();
        var other = await Browser.AtProviderAsync(await mixed.BeginAsync(retailer));
        await mixed.BackAsync(other.Replace(Uri.EscapeDataString(provider.Issuer), Uri.EscapeDataString("https://login.example.org/")));
        (await mixed.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");

        Server.Time.Step(TimeSpan.FromMinutes(15));

        await late.BackAsync(answer);
        (await late.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");
    }

    [Fact]
    public async Task One_retailers_provider_opens_nothing_of_another()
    {
        var (mine, provider) = await world.OpenAsync();
        var (other, others) = await world.OpenAsync();
        await world.LinkedAsync(mine, provider, Role.Auditor, "subject-1");
        await world.LinkedAsync(other, others, Role.Auditor, "subject-1");
        var browser = world.Browser();
        var code = QueryHelpers.ParseQuery((await Browser.AtProviderAsync(await world.Browser().BeginAsync(mine))).Split('?')[1])["code"];

        // A code of one provider is none of the other's.
        var begun = await browser.BeginAsync(other);
        var answer = QueryHelpers.AddQueryString(
            SignInCallback,
            new Dictionary<string, string?> { ["state"] = Browser.Parameter(begun, "state"), ["code"] = code }
        );
        await browser.BackAsync(answer);
        (await browser.FinishAsync()).Refused(HttpStatusCode.Unauthorized, "provider-answer-wrong");

        // Nor is a subject of the same name, and a provider that both share knows each at their own.
        await SingleSignOnServer.AgreeAsync(other, SingleSignOnServer.SettingsOf(provider));
        provider.Person = new("subject-1", "subject-1@example.org");
        (await world.Browser().SignInAsync(other)).Refused(HttpStatusCode.Unauthorized, "single-sign-on-unknown");
        (await world.Browser().SignInAsync(mine)).Ok()["tenant"].GetProperty("id").GetGuid().ShouldBe(mine.Id);
    }

    private const string SignInCallback = "/single-sign-on/callback";

    [Fact]
    public async Task Nobody_is_linked_with_an_account_at_the_provider_that_another_began_to_link()
    {
        var (retailer, provider) = await world.OpenAsync();
        var (attacker, victim) = (await retailer.HireUntrainedAsync(Role.Auditor), await retailer.HireUntrainedAsync(Role.Auditor));
        var browser = world.Browser();
        var token = (await attacker.SignInAsync()).Token;
        var location = await Browser.GoAsync(browser.SendAsync(a => a.SignedIn(token).PostAsync("/api/me/single-sign-on")));
        await browser.BackAsync(await Browser.AtProviderAsync(location));

        var others = await victim.SignInAsync();
        (await browser.Copy().SendAsync(a => a.SignedIn(others.Token).PostAsync("/api/me/single-sign-on/finish"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "single-sign-on-over"
        );
        (await browser.FinishAsync()).Refused(HttpStatusCode.UnprocessableEntity, "single-sign-on-over");
        (await others.GetAsync("/api/me/single-sign-on")).Ok()["isLinked"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_is_sent_where_a_request_says()
    {
        var (retailer, _) = await world.OpenAsync();
        var browser = world.Browser();

        var location = await Browser.GoAsync(
            browser.SendAsync(a =>
                a.With("Host", "evil.example")
                    .With("X-Forwarded-Host", "evil.example")
                    .PostAsync("/api/sign-in/single-sign-on", new { tenant = retailer.Slug })
            )
        );

        Browser.Parameter(location, "redirect_uri").ShouldBe(new Uri(Server.Address, SignInCallback).ToString());
        (await browser.BackAsync($"{SignInCallback}?code=1&state=2&next=https://evil.example&redirect_uri=//evil.example")).ShouldBe(
            "/console/sign-in/back"
        );
    }

    [Fact]
    public async Task A_provider_that_declines_is_down_slow_or_strange_is_said_so()
    {
        var (retailer, provider) = await world.OpenAsync();
        await world.LinkedAsync(retailer, provider, Role.Auditor, "subject-1");
        var person = provider.Person;
        provider.Person = null;
        (await world.Browser().SignInAsync(retailer))
            .Refused(HttpStatusCode.Unauthorized, "single-sign-on-declined")
            .Detail!.ShouldContain("access_denied");
        provider.Person = person;

        await TokenAnswersAsync(c =>
        {
            c.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await TokenAnswersAsync(c =>
        {
            c.Response.Redirect(provider.Issuer);
            return Task.CompletedTask;
        });
        await TokenAnswersAsync(c => c.Response.BodyWriter.WriteAsync(new byte[1_000_000]).AsTask());

        // One that hangs until whoever asked has given up.
        var asked = new TaskCompletionSource();
        var hanging = TokenAnswersAsync(async c =>
        {
            var gone = new TaskCompletionSource();
            await using var aborted = c.RequestAborted.Register(gone.SetResult);
            asked.SetResult();
            await gone.Task;
        });
        await asked.Task;
        Server.Time.Step(TimeSpan.FromSeconds(6));
        await hanging;

        Server.Time.Step(TimeSpan.FromMinutes(11));
        await provider.StopAsync();
        (await world.Browser().PostAsync("/api/sign-in/single-sign-on", new { tenant = retailer.Slug })).Refused(
            HttpStatusCode.ServiceUnavailable,
            "provider-unusable"
        );

        async Task TokenAnswersAsync(Func<Microsoft.AspNetCore.Http.HttpContext, Task> answer)
        {
            var browser = world.Browser();
            await browser.BackAsync(await Browser.AtProviderAsync(await browser.BeginAsync(retailer)));
            provider.Faults = new()
            {
                Instead = async c =>
                {
                    var isToken = c.Request.Path == "/token";
                    await (isToken ? answer(c) : Task.CompletedTask);
                    return isToken;
                },
            };
            (await browser.FinishAsync()).Refused(HttpStatusCode.ServiceUnavailable, "provider-unusable");
            provider.Faults = new();
        }
    }

    [Fact]
    public async Task Trying_a_provider_says_what_is_wrong_with_it()
    {
        var (retailer, provider) = await world.OpenAsync();
        (await TryAsync(provider.Issuer)).ShouldBe(["clock"]);

        (await TryAsync(provider.Issuer.TrimEnd('/'))).ShouldContain("issuer-mismatch");
        (await TryAsync("https://login.example.org?a=b")).ShouldBe(["issuer-address"]);
        (await TryAsync($"http://127.0.0.1:{FreePort.Next()}")).ShouldBe(["unreachable"]);
        await DescribedAsync(d => d["code_challenge_methods_supported"] = JsonArray("plain"), "no-pkce");
        await DescribedAsync(d => d.Remove("code_challenge_methods_supported"), "pkce-unsaid");
        await DescribedAsync(d => d["response_types_supported"] = JsonArray("token"), "no-code");
        await DescribedAsync(d => d["token_endpoint"] = "http://login.example.org/token", "endpoints");
        await DescribedAsync(d => d["id_token_signing_alg_values_supported"] = JsonArray("HS256"), "no-signature");
        await DescribedAsync(d => d["token_endpoint_auth_methods_supported"] = JsonArray("private_key_jwt"), "no-secret");
        provider.Faults = new()
        {
            Instead = async c =>
            {
                await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(c.Response, "<html>");
                return true;
            },
        };
        (await TryAsync(provider.Issuer)).ShouldBe(["unreadable"]);

        async Task DescribedAsync(Action<System.Text.Json.Nodes.JsonObject> change, string code)
        {
            provider.Faults = new() { Description = change };
            (await TryAsync(provider.Issuer)).ShouldContain(code);
        }

        static System.Text.Json.Nodes.JsonArray JsonArray(string only) => [only];

        async Task<string[]> TryAsync(string issuer) =>
            [
                .. (await retailer.Admin.PostAsync("/api/single-sign-on/try", new { issuer }))
                    .Ok()["findings"]
                    .EnumerateArray()
                    .Select(f => f.GetProperty("code").GetString()!),
            ];
    }

    private static async Task SetAsync(Retailer retailer, ProviderSettings settings) =>
        (await retailer.Admin.PutAsync("/api/single-sign-on", settings with { ClientSecret = settings.ClientSecret })).Ok();

    private Task<Answer> PasswordAsync(Retailer retailer, string email) =>
        Retailer.SignInAsync(Server, retailer.Slug, email, Retailer.Password, null);

    private async Task<Api> SignedInAsync(Retailer retailer) =>
        Server.Anyone.SignedIn((await world.Browser().SignInAsync(retailer)).Ok()["token"].GetString()!);
}

public sealed class SingleSignOnOnDisk(SingleSignOnServer world) : SingleSignOnTests(world), IClassFixture<SingleSignOnServer>;

public sealed class SingleSignOnInCloud(SingleSignOnInCloudServer world)
    : SingleSignOnTests(world),
        IClassFixture<SingleSignOnInCloudServer>;

/// <summary>Where the operator has not let providers be in the private network.</summary>
public sealed class PrivateProviderTests(OnDisk fixture) : IClassFixture<OnDisk>
{
    [Theory]
    [InlineData("https://127.0.0.1:1")]
    [InlineData("https://localhost:1")]
    [InlineData("https://[::1]:1")]
    [InlineData("https://[::ffff:10.0.0.1]")]
    [InlineData("https://169.254.169.254")]
    [InlineData("https://10.0.0.1")]
    public async Task No_machine_of_the_private_network_is_asked(string issuer)
    {
        var retailer = await Retailer.OpenAsync(fixture.Server, false, false);

        var tried = (await retailer.Admin.PostAsync("/api/single-sign-on/try", new { issuer })).Ok()["findings"][0];

        tried.GetProperty("code").GetString().ShouldBe("unreachable");
        tried.GetProperty("sentence").GetString()!.ShouldContain("private network");
    }

    [Fact]
    public async Task A_provider_is_asked_by_https_only()
    {
        var retailer = await Retailer.OpenAsync(fixture.Server, false, false);

        foreach (
            var issuer in (string[])["http://127.0.0.1:1", "http://login.example.org", "ftp://a", "login", "https://a:b@login.example.org"]
        )
        {
            (await retailer.Admin.PutAsync("/api/single-sign-on", new ProviderSettings(issuer))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "issuer-invalid"
            );
        }
    }
}
