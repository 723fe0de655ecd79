using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>A key pair on somebody's phone, computer or security key (WebAuthn); only the public half is here.</summary>
internal sealed class Passkey : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required byte[] CredentialId { get; init; }

    public required PersonId PersonId { get; init; }

    /// <summary>COSE.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The host that it was made for and works on.</summary>
    public required string Host { get; init; }

    /// <summary>By its owner.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>By the authenticator; 0 where it counts nothing.</summary>
    public uint SignCount { get; set; }
}

/// <summary>Passkeys: both factors in one, since the device asks for a finger, a face or a PIN, and nothing to type or to be phished.</summary>
internal static class Passkeys
{
    private const int LongestStep = 8192;

    private static readonly Refusal Unusable = Refusal.Invalid(
        "passkey-invalid",
        "The device's answer cannot be used. Try again, or take another device."
    );

    private static readonly Refusal Wrong = new(
        "passkey-wrong",
        "This passkey is not known here, or its answer is not right. Sign in with your password and a code.",
        RefusalKind.Unauthenticated
    );

    /// <param name="Options">For <c>navigator.credentials</c>, as WebAuthn describes them in JSON.</param>
    /// <param name="Step">To be sent back with the answer.</param>
    public sealed record CeremonyView(JsonObject Options, string Step);

    /// <param name="Credential">The browser's answer, by its <c>toJSON()</c>.</param>
    public sealed record AddPasskeyRequest(
        [property: MaxLength(LongestStep)] string Step,
        JsonObject Credential,
        [property: MaxLength(80)] string Name
    );

    public sealed record PasskeySignInRequest(
        [property: MaxLength(LongestStep)] string Step,
        JsonObject Credential,
        StoreId? StoreId = null
    );

    /// <param name="Id">Base64url.</param>
    public sealed record PasskeyView(string Id, string Name, string Host, DateTimeOffset AddedAt, DateTimeOffset? UsedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/me/passkeys", ListAsync).AllowSignedIn();
        routes.MapPost("/api/me/passkeys/options", BeginAddAsync).AllowSignedIn();
        routes.MapPost("/api/me/passkeys", AddAsync).AllowSignedIn();
        routes.MapDelete("/api/me/passkeys/{passkey}", RemoveAsync).AllowSignedIn();
        routes
            .MapPost("/api/sign-in/passkey/options", BeginSignIn)
            .AllowAnyone("it tells nothing of anybody, keeps nothing, and there is nothing to guess");
        routes.MapPost("/api/sign-in/passkey", SignInAsync).AllowGuesses("the passkey's signature is the proof");
    }

    private static async Task<Ok<List<PasskeyView>>> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var mine = await db.Set<Passkey>().AsNoTracking().Where(p => p.PersonId == caller.Person).ToListAsync(cancellation);
        return TypedResults.Ok(
            mine.OrderBy(p => p.AddedAt)
                .Select(p => new PasskeyView(Base64Url.EncodeToString(p.CredentialId), p.Name, p.Host, p.AddedAt, p.UsedAt))
                .ToList()
        );
    }

    private static async Task<Answer<Ok<CeremonyView>>> BeginAddAsync(
        Caller caller,
        HttpContext http,
        PublicAddress address,
        Database database,
        SecondFactors factors,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
        {
            return refusal;
        }

        var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == caller.Person, cancellation);
        var known = await db.Set<Passkey>().Where(p => p.PersonId == me.Id).Select(p => p.CredentialId).ToListAsync(cancellation);
        var options = Of(http, address)
            .RequestNewCredential(
                new()
                {
                    User = new()
                    {
                        Id = UserHandle(me),
                        Name = me.Email,
                        DisplayName = me.Name,
                    },
                    ExcludeCredentials = known.ConvertAll(id => new PublicKeyCredentialDescriptor(id)),
                    AuthenticatorSelection = new()
                    {
                        ResidentKey = ResidentKeyRequirement.Required,
                        UserVerification = UserVerificationRequirement.Required,
                    },
                    AttestationPreference = AttestationConveyancePreference.None,
                }
            );
        return TypedResults.Ok(View(options.ToJson(), factors, Context(caller)));
    }

    private static async Task<Answer<Ok<SecondFactorAdded>>> AddAsync(
        AddPasskeyRequest request,
        Caller caller,
        HttpContext http,
        PublicAddress address,
        Database database,
        SecondFactors factors,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!factors.OpenStep<string>(request.Step, Context(caller)).Succeeded(out var options, out var over))
        {
            return over;
        }

        RegisteredPublicKeyCredential made;
        try
        {
            made = await Of(http, address)
                .MakeNewCredentialAsync(
                    new()
                    {
                        AttestationResponse = Read<AuthenticatorAttestationRawResponse>(request.Credential),
                        OriginalOptions = CredentialCreateOptions.FromJson(options),

                        // Asked of the record below.
                        IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                    },
                    cancellation
                );
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return Unusable;
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<SecondFactorAdded>> DecideAsync(RetailGuardDb db)
        {
            if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
            {
                return refusal;
            }

            await using var all = database.AcrossTenants();
            if (await all.Set<Passkey>().AnyAsync(p => p.CredentialId == made.Id, cancellation))
            {
                return Unusable;
            }

            db.Add(
                new Passkey
                {
                    Tenant = caller.Tenant,
                    CredentialId = made.Id,
                    PersonId = caller.Person,
                    PublicKey = made.PublicKey,
                    Host = HostOf(http, address).Host,
                    Name = request.Name.Trim(),
                    AddedAt = time.GetUtcNow(),
                    SignCount = made.SignCount,
                }
            );
            if (!await db.Set<Secret>().AnyAsync(s => s.PersonId == caller.Person && s.Kind == SecretKind.Passkey, cancellation))
            {
                // Its stamp is what a session that a passkey opens goes by.
                await Secrets.SetAsync(db, caller.Tenant, caller.Person, SecretKind.Passkey, "", cancellation);
            }

            return await factors.AddedAsync(db, caller, SecretKind.Passkey, cancellation);
        }
    }

    /// <summary>Ends what passkeys opened, but for the session that removes it.</summary>
    private static async Task<Answer<NoContent>> RemoveAsync(
        string passkey,
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

            var mine = await db.Set<Passkey>().AsTracking().Where(p => p.PersonId == caller.Person).ToListAsync(cancellation);
            if (mine.Find(p => Base64Url.EncodeToString(p.CredentialId) == passkey) is not { } found)
            {
                return Refusal.NotFound("passkey");
            }

            db.Remove(found);
            if (mine.Count > 1)
            {
                var stamp = await Secrets.SetAsync(db, caller.Tenant, caller.Person, SecretKind.Passkey, "", cancellation);
                await Sessions.KeepAsync(db, caller, SecretKind.Passkey, stamp, cancellation);
            }
            else
            {
                await Secrets.RemoveAsync(db, caller.Tenant, caller.Person, SecretKind.Passkey, cancellation);
            }

            var others = SecondFactors.Of(db).Where(s => s.PersonId == caller.Person && s.Kind != SecretKind.Passkey);
            var isLast = mine.Count == 1 && !await others.AnyAsync(cancellation);
            return await SecondFactors.RemovedAsync(db, caller, SecretKind.Passkey, isLast, cancellation);
        }
    }

    private static Ok<CeremonyView> BeginSignIn(HttpContext http, PublicAddress address, SecondFactors factors)
    {
        var options = Of(http, address).GetAssertionOptions(new() { UserVerification = UserVerificationRequirement.Required });
        return TypedResults.Ok(View(options.ToJson(), factors, SignInContext));
    }

    private static async Task<Answer<Ok<SessionView>>> SignInAsync(
        PasskeySignInRequest request,
        HttpContext http,
        PublicAddress address,
        Database database,
        SecondFactors factors,
        OpenSession opening,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!factors.OpenStep<string>(request.Step, SignInContext).Succeeded(out var json, out var over))
        {
            return over;
        }

        AuthenticatorAssertionRawResponse answer;
        try
        {
            answer = Read<AuthenticatorAssertionRawResponse>(request.Credential);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return Wrong;
        }

        var host = HostOf(http, address).Host;
        await using var all = database.AcrossTenants();
        var found = await (
            from p in all.Set<Passkey>().AsNoTracking()
            where p.CredentialId == answer.RawId && p.Host == host
            from s in all.Set<Secret>().Where(s => s.Tenant == p.Tenant && s.PersonId == p.PersonId && s.Kind == SecretKind.Passkey)
            from w in all.Set<Person>().Where(w => w.Tenant == p.Tenant && w.Id == p.PersonId && w.DisabledAt == null)
            select new
            {
                Passkey = p,
                s.Stamp,
                Person = w,
            }
        ).SingleOrDefaultAsync(cancellation);
        if (found is null)
        {
            return Wrong;
        }

        var options = AssertionOptions.FromJson(json);
        VerifyAssertionResult verified;
        try
        {
            verified = await Of(http, address)
                .MakeAssertionAsync(
                    new()
                    {
                        AssertionResponse = answer,
                        OriginalOptions = options,
                        StoredPublicKey = found.Passkey.PublicKey,
                        StoredSignatureCounter = found.Passkey.SignCount,
                        IsUserHandleOwnerOfCredentialIdCallback = (owner, _) =>
                            Task.FromResult(owner.UserHandle.AsSpan().SequenceEqual(UserHandle(found.Person))),
                    },
                    cancellation
                );
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            opening.Refuse(found.Person, Wrong);
            return Wrong;
        }

        DateTimeOffset? now = time.GetUtcNow();
        await all.Set<Passkey>()
            .Where(p => p.Tenant == found.Passkey.Tenant && p.CredentialId == found.Passkey.CredentialId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.SignCount, verified.SignCount).SetProperty(p => p.UsedAt, now), cancellation);
        await using var db = database.Of(found.Person.Tenant);
        if (!(await SignIn.StoreOfAsync(db, found.Person, request.StoreId, cancellation)).Succeeded(out var place, out var refusal))
        {
            return refusal;
        }

        // The challenge of one session: the same answer opens no second one.
        var opened = await Secrets.ChangeAsync(() =>
            opening.RunAsync(
                http,
                db,
                found.Person,
                place.Store,
                tablet: null,
                (SecretKind.Passkey, found.Stamp),
                [],
                cancellation,
                SHA256.HashData(options.Challenge)
            )
        );
        return opened.ToHttp(TypedResults.Ok);
    }

    private const string SignInContext = "passkey/sign-in";

    private static string Context(Caller caller) => $"passkey/{caller.Tenant}/{caller.Person}";

    private static CeremonyView View(string options, SecondFactors factors, string context) =>
        new(JsonNode.Parse(options)!.AsObject(), factors.SealStep(options, context));

    private static byte[] UserHandle(Person person) => Encoding.UTF8.GetBytes(person.Id.ToString());

    private static T Read<T>(JsonObject credential) => credential.Deserialize<T>() ?? throw new JsonException("Nothing.");

    /// <summary>What reading and verifying throws of what somebody who plays a browser may send. Nothing else happens there.</summary>
    private static bool IsUnreadable(Exception e) =>
        e
            is Fido2VerificationException
                or JsonException
                or FormatException
                or CryptographicException
                or ArgumentException
                or System.Formats.Cbor.CborContentException;

    private static Fido2 Of(HttpContext http, PublicAddress configured)
    {
        var address = HostOf(http, configured);
        return new(
            new Fido2Configuration
            {
                RPID = address.Host,
                RPName = "RetailGuard",
                Origins = new HashSet<string> { address.GetLeftPart(UriPartial.Authority) },
            }
        );
    }

    /// <summary>Where people reach the server; a passkey works on no other host.</summary>
    private static Uri HostOf(HttpContext http, PublicAddress address) =>
        new(address.Configured ?? $"{http.Request.Scheme}://{http.Request.Host}");
}
