using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Matching;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>The false alerts that a store is to expect before and after one more entry, and its budget of them (R3).</summary>
internal static class ManageBudget
{
    /// <param name="Entries">On the list or waiting for approval.</param>
    /// <param name="Threshold">Of alerts, on the product's scale.</param>
    /// <param name="MostFalseMatchRate">Per comparison at that threshold: the upper bound that was measured.</param>
    /// <param name="Before">Expected false alerts a day with the list as it is.</param>
    /// <param name="After">The same with one entry more.</param>
    /// <param name="Budget">The most that may be expected, a day.</param>
    /// <param name="MostEntries">The longest list within the budget.</param>
    public sealed record FalseAlertView(
        int Entries,
        int VisitsPerDay,
        int OneInDays,
        double Threshold,
        double MostFalseMatchRate,
        double Before,
        double After,
        double Budget,
        int MostEntries
    );

    /// <param name="OneInDays">At most one false alert in so many days; stricter than the product's ten, never laxer.</param>
    public sealed record BudgetRequest(
        [property: Range(1, 100_000)] int VisitsPerDay,
        [property: Range(FalseAlertBudget.LeastDays, 3_650)] int OneInDays
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stores/{store}/false-alerts", ReadAsync).AllowRoles([.. ListEntries.Readers, Role.TenantAdmin, Role.Auditor]);
        routes.MapPut("/api/stores/{store}/false-alerts", SetAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Answer<Ok<FalseAlertView>>> ReadAsync(
        StoreId store,
        Caller caller,
        Database database,
        FalseAlertOutlooks outlooks,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        return (await outlooks.OfAsync(db, store, cancellation)).ToHttp(outlook =>
        {
            var (entries, expected) = outlook;
            return TypedResults.Ok(
                new FalseAlertView(
                    entries,
                    expected.VisitsPerDay,
                    expected.OneInDays,
                    ScoreScale.AlertFloor,
                    expected.MostFalseMatchRate,
                    expected.PerDay(entries),
                    expected.PerDay(entries + 1),
                    expected.Budget,
                    expected.MostEntries
                )
            );
        });
    }

    /// <summary>A list that is too long then goes on, and takes nobody more.</summary>
    private static async Task<Answer<NoContent>> SetAsync(
        StoreId store,
        BudgetRequest request,
        Caller caller,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (!await caller.ReachesAsync(db, store, cancellation))
            {
                return Refusal.NotFound("store");
            }

            var budget = await db.Set<FalseAlertBudget>().AsTracking().SingleOrDefaultAsync(b => b.StoreId == store, cancellation);
            if (budget is null)
            {
                budget = new FalseAlertBudget { Tenant = caller.Tenant, StoreId = store };
                db.Add(budget);
            }

            (budget.VisitsPerDay, budget.OneInDays) = (request.VisitsPerDay, request.OneInDays);
            return new(
                Done.Instance,
                new AuditEvent(
                    caller.Actor,
                    "store.false-alert-budget-set",
                    store.ToString(),
                    new { request.VisitsPerDay, request.OneInDays }
                )
            );
        }
    }
}
