using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Signing in, or accepting an invitation, with the retailer's provider: there, and back in the same browser.</summary>
internal static class SignInWithProvider
{
    public const string CallbackPath = "/single-sign-on/callback";

    /// <summary>The console's page that ends the trip.</summary>
    private const string BackPage = "/console/sign-in/back";

    private const string LinkBackPage = "/console/security/back";

    /// <param name="Name">As the retailer calls its provider; null where it has none.</param>
    public sealed record ProviderOffer(string? Name);

    public sealed record OfferRequest([property: MaxLength(40)] string Tenant);

    /// <param name="Invitation">Its code, to begin the account with the provider instead of a password.</param>
    public sealed record BeginRequest(
        [property: MaxLength(40)] string Tenant,
        [property: MaxLength(OneTimeCode.Longest)] string? Invitation = null
    );

    /// <param name="Location">Where the browser is to go now.</param>
    public sealed record TripView(string Location);

    private static readonly Refusal Off = new(
        "single-sign-on-off",
        "No organisation of that name has a sign-in of its own here. Sign in with a password or a passkey.",
        RefusalKind.NotFound
    );

    private static readonly Refusal AdministratorsChoose = Refusal.Conflict(
        "password-first",
        "Administrators choose a password first, so that a provider which is down locks nobody out. Link your account afterwards, under “Your sign-in”."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/sign-in/single-sign-on/offer", OfferAsync)
            .AllowGuesses("it tells only how a retailer’s provider is called, which everybody sees who signs in");
        routes.MapPost("/api/sign-in/single-sign-on", BeginAsync).AllowGuesses("the provider asks who is there");
        routes.MapPost("/api/sign-in/single-sign-on/finish", FinishAsync).AllowGuesses("the provider says who is there");

        // Anyhow a browser comes: it only leads on to a page of the console. Nothing is looked up, so it counts as no try of the network.
        routes
            .Map(CallbackPath, BackAsync)
            .AllowAnyone("what the provider sent is sealed for the browser that began, and does nothing yet")
            .ExcludeFromDescription();
    }

    /// <summary>Null where nobody outside could come back.</summary>
    public static string? CallbackOf(PublicAddress address) =>
        address.LeadsNowhere || address.Whole.Length == 0 ? null : address.Whole + CallbackPath;

    /// <summary>The same for a retailer without a provider and for none.</summary>
    // Not by GET: what people type is in no log on its way.
    private static async Task<Ok<ProviderOffer>> OfferAsync(OfferRequest request, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(new ProviderOffer((await FindAsync(database, request.Tenant, cancellation))?.Name));

    private static async Task<Answer<Ok<TripView>>> BeginAsync(
        BeginRequest request,
        HttpContext http,
        Database database,
        Invitations invitations,
        ProviderTrips trips,
        CancellationToken cancellation
    )
    {
        if (await FindAsync(database, request.Tenant, cancellation) is not { } provider)
        {
            return Off;
        }

        if (request.Invitation is { } code)
        {
            await using var all = database.AcrossTenants();
            if (!(await invitations.FindAsync(all, code, cancellation)).Succeeded(out var found, out var refusal))
            {
                return refusal;
            }

            if (await CheckAsync(database, found, provider, cancellation) is { } refused)
            {
                return refused;
            }
        }

        return (
            await trips.BeginAsync(
                http,
                provider,
                request.Invitation is null ? TripFor.SignIn : TripFor.Invitation,
                request.Invitation,
                null,
                cancellation
            )
        ).ToHttp(location => TypedResults.Ok(new TripView(location)));
    }

    private static async Task<Refusal?> CheckAsync(
        Database database,
        Invitation invitation,
        SingleSignOnProvider provider,
        CancellationToken cancellation
    )
    {
        if (invitation.Tenant != provider.Tenant)
        {
            return Off;
        }

        await using var db = database.Of(invitation.Tenant);
        return await db.Set<PersonRole>().AnyAsync(r => r.PersonId == invitation.PersonId && r.Role == Role.TenantAdmin, cancellation)
            ? AdministratorsChoose
            : null;
    }

    /// <summary>Where the provider sends the browser: keeps what came, if it answers what this browser asked, and shows a page of ours.</summary>
    private static Task BackAsync(HttpContext http)
    {
        var seals = (SecondFactors)http.RequestServices.GetService(typeof(SecondFactors))!;
        var page = BackPage;
        if (Trip.Take(http, seals).Succeeded(out var trip, out _) && trip.Back(http.Request.Query) is { } back)
        {
            back.Keep(http, seals);
            page = back.For is TripFor.Link ? LinkBackPage : BackPage;
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(page);
        return Task.CompletedTask;
    }

    private static async Task<Answer<Ok<SessionView>>> FinishAsync(
        HttpContext http,
        Database database,
        ProviderTrips trips,
        SubjectLinks links,
        Invitations invitations,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        if (!(await trips.EndAsync(http, trip => trip.For is not TripFor.Link, cancellation)).Succeeded(out var end, out var refusal))
        {
            return refusal;
        }

        var (trip, subject) = end;
        await using var db = database.Of(trip.Tenant);
        return trip.For is TripFor.Invitation
            ? await AcceptAsync(http, db, trip, subject, links, invitations, opening, cancellation)
            : await OpenAsync(http, db, trip, subject, links, opening, cancellation);
    }

    private static async Task<Answer<Ok<SessionView>>> OpenAsync(
        HttpContext http,
        RetailGuardDb db,
        Trip trip,
        ProvenSubject subject,
        SubjectLinks links,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        if (await links.FindAsync(db, trip.Tenant, subject, cancellation) is not { } found)
        {
            return SubjectLinks.Unknown;
        }

        if (!(await SignIn.StoreOfAsync(db, found.Person, null, cancellation)).Succeeded(out var place, out var refusal))
        {
            return refusal;
        }

        var proven = (SecretKind.SingleSignOn, found.Stamp);
        var opened = await Secrets.ChangeAsync(() =>
            opening.RunAsync(http, db, found.Person, place.Store, null, proven, [], cancellation, ChallengeOf(trip), subject.SecondFactor)
        );
        return opened.ToHttp(TypedResults.Ok);
    }

    private static async Task<Answer<Ok<SessionView>>> AcceptAsync(
        HttpContext http,
        RetailGuardDb db,
        Trip trip,
        ProvenSubject subject,
        SubjectLinks links,
        Invitations invitations,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        if (!(await invitations.FindAsync(db, trip.Invitation!, cancellation)).Succeeded(out var invitation, out var refusal))
        {
            return refusal;
        }

        // Roles may have changed since.
        if (await db.Set<PersonRole>().AnyAsync(r => r.PersonId == invitation.PersonId && r.Role == Role.TenantAdmin, cancellation))
        {
            return AdministratorsChoose;
        }

        var linked = await Secrets.ChangeAsync(() => links.LinkAsync(db, trip.Tenant, invitation.PersonId, subject, cancellation));
        if (!linked.Succeeded(out var done, out refusal) || !done.Succeeded(out var link, out refusal))
        {
            return refusal;
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            if (invitation.MadeBy is null)
            {
                // The operator's leaves what worked alone until now.
                await Secrets.RemoveAsync(db, trip.Tenant, invitation.PersonId, SecretKind.Password, cancellation);
            }

            var (person, accepted) = await AcceptInvitation.UseUpAsync(db, invitation, invitations, cancellation);
            var store = person.Stores is [var only] ? only : (StoreId?)null;
            var proven = (SecretKind.SingleSignOn, link.Stamp);
            return await opening.RunAsync(
                http,
                db,
                person,
                store,
                null,
                proven,
                [accepted, link.Linked],
                cancellation,
                ChallengeOf(trip),
                subject.SecondFactor
            );
        });
        return changed.ToHttp(TypedResults.Ok);
    }

    /// <summary>One trip opens one session, whatever the provider makes of its code.</summary>
    private static byte[] ChallengeOf(Trip trip) => SHA256.HashData(Encoding.ASCII.GetBytes(trip.State));

    private static async Task<SingleSignOnProvider?> FindAsync(Database database, string typed, CancellationToken cancellation)
    {
        if (await Tenant.FindAsync(database, typed.Trim().ToLowerInvariant(), cancellation) is not { } tenant)
        {
            return null;
        }

        await using var db = database.Of(tenant);
        return await SubjectLinks.InUseAsync(db, cancellation);
    }
}
