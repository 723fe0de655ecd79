using System.Net;
using System.Security.Cryptography;
using RetailGuard.Protocol;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A code lets one machine join one store, once.</summary>
public abstract class PairingTests(ServerFixture fixture)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_code_works_once()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync();
        var code = await shop.PairingCodeAsync("tablet");

        var paired = (await PairTabletAsync(code)).Ok();

        paired["store"].GetProperty("id").GetGuid().ShouldBe(shop.Id);
        paired.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("httponly", Case.Insensitive);
        (await PairTabletAsync(code)).Refused(HttpStatusCode.UnprocessableEntity, "pairing-code-invalid");
    }

    [Fact]
    public async Task Of_twenty_machines_with_one_code_one_is_paired()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync();
        var code = await shop.PairingCodeAsync("tablet");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PairTabletAsync(code)));

        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.Code == "pairing-code-invalid").ShouldBe(19);
    }

    [Fact]
    public async Task A_code_is_typed_as_people_type()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync();
        var code = await shop.PairingCodeAsync("tablet");

        (await PairTabletAsync($" {code.ToLowerInvariant()} ")).Ok();
    }

    [Fact]
    public async Task A_code_ends_after_half_an_hour()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync();
        var (early, late) = (await shop.PairingCodeAsync("tablet"), await shop.PairingCodeAsync("tablet"));

        Server.Time.Step(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        (await PairTabletAsync(early)).Ok();
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await PairTabletAsync(late)).Refused(HttpStatusCode.UnprocessableEntity, "pairing-code-invalid");
    }

    [Fact]
    public async Task A_code_for_one_kind_of_machine_is_none_for_the_other_and_is_not_used_up_by_it()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync();
        using var key = DeviceSignature.CreateKey();
        var (tablet, edge) = (await shop.PairingCodeAsync("tablet"), await shop.PairingCodeAsync("edge"));

        (await PairEdgeAsync(tablet, key.ExportSubjectPublicKeyInfo())).Refused(HttpStatusCode.UnprocessableEntity, "pairing-code-invalid");
        (await PairTabletAsync(edge)).Refused(HttpStatusCode.UnprocessableEntity, "pairing-code-invalid");

        (await PairTabletAsync(tablet)).Ok();
        (await PairEdgeAsync(edge, key.ExportSubjectPublicKeyInfo())).Ok();
    }

    [Fact]
    public async Task A_connector_hears_its_store_and_cameras()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync(cameras: 2);
        using var key = DeviceSignature.CreateKey();

        var paired = (await PairEdgeAsync(await shop.PairingCodeAsync("edge"), DeviceSignature.PublicKey(key))).Ok();

        paired["store"].GetProperty("id").GetGuid().ShouldBe(shop.Id);
        paired["cameras"].EnumerateArray().Select(c => c.GetProperty("id").GetGuid()).ShouldBe(shop.Cameras);
    }

    [Fact]
    public async Task Only_a_p256_key_is_a_connectors_key_and_another_leaves_the_code_usable()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync();
        var code = await shop.PairingCodeAsync("edge");
        using var good = DeviceSignature.CreateKey();
        using var rsa = RSA.Create(2048);
        using var longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var otherCurve = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        byte[][] bad =
        [
            [1, 2, 3],
            [.. DeviceSignature.PublicKey(good), 0],
            DeviceSignature.PublicKey(good)[..^1],
            rsa.ExportSubjectPublicKeyInfo(),
            longer.ExportSubjectPublicKeyInfo(),
            otherCurve.ExportSubjectPublicKeyInfo(),
        ];

        foreach (var key in bad)
        {
            (await PairEdgeAsync(code, key)).Refused(HttpStatusCode.UnprocessableEntity, "public-key-invalid");
        }

        (await PairEdgeAsync(code, [])).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
        var notBase64 = await Server.Anyone.PostAsync("/edge/pair", new { code, publicKey = "not base64!" });
        notBase64.Refused(HttpStatusCode.UnprocessableEntity, "public-key-invalid");
        (await PairEdgeAsync(code, DeviceSignature.PublicKey(good))).Ok();
    }

    [Fact]
    public async Task One_key_is_one_connector()
    {
        var shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync();
        using var key = DeviceSignature.CreateKey();
        (await PairEdgeAsync(await shop.PairingCodeAsync("edge"), DeviceSignature.PublicKey(key))).Ok();

        var again = await PairEdgeAsync(await shop.PairingCodeAsync("edge"), DeviceSignature.PublicKey(key));

        again.Refused(HttpStatusCode.Conflict, "public-key-known");
    }

    [Theory]
    [InlineData(null, "field-missing")]
    [InlineData("", "field-missing")]
    [InlineData("ABCD-EFGH", "pairing-code-invalid")]
    public async Task An_unknown_code_is_refused(string? code, string refusal) =>
        (await PairTabletAsync(code)).Refused(HttpStatusCode.UnprocessableEntity, refusal);

    private Task<Answer> PairTabletAsync(string? code) => Server.Anyone.PostAsync("/api/tablet/pair", new { code });

    private Task<Answer> PairEdgeAsync(string code, byte[] publicKey) =>
        Server.Anyone.PostAsync("/edge/pair", new { code, publicKey = Convert.ToBase64String(publicKey) });
}

public sealed class PairingOnDisk(OnDisk fixture) : PairingTests(fixture), IClassFixture<OnDisk>;

public sealed class PairingInCloud(InCloud fixture) : PairingTests(fixture), IClassFixture<InCloud>;
