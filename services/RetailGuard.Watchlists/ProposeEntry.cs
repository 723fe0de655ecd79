using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>Enrolment: one to three photographs of a person and the reasons are proposed for one store's list. Another person must approve.</summary>
internal static class ProposeEntry
{
    /// <param name="Quality">0 to 1: the least of <paramref name="Qualities"/>.</param>
    /// <param name="Qualities">Of each photograph, 0 to 1, in the order in which they came.</param>
    public sealed record Proposed(EntryId Id, EntryState State, double Quality, IReadOnlyList<double> Qualities);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/entries", RunAsync)
            .AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention)
            .DisableAntiforgery()
            .WithMetadata(
                new RequestSizeLimitAttribute((Entry.MostPictures * (long)Pictures.MaxBytes) + (1 << 20)),
                new PhotoUpload.Form("entry", typeof(EntryRequest), 1, Entry.MostPictures)
            );

    private static async Task<Answer<Created<Proposed>>> RunAsync(
        HttpRequest http,
        Caller caller,
        Database database,
        IBlobVault vault,
        TenantKeys keys,
        AuditLog audit,
        Growth growth,
        FaceEnrolment enrolment,
        TenantSpaces spaces,
        TenantTransforms transforms,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (await growth.WhyNotAsync(caller.Tenant, cancellation) is { } mayNot)
        {
            return mayNot;
        }

        var read = await PhotoForm<EntryRequest>.ReadAsync(http, "entry", 1, Entry.MostPictures, cancellation);
        if (!read.Succeeded(out var form, out var unreadable))
        {
            return unreadable;
        }

        var request = form.Statement;
        if (EnrolmentRules.Check(request, time.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        var store = request.StoreId;
        await using var db = database.Of(caller.Tenant);
        if (!await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var used = await spaces.OfAsync(db, cancellation);
        if (!used.Current.Succeeded(out _, out var none))
        {
            return none;
        }

        var enrolled = await enrolment.EnrolAsync(form.Photos, used.Packs, cancellation);
        if (!enrolled.Succeeded(out var face, out var poor))
        {
            return poor;
        }

        var entry = new Entry
        {
            Tenant = caller.Tenant,
            Id = new(ids.Next()),
            StoreId = store,
            Category = request.Category,
            Role = request.Role,
            IncidentAt = request.IncidentAt,
            Basis = request.Basis,
            ExpiresAt = request.ExpiresAt,
            EnrolledBy = caller.Person,
            EnrollerIssuers = (await Signatory.OfAsync(db, caller.Person, cancellation)).Issuers,
            Pictures = face.Photos.Count,
            State = EntryState.Proposed,
        };
        var key = await keys.NewRecordKeyAsync(caller.Tenant, entry.KeyContext, cancellation);
        entry.KeyId = key.Id;
        entry.SealedTexts = new EntryTexts(request.Label.Trim(), request.Evidence.Trim(), request.Summary.Trim()).Seal(key.Key, entry.Id);
        foreach (var view in face.Views)
        {
            using var transform = await transforms.OfAsync(caller.Tenant, view.Space, cancellation);
            db.Add(TemplateSeals.Seal(caller.Tenant, entry.Id, view, transform, key.Key));
        }

        // The portraits first: an entry without them could not be compared by people.
        foreach (var (name, photo) in entry.PictureNames.Zip(face.Photos))
        {
            await vault.PutAsync(name, Sealing.Seal(key.Key, photo.Portrait, name), cancellation);
        }

        var qualities = face.Photos.Select(photo => photo.Quality).ToList();
        db.Add(entry);
        await audit.CommitAsync(
            db,
            caller.Tenant,
            [
                new(
                    caller.Actor,
                    "entry.proposed",
                    entry.Id.ToString(),
                    new
                    {
                        store,
                        entry.Category,
                        entry.Basis,
                        entry.ExpiresAt,
                        entry.Pictures,
                        qualities,
                    }
                ),
            ],
            cancellation
        );
        return TypedResults.Created($"/api/entries/{entry.Id}", new Proposed(entry.Id, entry.State, qualities.Min(), qualities));
    }
}
