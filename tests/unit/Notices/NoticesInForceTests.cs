using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Notices;

namespace RetailGuard.Tests.Unit.Notices;

/// <summary>Whether nobody is matched, and since when, by what is published and what hangs.</summary>
public sealed class NoticesInForceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 3, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Id(1));

    private readonly Store _store = new()
    {
        Tenant = Tenant,
        Id = new(Id(1)),
        Name = "Store 1",
        Address = "1 Example Street",
        TimeZone = "Pacific/Auckland",
    };

    [Fact]
    [Trait("Rule", "R33")]
    public void Nothing_published_stops_every_store() => Of(null).ShouldBe([("notice-missing", null, default)]);

    [Fact]
    [Trait("Rule", "R34")]
    public void A_setting_that_changed_stops_every_store() =>
        NoticesInForce
            .Check(new(Published(), NoticeContents.Settings with { ConfirmedDays = 29 }, [_store], Hanging((Now, "A", "WORDS1"))))
            .Select(d => (d.Code, d.Store))
            .ShouldBe([("notice-stale", (StoreId?)null)]);

    [Fact]
    [Trait("Rule", "R33")]
    public void A_store_without_an_entrance_is_stopped() => Of(Published()).ShouldBe([("entrance-missing", (StoreId?)_store.Id, default)]);

    [Fact]
    [Trait("Rule", "R33")]
    public void An_entrance_without_a_photograph_of_the_poster_of_now_stops_its_store()
    {
        Of(Published(), (null, "A", "")).ShouldBe([("notice-not-hung", (StoreId?)_store.Id, default)]);
        Of(Published(), (Now, "A", "WORDS0")).ShouldBe([("notice-not-hung", (StoreId?)_store.Id, default)]);
        Of(Published(), (Now, "A", "WORDS1"), (null, "B", "")).ShouldBe([("notice-not-hung", (StoreId?)_store.Id, default)]);
    }

    [Fact]
    [Trait("Rule", "R33")]
    public void The_first_photograph_to_lapse_stops_the_store_when_it_does()
    {
        var (first, second) = (Now.AddDays(3), Now.AddDays(20));

        Of(Published(), (second, "A", "WORDS1"), (first, "B", "WORDS1")).ShouldBe([("notice-lapsed", (StoreId?)_store.Id, first)]);
    }

    [Theory]
    [Trait("Rule", "R33")]
    [InlineData("2026-11-28T03:00:00Z", "Pacific/Auckland", "2026-12-28T11:00:00Z")]
    [InlineData("2026-01-31T00:30:00Z", "Pacific/Auckland", "2026-02-28T11:00:00Z")]
    [InlineData("2027-08-26T12:00:00Z", "Pacific/Auckland", "2027-09-27T11:00:00Z")]
    public void A_photograph_counts_to_the_end_of_the_day_a_month_later_in_the_stores_zone(string at, string zone, string until) =>
        AttestNotice.ValidUntil(DateTimeOffset.Parse(at, null), zone).ShouldBe(DateTimeOffset.Parse(until, null));

    private IEnumerable<(string Code, StoreId? Store, DateTimeOffset From)> Of(
        PublishedNotice? published,
        params (DateTimeOffset? Until, string Name, string Words)[] entrances
    ) => NoticesInForce.Check(new(published, NoticeContents.Settings, [_store], Hanging(entrances))).Select(d => (d.Code, d.Store, d.From));

    private ILookup<StoreId, EntranceNotice> Hanging(params (DateTimeOffset? Until, string Name, string Words)[] entrances) =>
        entrances.ToLookup(
            _ => _store.Id,
            e =>
            {
                var entrance = new Entrance
                {
                    Tenant = Tenant,
                    Id = Id(e.Name[0]),
                    StoreId = _store.Id,
                    Name = e.Name,
                    Code = PosterCode.NewEntrance(),
                };
                return new EntranceNotice(
                    entrance,
                    new(entrance.Code, "WORDS1"),
                    e.Until is { } until
                        ? new()
                        {
                            Tenant = Tenant,
                            Id = Id(1),
                            EntranceId = entrance.Id,
                            Number = 1,
                            Words = e.Words,
                            At = until.AddMonths(-1),
                            By = new(Id(1)),
                            ValidUntil = until,
                        }
                        : null
                );
            }
        );

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static PublishedNotice Published() =>
        new()
        {
            Tenant = Tenant,
            Version = 1,
            Content = NoticeContents.Content,
            PublishedBy = new(Id(1)),
            PublishedAt = Now.AddDays(-30),
        };
}
