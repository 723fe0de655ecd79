using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>How long a retailer keeps the pictures of confirmed alerts (R30); those of others go when the alert ends.</summary>
public sealed class AlertRetention : ITenantOwned, IRevised
{
    /// <summary>Nobody keeps them longer; a retailer may keep them shorter.</summary>
    public const int MostConfirmedDays = 30;

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required int ConfirmedDays { get; set; }

    /// <param name="db">Of one retailer.</param>
    public static async Task<int> ConfirmedDaysAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Set<AlertRetention>().Select(r => (int?)r.ConfirmedDays).SingleOrDefaultAsync(cancellation) ?? MostConfirmedDays;
    }
}

/// <summary>The privacy officer's choice of how long pictures of confirmed alerts are kept.</summary>
internal static class SetRetention
{
    public sealed record AlertRetentionView(int ConfirmedDays);

    public sealed record AlertRetentionRequest([property: Range(1, AlertRetention.MostConfirmedDays)] int ConfirmedDays);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/alerts/retention", ReadAsync)
            .AllowRoles(Role.PrivacyOfficer, Role.TenantAdmin, Role.HeadOfficeLossPrevention, Role.Auditor);
        routes.MapPut("/api/alerts/retention", SetAsync).AllowRoles(Role.PrivacyOfficer);
    }

    private static async Task<Ok<AlertRetentionView>> ReadAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        return TypedResults.Ok(new AlertRetentionView(await AlertRetention.ConfirmedDaysAsync(db, cancellation)));
    }

    private static async Task<Answer<Ok<AlertRetentionView>>> SetAsync(
        AlertRetentionRequest request,
        Caller caller,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var days = request.ConfirmedDays;
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<AlertRetentionView>> DecideAsync(RetailGuardDb db)
        {
            var kept = await db.SingleOrAddAsync(() => new AlertRetention { Tenant = caller.Tenant, ConfirmedDays = days }, cancellation);
            kept.ConfirmedDays = days;
            return new(
                new AlertRetentionView(days),
                new AuditEvent(caller.Actor, "alerts.retention-set", caller.Tenant.ToString(), new { days })
            );
        }
    }
}
