using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Notices;

/// <summary>Somebody of the store photographs the poster at an entrance: for a month that shows that it hangs (R33).</summary>
internal static class AttestNotice
{
    /// <param name="ValidUntil">Until when matching may go on, as far as this entrance goes.</param>
    public sealed record Attested(Guid Id, DateTimeOffset ValidUntil);

    public sealed record AttestationView(
        Guid Id,
        Named By,
        DateTimeOffset At,
        DateTimeOffset ValidUntil,
        bool IsOfPosterNow,
        bool HasPicture
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/entrances/{entrance:guid}/attestations", RunAsync)
            .AllowRoles(Role.StoreStaff, Role.StoreManager, Role.TenantAdmin)
            .WithMetadata(new RequestSizeLimitAttribute(Pictures.MaxBytes), new PhotoUpload.Body());
        routes.MapGet("/api/entrances/{entrance:guid}/attestations", ListAsync).AllowRoles(WriteNotice.Readers);
        routes.MapGet("/api/attestations/{attestation:guid}/picture", PictureAsync).AllowRoles(WriteNotice.Readers);
    }

    private static async Task<Answer<Ok<Attested>>> RunAsync(
        Guid entrance,
        HttpRequest request,
        Caller caller,
        Database database,
        NoticeAddresses addresses,
        FaceEnrolment faces,
        TenantKeys keys,
        IBlobVault vault,
        AuditLog audit,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await ManageEntrances.FindAsync(db, caller, entrance, cancellation) is not { } found)
        {
            return Refusal.NotFound("entrance");
        }

        var notices = await StoreNotices.ReadAsync(db, addresses, cancellation);
        var due = notices.Entrances[found.StoreId].SingleOrDefault(e => e.Entrance.Id == entrance);
        if (due?.Code is not { } expected)
        {
            return found.ClosedAt is null
                ? Refusal.Conflict("notice-missing", "No notice is published yet, so no poster can hang.")
                : Refusal.Conflict("entrance-closed", "This entrance was closed.");
        }

        if (!(await PosterPhoto.ReadAsync(request, faces, cancellation)).Succeeded(out var photo, out var refusal))
        {
            return refusal;
        }

        if (Compare(photo.Code, expected, notices) is { } wrong)
        {
            return wrong;
        }

        var now = time.GetUtcNow();
        var id = ids.Next();
        var key = await keys.NewRecordKeyAsync(caller.Tenant, Attestation.KeyContextOf(id), cancellation);
        var name = Attestation.PictureNameOf(caller.Tenant, id);
        await vault.PutAsync(name, Sealing.Seal(key.Key, photo.Jpeg, name), cancellation);
        var until = ValidUntil(now, notices.Stores.Single(s => s.Id == found.StoreId).TimeZone);
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<Attested>> DecideAsync(RetailGuardDb again)
        {
            var last = await again.Set<Attestation>().Where(a => a.EntranceId == entrance).MaxAsync(a => (int?)a.Number, cancellation);
            again.Add(
                new Attestation
                {
                    Tenant = caller.Tenant,
                    Id = id,
                    EntranceId = entrance,
                    Number = 1 + (last ?? 0),
                    Words = expected.Words,
                    At = now,
                    By = caller.Person,
                    ValidUntil = until,
                    KeyId = key.Id,
                }
            );
            return new(
                new Attested(id, until),
                new AuditEvent(caller.Actor, "notice.attested", entrance.ToString(), new { Attestation = id, expected.Words })
            );
        }
    }

    /// <summary>The end of the day, in the store's zone, a month later: nobody loses the hours between.</summary>
    public static DateTimeOffset ValidUntil(DateTimeOffset now, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var end = TimeZoneInfo.ConvertTime(now, zone).Date.AddMonths(1).AddDays(1);

        // Where the clocks go forward at midnight the day begins an hour later.
        while (zone.IsInvalidTime(end))
        {
            end = end.AddHours(1);
        }

        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }

    private static Refusal? Compare(PosterCode shown, PosterCode expected, StoreNotices notices) =>
        shown == expected ? null
        : shown.Entrance == expected.Entrance
            ? Refusal.Conflict(
                "poster-outdated",
                "This poster says what an earlier version of the notice said. Print the present one, hang it, and photograph that."
            )
        : Refusal.Conflict(
            "poster-elsewhere",
            notices.Entrances.SelectMany(of => of).FirstOrDefault(e => e.Entrance.Code == shown.Entrance) is { } other
                ? $"This poster belongs at {other.Entrance.Name} of {notices.Stores.Single(s => s.Id == other.Entrance.StoreId).Name}. Hang the one that belongs here."
                : "This poster belongs at another entrance. Hang the one that belongs here."
        );

    /// <summary>An entrance's photographs, the newest first.</summary>
    private static async Task<Answer<Ok<List<AttestationView>>>> ListAsync(
        Guid entrance,
        Caller caller,
        Database database,
        NoticeAddresses addresses,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await ManageEntrances.FindAsync(db, caller, entrance, cancellation) is not { } found)
        {
            return Refusal.NotFound("entrance");
        }

        var notices = await StoreNotices.ReadAsync(db, addresses, cancellation);
        var words = notices.Entrances[found.StoreId].SingleOrDefault(e => e.Entrance.Id == entrance)?.Code?.Words;
        var rows = await (
            from attestation in db.Set<Attestation>().AsNoTracking()
            where attestation.EntranceId == entrance
            join person in db.Set<Person>().IgnoreAutoIncludes() on attestation.By equals person.Id
            orderby attestation.Number descending
            select new { attestation, person.Name }
        ).ToListAsync(cancellation);
        return TypedResults.Ok(
            rows.ConvertAll(row => new AttestationView(
                row.attestation.Id,
                new(row.attestation.By.Value, row.Name),
                row.attestation.At,
                row.attestation.ValidUntil,
                row.attestation.Words == words,
                row.attestation.KeyId is not null
            ))
        );
    }

    private static async Task<Answer<JpegImage>> PictureAsync(
        Guid attestation,
        Caller caller,
        Database database,
        TenantKeys keys,
        IBlobVault vault,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (
            await db.Set<Attestation>().FindAsync([caller.Tenant, attestation], cancellation) is not { } found
            || await ManageEntrances.FindAsync(db, caller, found.EntranceId, cancellation) is null
            || await vault.GetAsync(found.PictureName, cancellation) is not { } sealedPicture
            || await keys.OpenRecordKeyAsync(caller.Tenant, found.KeyContext, found.KeyId, cancellation) is not { } key
        )
        {
            return Refusal.NotFound("picture");
        }

        return new JpegImage(Sealing.Open(key, sealedPicture, found.PictureName));
    }
}
