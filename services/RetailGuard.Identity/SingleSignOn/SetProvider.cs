using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// The retailer's provider: one administrator sets it, another who is independent approves it. Whoever has a provider to themselves could be
/// everybody who is linked with it, so one alone sets up none (R24).
/// </summary>
internal static class SetProvider
{
    private const int MostDomains = 20;
    private const int LongestDomain = 100;

    /// <param name="Name">On the button: <c>Sign in with 〈name〉</c>.</param>
    /// <param name="Issuer">Letter for letter as the provider calls itself.</param>
    /// <param name="ClientSecret">Null keeps the one that is there, for the same issuer and client.</param>
    /// <param name="UserNameClaim">The claim that people recognise their account by: <c>email</c> or <c>preferred_username</c>, say.</param>
    /// <param name="Domains">Of e-mail addresses that are let in; empty for all.</param>
    /// <param name="Passwords">Whether linked people may go on signing in with a password in a browser; administrators always may.</param>
    /// <param name="TrustsSecondFactor">Whether <c>mfa</c> in the token's <c>amr</c> counts as the second factor.</param>
    /// <param name="AsksAfresh">Whether the provider must ask for credentials at each sign-in.</param>
    public sealed record ProviderRequest(
        [property: MaxLength(60)] string Name,
        [property: MaxLength(300)] string Issuer,
        [property: MaxLength(200)] string ClientId,
        [property: MaxLength(500)] string? ClientSecret,
        [property: MaxLength(60)] string UserNameClaim,
        IReadOnlyList<string> Domains,
        PasswordUse Passwords,
        bool TrustsSecondFactor,
        bool AsksAfresh
    );

    /// <param name="Revision">As it was seen: what is approved is what was read.</param>
    public sealed record ApproveProviderRequest(long Revision);

    public sealed record TryProviderRequest([property: MaxLength(300)] string Issuer);

    /// <param name="SetBy">Who last made it another provider.</param>
    /// <param name="ApprovedBy">Null until a second administrator has: it signs nobody in.</param>
    public sealed record ProviderView(
        string Name,
        string Issuer,
        string ClientId,
        string UserNameClaim,
        IReadOnlyList<string> Domains,
        PasswordUse Passwords,
        bool TrustsSecondFactor,
        bool AsksAfresh,
        PersonId SetBy,
        DateTimeOffset SetAt,
        PersonId? ApprovedBy,
        DateTimeOffset? ApprovedAt,
        long Revision
    );

    /// <param name="Provider">Null where there is none.</param>
    /// <param name="CallbackAddress">To be given to the provider; null where this server has no address that people outside reach.</param>
    /// <param name="Linked">How many people are linked.</param>
    public sealed record SingleSignOnView(ProviderView? Provider, string? CallbackAddress, int Linked);

    /// <param name="Findings">Empty when all is well.</param>
    public sealed record ProviderTriedView(IReadOnlyList<ProviderFinding> Findings);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/single-sign-on", ShowAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPut("/api/single-sign-on", SetAsync).AllowRoles(Role.TenantAdmin);
        routes.MapDelete("/api/single-sign-on", RemoveAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/single-sign-on/approve", ApproveAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/single-sign-on/try", TryAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Ok<SingleSignOnView>> ShowAsync(
        Caller caller,
        Database database,
        PublicAddress address,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var provider = await db.Set<SingleSignOnProvider>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        var linked = await db.Set<Secret>().CountAsync(s => s.Kind == SecretKind.SingleSignOn, cancellation);
        return TypedResults.Ok(
            new SingleSignOnView(provider is null ? null : View(provider), SignInWithProvider.CallbackOf(address), linked)
        );
    }

    private static async Task<Answer<NoContent>> SetAsync(
        ProviderRequest request,
        Caller caller,
        ProviderLine line,
        ProviderSecrets secrets,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var domains = request.Domains.Select(d => d.Trim().ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        if (Check(request, domains, line) is { } wrong)
        {
            return wrong;
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var provider = await db.SingleOrAddAsync(() => new SingleSignOnProvider { Tenant = caller.Tenant }, cancellation);
            var (issuer, client) = (request.Issuer.Trim(), request.ClientId.Trim());
            var (isOther, isOtherClient) = (provider.Issuer != issuer, provider.ClientId != client);
            if ((isOther || isOtherClient) && request.ClientSecret is null)
            {
                return WrongFields.One(
                    "clientSecret",
                    "secret-missing",
                    "clientSecret is missing: the secret that is kept is for another issuer or client."
                );
            }

            // What decides who is let in, and as what, is agreed on by two.
            if (isOther || isOtherClient || (request.TrustsSecondFactor && !provider.TrustsSecondFactor))
            {
                provider.Ask(await Signatory.OfAsync(db, caller.Person, cancellation), time.GetUtcNow());
            }

            var ended = isOther ? await SubjectLinks.EndAllAsync(db, cancellation) : 0;
            (provider.Name, provider.Issuer, provider.ClientId) = (request.Name.Trim(), issuer, client);
            (provider.UserNameClaim, provider.Domains) = (request.UserNameClaim.Trim(), string.Join(',', domains));
            (provider.Passwords, provider.TrustsSecondFactor) = (request.Passwords, request.TrustsSecondFactor);
            provider.AsksAfresh = request.AsksAfresh;
            if (request.ClientSecret is { } secret)
            {
                provider.SealedSecret = await secrets.SealAsync(provider, secret.Trim(), cancellation);
            }

            return new(
                Done.Instance,
                new AuditEvent(
                    caller.Actor,
                    "single-sign-on.set",
                    caller.Tenant.ToString(),
                    new
                    {
                        OtherIssuer = isOther,
                        OtherClient = isOtherClient,
                        OtherSecret = request.ClientSecret is not null,
                        request.Passwords,
                        request.TrustsSecondFactor,
                        request.AsksAfresh,
                        Domains = domains.Count,
                        LinksEnded = ended,
                        Approved = provider.ApprovedBy is not null,
                    }
                )
            );
        }
    }

    private static Refusal? Check(ProviderRequest request, List<string> domains, ProviderLine line)
    {
        var wrong = new WrongFields();
        var issuer = request.Issuer.Trim();
        if (!line.Allows(issuer) || new Uri(issuer).Query.Length > 0)
        {
            wrong.Add("issuer", "issuer-invalid", "issuer must be an https address, without a query: https://login.example.org.");
        }

        if (!request.UserNameClaim.Trim().All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            wrong.Add("userNameClaim", "claim-invalid", "userNameClaim is the name of a claim, such as email or preferred_username.");
        }

        if (
            domains.Count > MostDomains
            || domains.Exists(d => d.Length > LongestDomain || !MailAddress.IsRight($"a@{d}") || d.Contains(','))
        )
        {
            wrong.Add("domains", "domain-invalid", $"domains are at most {MostDomains} domains of e-mail addresses, such as example.org.");
        }

        if (request.ClientSecret is { } secret && string.IsNullOrWhiteSpace(secret))
        {
            wrong.Add("clientSecret", "field-missing", "clientSecret is blank. Leave it out to keep the one that is there.");
        }

        return wrong.Refusal;
    }

    /// <summary>Ends every link: who has no password needs an invitation then.</summary>
    private static async Task<Answer<NoContent>> RemoveAsync(Caller caller, AuditLog audit, CancellationToken cancellation)
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await db.Set<SingleSignOnProvider>().AsTracking().SingleOrDefaultAsync(cancellation) is not { } provider)
            {
                return Missing;
            }

            db.Remove(provider);
            var ended = await SubjectLinks.EndAllAsync(db, cancellation);
            return new(
                Done.Instance,
                new AuditEvent(caller.Actor, "single-sign-on.removed", caller.Tenant.ToString(), new { LinksEnded = ended })
            );
        }
    }

    private static async Task<Answer<NoContent>> ApproveAsync(
        ApproveProviderRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await db.Set<SingleSignOnProvider>().AsTracking().SingleOrDefaultAsync(cancellation) is not { } provider)
            {
                return Missing;
            }

            var approver = await Signatory.OfAsync(db, caller.Person, cancellation);
            if (CheckApproval(provider, approver, request.Revision) is { } refusal)
            {
                return refusal;
            }

            (provider.ApprovedBy, provider.ApprovedAt) = (caller.Person, time.GetUtcNow());
            return new(
                Done.Instance,
                new AuditEvent(caller.Actor, "single-sign-on.approved", caller.Tenant.ToString(), new { provider.SetBy })
            );
        }
    }

    /// <summary>Null when it may be approved.</summary>
    private static Refusal? CheckApproval(SingleSignOnProvider provider, Signatory approver, long seen) =>
        provider.ApprovedBy is not null ? Refusal.Conflict("already-approved", "Somebody has approved this sign-in already.")
        : provider.Revision != seen
            ? Refusal.Conflict("settings-changed", "The settings were changed since you looked. Read them again, then approve.")
        : provider.SetBy == approver.Person
            ? Refusal.Conflict("same-person", "Whoever sets a provider up does not approve it. Ask another administrator.")
        : !new Signatory(provider.SetBy, provider.SetterIssuers).IsIndependentOf(approver) ? Signatory.NotIndependent
        : null;

    /// <summary>Asks the provider about itself, as a sign-in would, before anything is saved.</summary>
    private static async Task<Ok<ProviderTriedView>> TryAsync(
        TryProviderRequest request,
        ProviderDiscovery discovery,
        CancellationToken cancellation
    ) => TypedResults.Ok(new ProviderTriedView((await discovery.ReadAsync(request.Issuer.Trim(), cancellation)).Findings));

    private static readonly Refusal Missing = Refusal.NotFound("provider");

    private static ProviderView View(SingleSignOnProvider p) =>
        new(
            p.Name,
            p.Issuer,
            p.ClientId,
            p.UserNameClaim,
            p.DomainList,
            p.Passwords,
            p.TrustsSecondFactor,
            p.AsksAfresh,
            p.SetBy,
            p.SetAt,
            p.ApprovedBy,
            p.ApprovedAt,
            p.Revision
        );
}
