using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What a store's list leads to.</summary>
/// <param name="Entries">On the list or waiting for approval.</param>
internal sealed record FalseAlertOutlook(int Entries, ExpectedFalseAlerts Expected);

/// <summary>Reads what a store's expected false alerts depend on (R3).</summary>
internal sealed class FalseAlertOutlooks(TenantSpaces spaces, TimeProvider time)
{
    private static readonly Refusal NotMeasured = new(
        "false-matches-unmeasured",
        "Of a model in use nobody has measured how often it takes one person for another at the alert threshold, so no list may grow. Use a model pack whose manifest says so.",
        RefusalKind.Unavailable
    );

    /// <summary>A store's outlook, or why nobody can tell.</summary>
    public async Task<Result<FalseAlertOutlook>> OfAsync(RetailGuardDb db, StoreId store, CancellationToken cancellation)
    {
        var packs = (await spaces.OfAsync(db, cancellation)).Packs;
        var rates = packs.Select(p => p.MostFalseMatchRate(ScoreScale.AlertFloor)).ToList();

        // A probe is compared in the space of its connector: of several in use, the worst.
        if (rates is [] || rates.Contains(null))
        {
            return NotMeasured;
        }

        var budget = await BudgetAsync(db, store, cancellation);
        var entries = await db.Set<Entry>().Where(Entry.IsKept(time.GetUtcNow())).CountAsync(e => e.StoreId == store, cancellation);
        return new FalseAlertOutlook(entries, new(budget.VisitsPerDay, rates.Max()!.Value, budget.OneInDays));
    }

    /// <summary>Why a list may not grow to what it would be; null when it may.</summary>
    /// <param name="added">Entries that the record does not have yet.</param>
    public async Task<Refusal?> WhyNotAsync(RetailGuardDb db, StoreId store, int added, CancellationToken cancellation) =>
        (await OfAsync(db, store, cancellation)).Succeeded(out var outlook, out var unknown)
            ? outlook.Expected.WhyNot(outlook.Entries + added)
            : unknown;

    /// <summary>The store's numbers; the product's own where nobody has set any.</summary>
    public static async Task<FalseAlertBudget> BudgetAsync(RetailGuardDb db, StoreId store, CancellationToken cancellation) =>
        await db.Set<FalseAlertBudget>().AsNoTracking().SingleOrDefaultAsync(b => b.StoreId == store, cancellation)
        ?? new FalseAlertBudget { Tenant = default, StoreId = store };
}
