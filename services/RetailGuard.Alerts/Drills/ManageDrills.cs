using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Orleans;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>How often drills come, as head office sets it.</summary>
internal sealed class DrillSettings : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    /// <summary>Drills per store and week, on average; 0 turns them off.</summary>
    public required int PerStoreAndWeek { get; set; }
}

/// <summary>Drills (R48): their rate, the volunteers whose pictures they show, and how stores do.</summary>
internal static class ManageDrills
{
    public const int MostPerStoreAndWeek = 50;
    private const int LeastPhotos = 2;
    private const int MostPhotos = 6;
    private const int MostWeeks = 104;

    public sealed record DrillSettingsView(int PerStoreAndWeek);

    public sealed record DrillSettingsRequest([property: Range(0, MostPerStoreAndWeek)] int PerStoreAndWeek);

    public sealed record VolunteerRequest(
        [property: MaxLength(80)] string Label,
        [property: MaxLength(80)] string ConsentVersion,
        DateTimeOffset ConsentedAt
    );

    public sealed record VolunteerView(Guid Id, string Label, string ConsentVersion, DateTimeOffset ConsentedAt, int Pictures);

    public sealed record DrillRequest(StoreId StoreId);

    /// <param name="Missed">Nobody decided them in time.</param>
    public sealed record DrillWeek(DateOnly WeekStart, int Drills, int Decided, int Correct, int Missed);

    public sealed record DrillScores(Named Store, IReadOnlyList<DrillWeek> Weeks);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/drills/settings", SettingsAsync).AllowRoles(Role.HeadOfficeLossPrevention, Role.StoreManager, Role.Auditor);
        routes.MapPut("/api/drills/settings", SetAsync).AllowRoles(Role.HeadOfficeLossPrevention);
        routes.MapGet("/api/drills/volunteers", VolunteersAsync).AllowRoles(Role.HeadOfficeLossPrevention, Role.PrivacyOfficer);
        routes
            .MapPost("/api/drills/volunteers", AddAsync)
            .AllowRoles(Role.HeadOfficeLossPrevention)
            .DisableAntiforgery()
            .WithMetadata(
                new RequestSizeLimitAttribute((MostPhotos * (long)Vision.Pictures.MaxBytes) + (1 << 20)),
                new PhotoUpload.Form("volunteer", typeof(VolunteerRequest), LeastPhotos, MostPhotos)
            );
        routes
            .MapDelete("/api/drills/volunteers/{volunteer:guid}", WithdrawAsync)
            .AllowRoles(Role.HeadOfficeLossPrevention, Role.PrivacyOfficer);
        routes.MapPost("/api/drills", NowAsync).AllowRoles(Role.HeadOfficeLossPrevention);
        routes.MapGet("/api/drills/scores", ScoresAsync).AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention, Role.Auditor);
    }

    private static async Task<Ok<DrillSettingsView>> SettingsAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var settings = await db.Set<DrillSettings>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        return TypedResults.Ok(new DrillSettingsView(settings?.PerStoreAndWeek ?? 0));
    }

    private static async Task<Answer<Ok<DrillSettingsView>>> SetAsync(
        DrillSettingsRequest request,
        Caller caller,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var rate = request.PerStoreAndWeek;
        var saved = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        return saved.ToHttp(TypedResults.Ok);

        async Task<Decision<DrillSettingsView>> DecideAsync(RetailGuardDb db)
        {
            var settings = await db.SingleOrAddAsync(
                () => new DrillSettings { Tenant = caller.Tenant, PerStoreAndWeek = rate },
                cancellation
            );
            settings.PerStoreAndWeek = rate;
            return new(
                new DrillSettingsView(rate),
                new AuditEvent(caller.Actor, "drills.rate-set", caller.Tenant.ToString(), new { rate })
            );
        }
    }

    private static async Task<Ok<List<VolunteerView>>> VolunteersAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var volunteers = await db.Set<Volunteer>().AsNoTracking().OrderBy(v => v.Label).ToListAsync(cancellation);
        return TypedResults.Ok(volunteers.ConvertAll(v => new VolunteerView(v.Id, v.Label, v.ConsentVersion, v.ConsentedAt, v.Pictures)));
    }

    private static async Task<Answer<Created<Added>>> AddAsync(
        HttpRequest http,
        Caller caller,
        Database database,
        Volunteers volunteers,
        AuditLog audit,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var read = await PhotoForm<VolunteerRequest>.ReadAsync(http, "volunteer", LeastPhotos, MostPhotos, cancellation);
        if (!read.Succeeded(out var form, out var unreadable))
        {
            return unreadable;
        }

        var request = form.Statement;
        if (request.ConsentedAt > time.GetUtcNow())
        {
            return Refusal.Invalid(
                "consent-missing",
                "consentedAt must be the time at which the person agreed; without consent there is no volunteer."
            );
        }

        if (!(await volunteers.PortraitsAsync(form.Photos, cancellation)).Succeeded(out var portraits, out var poor))
        {
            return poor;
        }

        var id = ids.Next();
        await using var db = database.Of(caller.Tenant);
        db.Add(
            new Volunteer
            {
                Tenant = caller.Tenant,
                Id = id,
                Label = request.Label.Trim(),
                ConsentVersion = request.ConsentVersion.Trim(),
                ConsentedAt = request.ConsentedAt,
                AddedBy = caller.Person,
                Pictures = portraits.Count,
                KeyId = await volunteers.SealAsync(caller.Tenant, id, portraits, cancellation),
            }
        );
        await audit.CommitAsync(
            db,
            caller.Tenant,
            [new(caller.Actor, "volunteer.added", id.ToString(), new { request.ConsentedAt })],
            cancellation
        );
        return TypedResults.Created($"/api/drills/volunteers/{id}", new Added(id));
    }

    /// <summary>R35: withdrawing deletes, at once.</summary>
    private static async Task<Answer<NoContent>> WithdrawAsync(
        Guid volunteer,
        Caller caller,
        Database database,
        Purges purges,
        AuditLog audit,
        OpenAlerts openAlerts,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await db.Set<Volunteer>().AsTracking().SingleOrDefaultAsync(v => v.Id == volunteer, cancellation) is not { } found)
        {
            return Refusal.NotFound("volunteer");
        }

        db.Remove(found);
        var order = purges.Order(
            db,
            caller.Tenant,
            "volunteer",
            volunteer.ToString(),
            found.KeyId,
            Enumerable.Range(0, found.Pictures).Select(found.PictureName)
        );
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "volunteer.withdrawn", volunteer.ToString())], cancellation);
        await purges.CarryOutAsync([order], cancellation);
        foreach (var drill in await openAlerts.IdsAsync(caller.Tenant, a => a.DrillExpected != null))
        {
            await grains.GetGrain<IAlertGrain>(GrainKeys.Alert(caller.Tenant, drill)).GiveWay();
        }

        return TypedResults.NoContent();
    }

    private static async Task<Answer<NoContent>> NowAsync(
        DrillRequest request,
        Caller caller,
        Database database,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await db.Set<Store>().AnyAsync(s => s.Id == request.StoreId, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var started = await grains.GetGrain<IStoreGrain>(GrainKeys.Store(caller.Tenant, request.StoreId)).StartDrill();
        return started.ToHttp(_ => TypedResults.NoContent());
    }

    private static async Task<Answer<Ok<DrillScores>>> ScoresAsync(
        StoreId? storeId,
        int? weeks,
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (weeks is < 1 or > MostWeeks)
        {
            return Refusal.Invalid("weeks-out-of-range", $"weeks is a whole number from 1 to {MostWeeks}.");
        }

        await using var db = database.Of(caller.Tenant);
        if (
            storeId is not { } id
            || !caller.Reaches(id)
            || await db.Set<Store>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation) is not { } store
        )
        {
            return Refusal.NotFound("store");
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(store.TimeZone);
        var thisWeek = WeekOf(time.GetUtcNow(), zone);
        var first = thisWeek.AddDays(-7 * ((weeks ?? 12) - 1));
        var since = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-1);
        var drills = await db.Set<Alert>()
            .AsNoTracking()
            .Where(a => a.StoreId == id && a.DrillExpected != null && a.State == AlertState.Drill && a.RaisedAt >= since)
            .Select(a => new
            {
                a.RaisedAt,
                a.DrillCorrect,
                a.Stopped,
            })
            .ToListAsync(cancellation);
        var byWeek = drills.Where(d => d.Stopped is null).ToLookup(d => WeekOf(d.RaisedAt, zone));
        return TypedResults.Ok(
            new DrillScores(
                new(store.Id.Value, store.Name),
                [
                    .. Enumerable
                        .Range(0, weeks ?? 12)
                        .Select(i => first.AddDays(7 * i))
                        .Select(week =>
                        {
                            var those = byWeek[week].ToList();
                            var decided = those.Count(d => d.DrillCorrect is not null);
                            return new DrillWeek(
                                week,
                                those.Count,
                                decided,
                                those.Count(d => d.DrillCorrect is true),
                                those.Count - decided
                            );
                        }),
                ]
            )
        );
    }

    /// <summary>The Monday of a moment's week, as the store's calendar has it.</summary>
    private static DateOnly WeekOf(DateTimeOffset at, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }
}
