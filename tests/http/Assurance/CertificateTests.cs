using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Assurance;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>How long a certificate is good, who is counted as certified, and who sees it (R48).</summary>
[Trait("Rule", "R48")]
[Trait("Rule", "R24")]
public abstract class CertificateTests(ServerFixture fixture)
{
    private RunningServer Server => fixture.Server;

    private Certificates Certificates => Server.Services.GetRequiredService<Certificates>();

    [Fact]
    public async Task A_certificate_of_29_february_lapses_on_the_28th_a_year_later()
    {
        var shop = await ShopAsync();
        var staff = await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var leapDay = new DateTimeOffset(2028, 2, 29, 3, 30, 0, TimeSpan.Zero);
        if (leapDay < Server.Time.GetUtcNow())
        {
            leapDay = leapDay.AddYears(4);
        }

        Server.Time.Stall(leapDay - Server.Time.GetUtcNow());
        (await Training.PassAsync(await staff.SignInAsync())).Ok();
        var certificate = (await CertificateOfAsync(staff, shop)).ShouldNotBeNull();

        certificate.PassedAt.ShouldBe(leapDay);
        certificate.ValidUntil.ShouldBe(new DateTimeOffset(leapDay.Year + 1, 2, 28, 3, 30, 0, TimeSpan.Zero));
        Server.Time.Stall(certificate.ValidUntil - Server.Time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        (await LapsedAsync(staff)).ShouldBeFalse();
        (await VotersAsync(shop)).ShouldBe(1);
        Server.Time.Stall(TimeSpan.FromMilliseconds(1));
        (await LapsedAsync(staff)).ShouldBeTrue();
        (await VotersAsync(shop)).ShouldBe(0);

        (await Training.PassAsync(await staff.SignInAsync())).Ok();
        (await LapsedAsync(staff)).ShouldBeFalse();
        (await VotersAsync(shop)).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_is_certified_who_has_not_passed()
    {
        var shop = await ShopAsync();
        var staff = await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        (await Training.TakeAsync(await staff.SignInAsync(), Training.WrongAt("not-me"))).Ok();

        (await CertificateOfAsync(staff, shop)).ShouldBeNull();
        (await VotersAsync(shop)).ShouldBe(0);
    }

    [Fact]
    public async Task Voters_are_certified_people_of_the_store_who_may_vote()
    {
        var shop = await ShopAsync();
        var retailer = shop.Retailer;
        var next = await retailer.OpenShopAsync("Store 2");
        await retailer.HireAsync(Role.StoreStaff, shop);
        await retailer.HireAsync(Role.StoreManager, shop, next);
        await retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var officer = await retailer.HireUntrainedAsync(Role.HeadOfficeLossPrevention, shop);
        (await Training.PassAsync(await officer.SignInAsync())).Ok();

        (await VotersAsync(shop)).ShouldBe(2);
        (await VotersAsync(next)).ShouldBe(1);
    }

    [Fact]
    public async Task Another_tenant_sees_and_counts_none()
    {
        var (shop, other) = (await ShopAsync(), await ShopAsync());
        var staff = await shop.Retailer.HireAsync(Role.StoreStaff, shop);

        (await CertificateOfAsync(staff, other)).ShouldBeNull();
        (
            await Certificates.CertifiedVotersAsync(
                new(other.Retailer.Id),
                new(shop.Id),
                Server.Time.GetUtcNow(),
                TestContext.Current.CancellationToken
            )
        ).ShouldBe(0);
        (await other.Retailer.Admin.GetAsync($"/api/training/certificates?storeId={shop.Id}")).Refused(
            HttpStatusCode.NotFound,
            "not-found"
        );
    }

    [Fact]
    public async Task A_store_lists_its_peoples_certificates_with_the_lapsed_ones()
    {
        var shop = await ShopAsync();
        var early = await shop.Retailer.HireAsync(Role.StoreStaff, shop);
        var passedAt = Server.Time.GetUtcNow();
        await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var elsewhere = await shop.Retailer.OpenShopAsync("Store 2");
        await shop.Retailer.HireAsync(Role.StoreStaff, elsewhere);
        var manager = await shop.Retailer.HireUntrainedAsync(Role.StoreManager, shop);
        Server.Time.Stall(passedAt.AddMonths(12) - Server.Time.GetUtcNow());
        var signedIn = await manager.SignInAsync();
        (await Training.PassAsync(signedIn)).Ok();

        var listed = (await signedIn.GetAsync($"/api/training/certificates?storeId={shop.Id}"))
            .Ok()
            .Json.EnumerateArray()
            .ToDictionary(c => c.GetProperty("person").GetProperty("id").GetGuid());

        listed.Keys.ShouldBe([early.Id, manager.Id], ignoreOrder: true);
        listed[early.Id].GetProperty("passedAt").GetDateTimeOffset().ShouldBe(passedAt);
        listed[early.Id].GetProperty("validUntil").GetDateTimeOffset().ShouldBe(passedAt.AddMonths(12));
        listed[early.Id].GetProperty("lapsed").GetBoolean().ShouldBeTrue();
        listed[manager.Id].GetProperty("lapsed").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_manager_sees_no_other_stores_certificates()
    {
        var shop = await ShopAsync();
        var next = await shop.Retailer.OpenShopAsync("Store 2");
        var manager = await (await shop.Retailer.HireAsync(Role.StoreManager, shop)).SignInAsync();

        (await manager.GetAsync($"/api/training/certificates?storeId={next.Id}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await manager.GetAsync("/api/training/certificates")).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
    }

    private async Task<Shop> ShopAsync() => await (await Retailer.OpenAsync(Server)).OpenShopAsync();

    private Task<Certificate?> CertificateOfAsync(Employee person, Shop shop) =>
        Certificates.OfAsync(new(shop.Retailer.Id), new(person.Id), TestContext.Current.CancellationToken);

    private Task<int> VotersAsync(Shop shop) =>
        Certificates.CertifiedVotersAsync(
            new TenantId(shop.Retailer.Id),
            new StoreId(shop.Id),
            Server.Time.GetUtcNow(),
            TestContext.Current.CancellationToken
        );

    private static async Task<bool> LapsedAsync(Employee person) =>
        (await (await person.SignInAsync()).GetAsync("/api/me")).Ok()["certificate"].GetProperty("lapsed").GetBoolean();
}

public sealed class CertificatesOnDisk(OnDisk fixture) : CertificateTests(fixture), IClassFixture<OnDisk>;

public sealed class CertificatesInCloud(InCloud fixture) : CertificateTests(fixture), IClassFixture<InCloud>;
