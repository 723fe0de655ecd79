using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Somebody who is signed in links their account at the provider, or ends the link.</summary>
internal static class LinkSubject
{
    /// <param name="Name">Of the retailer's provider; null where it has none.</param>
    /// <param name="IsLinked">Whether the caller is linked.</param>
    /// <param name="UserName">Of the account there that they linked last; empty where the provider did not say.</param>
    public sealed record OwnLinkView(string? Name, bool IsLinked, string UserName, DateTimeOffset? LinkedAt);

    private static readonly Refusal Off = Refusal.NotFound("provider");

    private static readonly Refusal OnlyWay = Refusal.Conflict(
        "only-way-in",
        "You have no password: without the link you could not sign in again. Ask an administrator for an invitation to choose one."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/me/single-sign-on", ShowAsync).AllowSignedIn();
        routes.MapPost("/api/me/single-sign-on", BeginAsync).AllowSignedIn();
        routes.MapPost("/api/me/single-sign-on/finish", FinishAsync).AllowSignedIn();
        routes.MapDelete("/api/me/single-sign-on", RemoveAsync).AllowSignedIn();
    }

    private static async Task<Ok<OwnLinkView>> ShowAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var provider = await SubjectLinks.InUseAsync(db, cancellation);
        var mine = await db.Set<Secret>()
            .AsNoTracking()
            .SingleOrDefaultAsync(s => s.PersonId == caller.Person && s.Kind == SecretKind.SingleSignOn, cancellation);
        if (mine is null)
        {
            return TypedResults.Ok(new OwnLinkView(provider?.Name, false, "", null));
        }

        var hash = Convert.FromHexString(mine.Hash);
        var linked = await db.Set<LinkedSubject>().AsNoTracking().SingleAsync(l => l.SubjectHash == hash, cancellation);
        return TypedResults.Ok(new OwnLinkView(provider?.Name, true, linked.UserName, linked.LinkedAt));
    }

    private static async Task<Answer<Ok<SignInWithProvider.TripView>>> BeginAsync(
        Caller caller,
        HttpContext http,
        Database database,
        SecondFactors factors,
        ProviderTrips trips,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
        {
            return refusal;
        }

        if (await SubjectLinks.InUseAsync(db, cancellation) is not { } provider)
        {
            return Off;
        }

        var begun = await trips.BeginAsync(http, provider, TripFor.Link, null, caller.SessionKey, cancellation);
        return begun.ToHttp(location => TypedResults.Ok(new SignInWithProvider.TripView(location)));
    }

    private static async Task<Answer<NoContent>> FinishAsync(
        Caller caller,
        HttpContext http,
        SecondFactors factors,
        ProviderTrips trips,
        SubjectLinks links,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (!(await trips.EndAsync(http, IsMine, cancellation)).Succeeded(out var end, out var over))
        {
            return over;
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        // Only the sign-in that began: nobody links their own account at the provider with somebody else's here, or the other way.
        bool IsMine(Trip trip) => trip.For is TripFor.Link && trip.Tenant == caller.Tenant && trip.SessionKey == caller.SessionKey;

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
            {
                return refusal;
            }

            var linked = await links.LinkAsync(db, caller.Tenant, caller.Person, end.Subject, cancellation);
            if (!linked.Succeeded(out var link, out refusal))
            {
                return refusal;
            }

            await Sessions.KeepAsync(db, caller, SecretKind.SingleSignOn, link.Stamp, cancellation);
            return new(Done.Instance, link.Linked);
        }
    }

    /// <summary>Ends what the provider has opened, this sign-in too where it was by it.</summary>
    private static async Task<Answer<NoContent>> RemoveAsync(
        Caller caller,
        SecondFactors factors,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
            {
                return refusal;
            }

            if (!await Secrets.Passwords(db).AnyAsync(s => s.PersonId == caller.Person, cancellation))
            {
                return OnlyWay;
            }

            return await Secrets.RemoveAsync(db, caller.Tenant, caller.Person, SecretKind.SingleSignOn, cancellation)
                ? new Decision<Done>(Done.Instance, new AuditEvent(caller.Actor, "single-sign-on.unlinked", caller.Person.ToString()))
                : Refusal.NotFound("link");
        }
    }
}
