using Microsoft.EntityFrameworkCore;
using RetailGuard.Alerts;
using RetailGuard.Matching;
using RetailGuard.Sharing;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Notices;

/// <summary>What the product runs with and a notice says. When one of them changes, what was published is stale (R34).</summary>
/// <param name="AlertFloor">On the product's scale.</param>
/// <param name="ConfirmedDays">How long pictures of a confirmed alert are kept.</param>
/// <param name="OffenderMonths">How long an offender is listed at most.</param>
/// <param name="AccompliceMonths">How long somebody is listed at most who helped.</param>
/// <param name="SharedKilometres">How far apart stores may be that share an entry; null where none is shared.</param>
/// <param name="PublicAddress">Below which the code on a poster leads; null where it is not set.</param>
public sealed record NoticeSettings(
    double AlertFloor,
    int ConfirmedDays,
    int OffenderMonths,
    int AccompliceMonths,
    int? SharedKilometres,
    string? PublicAddress
)
{
    /// <param name="db">Of one retailer.</param>
    internal static async Task<NoticeSettings> ReadAsync(RetailGuardDb db, NoticeAddresses addresses, CancellationToken cancellation) =>
        new(
            ScoreScale.AlertFloor,
            await AlertRetention.ConfirmedDaysAsync(db, cancellation),
            ListingPeriods.OffenderMonths,
            ListingPeriods.AccompliceMonths,
            await db.Set<SharingGrounds>().Select(g => (int?)g.MostKilometres).SingleOrDefaultAsync(cancellation),
            addresses.Configured
        );
}
