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
        IEntryProposals proposals,
        CancellationToken cancellation
    )
    {
        var read = await PhotoForm<EntryRequest>.ReadAsync(http, "entry", 1, Entry.MostPictures, cancellation);
        if (!read.Succeeded(out var form, out var unreadable))
        {
            return unreadable;
        }

        var made = await proposals.ProposeAsync(caller, form.Statement, form.Photos, [], with: null, cancellation);
        return made.ToHttp(proposed =>
            TypedResults.Created(
                $"/api/entries/{proposed.Id}",
                new Proposed(proposed.Id, EntryState.Proposed, proposed.Qualities.Min(), proposed.Qualities)
            )
        );
    }
}

/// <param name="Qualities">Of each photograph, 0 to 1, in the order in which they came.</param>
public sealed record ProposedEntry(EntryId Id, IReadOnlyList<double> Qualities);

/// <summary>Enrols a person from photographs and proposes them for a list: by a form, or by taking a share up.</summary>
public interface IEntryProposals
{
    /// <param name="photos">1 to <see cref="Entry.MostPictures"/>.</param>
    /// <param name="statements">Of the person, that came with a share.</param>
    /// <param name="with">What is saved together with the proposal, and may refuse it; null for nothing.</param>
    Task<Result<ProposedEntry>> ProposeAsync(
        Caller caller,
        EntryRequest request,
        IReadOnlyList<byte[]> photos,
        IReadOnlyList<string> statements,
        Func<RetailGuardDb, Entry, Task<Result<AuditEvent>>>? with,
        CancellationToken cancellation
    );
}

internal sealed class EntryProposals(
    Database database,
    IBlobVault vault,
    TenantKeys keys,
    AuditLog audit,
    Growth growth,
    FaceEnrolment enrolment,
    FalseAlertOutlooks outlooks,
    TenantSpaces spaces,
    TenantTransforms transforms,
    IIds ids,
    TimeProvider time
) : IEntryProposals
{
    public async Task<Result<ProposedEntry>> ProposeAsync(
        Caller caller,
        EntryRequest request,
        IReadOnlyList<byte[]> photos,
        IReadOnlyList<string> statements,
        Func<RetailGuardDb, Entry, Task<Result<AuditEvent>>>? with,
        CancellationToken cancellation
    )
    {
        if (await growth.WhyNotAsync(caller.Tenant, cancellation) is { } mayNot)
        {
            return mayNot;
        }

        var store = request.StoreId;
        await using var db = database.Of(caller.Tenant);
        var criteria = await CriteriaVersions.ReadAsync(db, cancellation);
        var zone = await StoreZones.OfAsync(db, store, cancellation);
        if (EnrolmentRules.Check(request, criteria.Current, time.GetUtcNow(), zone) is { } refusal)
        {
            return refusal;
        }

        if (!await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        // R3: before the list grows.
        if (await outlooks.WhyNotAsync(db, store, added: 1, cancellation) is { } tooMany)
        {
            return tooMany;
        }

        var used = await spaces.OfAsync(db, cancellation);
        if (!used.Current.Succeeded(out _, out var none))
        {
            return none;
        }

        var enrolled = await enrolment.EnrolAsync(photos, used.Packs, cancellation);
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
            CriteriaVersion = criteria.Version,
            MeetsVersion = criteria.Version,
            HarmValue = request.HarmValue,
            HarmIncidents = request.HarmIncidents,
            Pictures = face.Photos.Count,
            State = EntryState.Proposed,
        };
        AuditEvent? together = null;
        if (with is not null && !(await with(db, entry)).Succeeded(out together, out var held))
        {
            face.Forget();
            return held;
        }

        var key = await keys.NewRecordKeyAsync(caller.Tenant, entry.KeyContext, cancellation);
        entry.KeyId = key.Id;
        var texts = new EntryTexts(request.Label.Trim(), request.Evidence.Trim(), request.Summary.Trim()) { Statements = statements };
        entry.SealedTexts = texts.Seal(key.Key, entry.Id);
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
        var proposed = new AuditEvent(
            caller.Actor,
            "entry.proposed",
            entry.Id.ToString(),
            new
            {
                store,
                entry.Category,
                entry.Basis,
                entry.ExpiresAt,
                entry.CriteriaVersion,
                entry.HarmValue,
                entry.HarmIncidents,
                entry.Pictures,
                qualities,
            }
        );
        try
        {
            await audit.CommitAsync(db, caller.Tenant, together is null ? [proposed] : [together, proposed], cancellation);
        }
        catch (DbUpdateException e) when (e.IsLostRace())
        {
            await keys.DestroyRecordKeyAsync(caller.Tenant, key.Id, cancellation);
            foreach (var name in entry.PictureNames)
            {
                await vault.DeleteAsync(name, cancellation);
            }

            return Refusal.Conflict(
                "changed-meanwhile",
                "Somebody else changed this at the same moment; nothing was enrolled. Look again."
            );
        }

        return new ProposedEntry(entry.Id, qualities);
    }
}
