using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using OtpNet;
using RetailGuard.Identity;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tests.Http;

/// <summary>A second factor for everybody in a browser, demanded of administrators, head office and privacy officers.</summary>
public abstract class SecondFactorTests(RunningServer server)
{
    [Theory]
    [InlineData(Role.TenantAdmin)]
    [InlineData(Role.HeadOfficeLossPrevention)]
    [InlineData(Role.PrivacyOfficer)]
    public async Task Who_must_have_one_can_do_nothing_but_set_it_up_until_they_have(Role role)
    {
        var person = await EnterWithPasswordAsync(await Retailer.OpenAsync(server), role);
        (await person.GetAsync("/api/stores")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
        var me = (await person.GetAsync("/api/me")).Ok();
        me["person"].GetProperty("roles").GetArrayLength().ShouldBe(0);
        me["secondFactor"].GetProperty("isDemanded").GetBoolean().ShouldBeTrue();
        (await person.PostAsync("/api/me/second-factor", new { code = "123456" })).Refused(HttpStatusCode.Conflict, "second-factor-none");

        var (_, codes) = await AddAuthenticatorAsync(person);

        codes.Count.ShouldBe(10);
        (await person.GetAsync("/api/stores")).Ok();
        (await person.GetAsync("/api/me")).Ok()["person"].GetProperty("roles").GetArrayLength().ShouldBe(1);
        (await person.DeleteAsync("/api/me/authenticator")).Refused(HttpStatusCode.Conflict, "second-factor-last");
    }

    [Fact]
    public async Task A_code_opens_what_the_password_alone_does_not_and_each_code_once()
    {
        var retailer = await Retailer.OpenAsync(server);
        var (person, email) = await EnterAsync(retailer, Role.HeadOfficeLossPrevention);
        var before = await PasswordAsync(retailer, email);
        var (key, _) = await AddAuthenticatorAsync(person);
        server.Time.Step(TimeSpan.FromMinutes(2));
        var (first, second) = (await PasswordAsync(retailer, email), await PasswordAsync(retailer, email));
        (await first.GetAsync("/api/stores")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");

        // With the password alone nobody adds a factor of their own, or takes one away.
        (await first.PostAsync("/api/me/passkeys/options")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
        (await first.PostAsync("/api/me/authenticator")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
        (await first.DeleteAsync("/api/me/authenticator")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
        (await first.PostAsync("/api/me/recovery-codes")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
        (await first.PutAsync("/api/me/password", new { password = Retailer.Password, newPassword = "loud kea at noon" })).Refused(
            HttpStatusCode.Forbidden,
            "second-factor-missing"
        );

        var code = CodeNow(key);
        (await ShowAsync(first, code)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await first.GetAsync("/api/stores")).Ok();
        (await before.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await ShowAsync(second, code)).Refused(HttpStatusCode.UnprocessableEntity, "code-wrong");
        server.Time.Step(TimeSpan.FromSeconds(30));
        (await ShowAsync(second, CodeNow(key))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await second.GetAsync("/api/stores")).Ok();
    }

    [Fact]
    public async Task Codes_cannot_be_guessed()
    {
        var retailer = await Retailer.OpenAsync(server);
        var (person, email) = await EnterAsync(retailer, Role.PrivacyOfficer);
        var (key, _) = await AddAuthenticatorAsync(person);
        server.Time.Step(TimeSpan.FromMinutes(2));
        var right = CodeNow(key);
        var wrong = right == "000000" ? "000001" : "000000";
        var weak = await PasswordAsync(retailer, email);

        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ShowAsync(weak, wrong)));

        // The answer to one of the first four may be late enough to know of the lock.
        tries.ShouldAllBe(t => t.Code == "code-wrong" || t.Code == "locked-out");
        tries.Count(t => t.Code == "code-wrong").ShouldBeLessThanOrEqualTo(4);
        (await ShowAsync(weak, right)).Refused(HttpStatusCode.Locked, "locked-out");
        (await person.GetAsync("/api/stores")).Ok();
        server.Time.Step(TimeSpan.FromMinutes(15));
        (await ShowAsync(weak, CodeNow(key))).Ok();
    }

    [Fact]
    public async Task A_recovery_code_opens_once_where_the_phone_is_lost()
    {
        var retailer = await Retailer.OpenAsync(server);
        var (person, email) = await EnterAsync(retailer, Role.HeadOfficeLossPrevention);
        var (_, codes) = await AddAuthenticatorAsync(person);
        var weak = await PasswordAsync(retailer, email);

        (await ShowAsync(weak, codes[0].ToLowerInvariant())).Ok();
        (await weak.GetAsync("/api/me")).Ok()["secondFactor"].GetProperty("recoveryCodes").GetInt32().ShouldBe(9);
        (await ShowAsync(await PasswordAsync(retailer, email), codes[0])).Refused(HttpStatusCode.UnprocessableEntity, "code-wrong");
        var renewed = (await weak.PostAsync("/api/me/recovery-codes")).Ok()["recoveryCodes"];
        renewed.GetArrayLength().ShouldBe(10);
        (await ShowAsync(await PasswordAsync(retailer, email), codes[1])).Refused(HttpStatusCode.UnprocessableEntity, "code-wrong");
        (await ShowAsync(await PasswordAsync(retailer, email), renewed[0].GetString()!)).Ok();
    }

    [Fact]
    public async Task A_passkey_signs_in_without_a_password_and_an_answer_once()
    {
        var retailer = await Retailer.OpenAsync(server);
        var employee = await retailer.HireAsync(Role.HeadOfficeLossPrevention);

        var (step, credential) = await Passkeys.AnswerAsync(server.Anyone, employee.Id);
        var session = (await Passkeys.SendAsync(server.Anyone, step, credential)).Ok();

        session["person"].GetProperty("id").GetGuid().ShouldBe(employee.Id);
        session["secondFactor"].GetProperty("isShown").GetBoolean().ShouldBeTrue();
        (await server.Anyone.SignedIn(session["token"].GetString()!).GetAsync("/api/stores")).Ok();
        (await Passkeys.SendAsync(server.Anyone, step, credential)).Refused(HttpStatusCode.Conflict, "secret-changed");
        (step, credential) = await Passkeys.AnswerAsync(server.Anyone, employee.Id);
        server.Time.Step(TimeSpan.FromMinutes(5));
        (await Passkeys.SendAsync(server.Anyone, step, credential)).Refused(HttpStatusCode.UnprocessableEntity, "step-over");

        // Without a password from now on, too: what a passkey opened stays, the other is another secret.
        var listed = (await employee.FirstSignIn.GetAsync("/api/me/passkeys")).Ok().Json.EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("name").GetString().ShouldBe("Phone");
        listed.GetProperty("usedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task An_answer_that_is_not_the_passkeys_opens_nothing()
    {
        var retailer = await Retailer.OpenAsync(server);
        var (employee, other) = (await retailer.HireAsync(Role.HeadOfficeLossPrevention), await retailer.HireAsync(Role.PrivacyOfficer));

        foreach (var change in Changes)
        {
            var (step, credential) = await Passkeys.AnswerAsync(server.Anyone, employee.Id);
            change(credential);
            (await Passkeys.SendAsync(server.Anyone, step, credential)).Refused(HttpStatusCode.Unauthorized, "passkey-wrong");
        }

        var (mine, _) = await Passkeys.AnswerAsync(server.Anyone, employee.Id);
        var (_, old) = await Passkeys.AnswerAsync(server.Anyone, employee.Id);
        (await Passkeys.SendAsync(server.Anyone, mine, old)).Refused(HttpStatusCode.Unauthorized, "passkey-wrong");
        var adding = (await other.FirstSignIn.PostAsync("/api/me/passkeys/options")).Ok();
        (await Passkeys.SendAsync(server.Anyone, adding["step"].GetString()!, old)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "step-over"
        );

        // What one person began another cannot finish.
        var (_, made) = SoftPasskey.Create(adding["options"], server.Address);
        var stolen = new
        {
            step = adding["step"].GetString(),
            credential = made,
            name = "Phone",
        };
        (await employee.FirstSignIn.PostAsync("/api/me/passkeys", stolen)).Refused(HttpStatusCode.UnprocessableEntity, "step-over");
        var (_, foreign) = SoftPasskey.Create(adding["options"], new Uri("https://guard.example.org"));
        (await other.FirstSignIn.PostAsync("/api/me/passkeys", stolen with { credential = foreign })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "passkey-invalid"
        );
        var whole = WebEncoders.Base64UrlDecode(made["response"]!["attestationObject"]!.GetValue<string>());
        byte[][] broken =
        [
            [],
            [0x80],
            [0xa0],
            [0x00],
            .. Enumerable.Range(0, whole.Length).Select(n => whole[..n]),
            .. Flipped(whole),
        ];
        foreach (var attestation in broken)
        {
            var credential = made.DeepClone();
            credential["response"]!["attestationObject"] = WebEncoders.Base64UrlEncode(attestation);
            var answer = await other.FirstSignIn.PostAsync("/api/me/passkeys", stolen with { credential = credential.AsObject() });
            answer.Refused(HttpStatusCode.UnprocessableEntity, "passkey-invalid");
        }

        (await other.FirstSignIn.PostAsync("/api/me/passkeys", stolen)).Ok();
        (await other.FirstSignIn.PostAsync("/api/me/passkeys", stolen)).Refused(HttpStatusCode.UnprocessableEntity, "passkey-invalid");
    }

    [Fact]
    public async Task A_passkey_that_is_removed_opens_nothing_and_ends_what_passkeys_opened()
    {
        var retailer = await Retailer.OpenAsync(server);
        var employee = await retailer.HireAsync(Role.StoreManager, await retailer.OpenShopAsync());
        var mine = employee.FirstSignIn;
        await Passkeys.AddAsync(mine, employee.Id);
        var withPasskey = await employee.SignInAsync();
        var weak = await PasswordAsync(retailer, employee.Email);

        // Who has one, though nobody demands it, has nothing without it.
        (await weak.GetAsync("/api/stores")).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
        var id = (await mine.GetAsync("/api/me/passkeys")).Ok().Json[0].GetProperty("id").GetString();
        (await mine.DeleteAsync($"/api/me/passkeys/{id}x")).Refused(HttpStatusCode.NotFound, "not-found");
        (await mine.DeleteAsync($"/api/me/passkeys/{id}")).Ok();

        (await withPasskey.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await Passkeys.SignInAsync(server.Anyone, employee.Id)).Refused(HttpStatusCode.Unauthorized, "passkey-wrong");
        (await weak.GetAsync("/api/stores")).Ok();
    }

    [Fact]
    public async Task An_invitation_takes_second_factors_away_too_and_a_tablet_asks_for_none()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var manager = await (await retailer.HireAsync(Role.StoreManager, shop)).GivenPinAsync();
        await Passkeys.AddAsync(manager.FirstSignIn, manager.Id);
        var onTablet = await manager.EnterPinAsync(await shop.PairTabletAsync());
        (await onTablet.GetAsync("/api/stores")).Ok();
        (await onTablet.PostAsync("/api/me/authenticator")).Refused(HttpStatusCode.Forbidden, "not-on-a-tablet");

        var code = await retailer.InviteAsync(manager.Id);
        (await Passkeys.SignInAsync(server.Anyone, manager.Id)).Refused(HttpStatusCode.Unauthorized, "passkey-wrong");
        var session = (await Retailer.AcceptAsync(server.Anyone, code)).Ok();
        session["secondFactor"].GetProperty("passkeys").GetInt32().ShouldBe(0);
        session["secondFactor"].GetProperty("recoveryCodes").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_role_that_demands_a_second_factor_is_worth_nothing_on_a_tablet()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var manager = await (await retailer.HireAsync(Role.StoreManager, shop)).GivenPinAsync();
        var (key, _) = await AddAuthenticatorAsync(manager.FirstSignIn);
        var both = new { reason = "Acting administrator.", roles = new[] { "storeManager", "tenantAdmin" } };
        (await retailer.Admin.PatchAsync($"/api/people/{manager.Id}", both)).Ok();
        var onTablet = await manager.EnterPinAsync(await shop.PairTabletAsync());

        (await onTablet.PostAsync("/api/stores", new { name = "Store 9" })).Refused(HttpStatusCode.Forbidden, "second-factor-missing");
        (await onTablet.GetAsync("/api/people")).Ok();
        server.Time.Step(TimeSpan.FromMinutes(1));
        (await ShowAsync(await manager.EnterPinAsync(await shop.PairTabletAsync()), CodeNow(key))).Refused(
            HttpStatusCode.Forbidden,
            "not-on-a-tablet"
        );
    }

    /// <summary>Each byte of the head, where the types and lengths are, as another type.</summary>
    private static IEnumerable<byte[]> Flipped(byte[] whole) =>
        Enumerable
            .Range(0, 30)
            .Select(i =>
            {
                var copy = whole.ToArray();
                copy[i] ^= 0xe0;
                return copy;
            });

    private static IEnumerable<Action<JsonObject>> Changes =>
        [
            c => c["rawId"] = "AAAAAAAAAAAAAAAAAAAAAA",
            c => c["response"]!["signature"] = "AAAA",
            c => c["response"]!["authenticatorData"] = "AAAA",
            c => c["response"]!["clientDataJSON"] = "e30",
            c => c["response"]!["userHandle"] = "AAAA",
            c => c["response"]!["clientDataJSON"] = "",
            c => c["response"]!["clientDataJSON"] = "W10",
            c => c["response"]!["authenticatorData"] = null,
            c => c["response"]!["signature"] = null,
            c => c["response"] = new JsonObject(),
            c => c["response"] = new JsonArray(),
            c => c["rawId"] = null,
            c => c["id"] = new string('A', 9_000),
            c => c.Clear(),
            c => c.Remove("response"),
            c => c["type"] = "password",
            c => c["rawId"] = 7,
        ];

    private string CodeNow(string key) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(server.Time.GetUtcNow().UtcDateTime);

    private static Task<Answer> ShowAsync(Api person, string code) => person.PostAsync("/api/me/second-factor", new { code });

    private async Task<(string Key, IReadOnlyList<string> Codes)> AddAuthenticatorAsync(Api person)
    {
        var begun = (await person.PostAsync("/api/me/authenticator")).Ok();
        var (step, key) = (begun["step"].GetString(), begun["key"].GetString()!);
        begun["uri"].GetString()!.ShouldStartWith("otpauth://totp/");
        (await person.PostAsync("/api/me/authenticator/confirm", new { step, code = "12345" })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "code-wrong"
        );
        var confirmed = (await person.PostAsync("/api/me/authenticator/confirm", new { step, code = CodeNow(key) })).Ok();
        return (key, [.. confirmed["recoveryCodes"].EnumerateArray().Select(c => c.GetString()!)]);
    }

    private async Task<Api> PasswordAsync(Retailer retailer, string email) =>
        server.Anyone.SignedIn(
            (await Retailer.SignInAsync(server, retailer.Slug, email, Retailer.Password, null)).Ok()["token"].GetString()!
        );

    private async Task<Api> EnterWithPasswordAsync(Retailer retailer, Role role) => (await EnterAsync(retailer, role)).Person;

    /// <summary>Somebody who has accepted the invitation and done nothing else.</summary>
    private async Task<(Api Person, string Email)> EnterAsync(Retailer retailer, Role role)
    {
        var email = $"person-{Unique.Name()}@{retailer.Slug}.example";
        var added = await retailer.Admin.PostAsync(
            "/api/people",
            new
            {
                name = "Person 1",
                email,
                roles = new[] { JsonNamingPolicy.CamelCase.ConvertName(role.ToString()) },
            }
        );
        var session = (await Retailer.AcceptAsync(server.Anyone, Retailer.CodeIn(added))).Ok();
        return (server.Anyone.SignedIn(session["token"].GetString()!), email);
    }
}

public sealed class SecondFactorsOnDisk(OnDisk fixture) : SecondFactorTests(fixture.Server), IClassFixture<OnDisk>;

public sealed class SecondFactorsInCloud(InCloud fixture) : SecondFactorTests(fixture.Server), IClassFixture<InCloud>;
