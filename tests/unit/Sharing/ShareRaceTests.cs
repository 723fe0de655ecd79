using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Sharing;
using RetailGuard.Storage;
using RetailGuard.Tests.Unit.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Sharing;

/// <summary>Between what an answer reads and what it changes, somebody else decides.</summary>
public sealed class ShareRaceTests : OneRecord
{
    private static readonly ShareId Offered = new(new(8, 0, 0, new byte[8]));
    private static readonly EntryId Source = new(new(9, 0, 0, new byte[8]));

    [Fact]
    [Trait("Rule", "R20")]
    public async Task A_recall_between_the_look_and_the_answer_stands()
    {
        await OfferAsync();
        await using var answer = Database.Of(Tenant);
        var seen = await TiedShare.Of(answer).SingleAsync(Cancellation);
        await using var recall = Database.Of(Tenant);
        (await recall.Set<Share>().AsTracking().SingleAsync(Cancellation)).State = ShareState.Recalled;
        await SaveAsync(recall);

        (await ShareLedger.ClaimAsync(answer, seen, Cancellation)).State = ShareState.Accepted;

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(answer));
    }

    [Fact]
    [Trait("Rule", "R19")]
    public async Task An_entry_that_ends_between_the_look_and_the_answer_is_not_taken_up()
    {
        await OfferAsync();
        await using var answer = Database.Of(Tenant);
        var seen = await TiedShare.Of(answer).SingleAsync(Cancellation);
        await using var end = Database.Of(Tenant);
        (await end.Set<Entry>().AsTracking().SingleAsync(Cancellation)).State = EntryState.Removed;
        await SaveAsync(end);

        (await ShareLedger.ClaimAsync(answer, seen, Cancellation)).State = ShareState.Accepted;

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(answer));
    }

    private async Task OfferAsync()
    {
        await using var db = Database.Of(Tenant);
        var (store, other, person) = (
            new StoreId(new(1, 0, 0, new byte[8])),
            new StoreId(new(2, 0, 0, new byte[8])),
            new PersonId(new(3, 0, 0, new byte[8]))
        );
        db.Add(
            new Entry
            {
                Tenant = Tenant,
                Id = Source,
                StoreId = store,
                Category = EntryCategory.Violence,
                Role = EntryRole.Offender,
                IncidentAt = DateTimeOffset.UnixEpoch,
                Basis = EntryBasis.Conviction,
                ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(100),
                EnrolledBy = person,
                State = EntryState.Active,
            }
        );
        db.Add(
            new Share
            {
                Tenant = Tenant,
                Id = Offered,
                Source = Source,
                From = store,
                To = other,
                Kilometres = 8,
                Pattern = OffendingPattern.OffendedThere,
                Ground = LawfulGround.SeriousThreat,
                OfferedBy = person,
                OffererIssuers = [],
                OfferedAt = DateTimeOffset.UnixEpoch,
            }
        );
        await SaveAsync(db);
    }
}
