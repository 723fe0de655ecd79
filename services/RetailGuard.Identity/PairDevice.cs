using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>A store's manager makes a code; the tablet or edge connector that first brings it belongs to that store from then on.</summary>
internal static class PairDevice
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(30);

    // 31^8 codes leave nothing to guess in half an hour.
    private const int Groups = 2;

    public sealed record PairingCodeRequest(DeviceKind Kind, [property: MaxLength(80)] string Name);

    public sealed record PairingCodeView(string Code, DateTimeOffset ExpiresAt);

    public sealed record PairTabletRequest(string Code);

    public sealed record PairEdgeRequest(string Code, string PublicKey);

    public sealed record PairedTablet(string Token, Named Tablet, Named Store, Named Tenant);

    public sealed record PairedEdge(DeviceId DeviceId, Named Store, Named Tenant, IReadOnlyList<Named> Cameras);

    /// <param name="HasPassword">False until the person has accepted their invitation: they choose a PIN with its code.</param>
    public sealed record TabletPerson(PersonId Id, string Name, bool HasPin, bool HasPassword);

    /// <param name="People">Who work in its store, by name.</param>
    public sealed record TabletView(Named Tablet, Named Store, Named Tenant, IReadOnlyList<TabletPerson> People);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/stores/{store}/pairing-codes", MakeCodeAsync).AllowRoles(Role.TenantAdmin, Role.StoreManager);
        routes.MapPost("/api/tablet/pair", PairTabletAsync).AllowGuesses("the pairing code is the proof");
        routes.MapPost("/edge/pair", PairEdgeAsync).AllowGuesses("the pairing code is the proof");
        routes.MapGet("/api/tablet", TabletAsync).AllowTablet();
    }

    private static async Task<Answer<Ok<PairingCodeView>>> MakeCodeAsync(
        StoreId store,
        PairingCodeRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var code = OneTimeCode.New(Groups);
        var row = new PairingCode
        {
            Tenant = caller.Tenant,
            CodeHash = OneTimeCode.Hash(code),
            StoreId = store,
            Kind = request.Kind,
            Name = request.Name.Trim(),
            MadeBy = caller.Person,
            ExpiresAt = time.GetUtcNow() + CodeLifetime,
        };
        db.Add(row);
        await audit.CommitAsync(
            db,
            caller.Tenant,
            [new(caller.Actor, "device.invited", store.ToString(), new { request.Kind })],
            cancellation
        );
        return TypedResults.Ok(new PairingCodeView(code, row.ExpiresAt));
    }

    private static async Task<Answer<Ok<PairedTablet>>> PairTabletAsync(
        PairTabletRequest request,
        HttpContext http,
        Database database,
        AuditLog audit,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var token = Tokens.New();
        var paired = await PairAsync(request.Code, DeviceKind.Tablet, Tokens.Hash(token), database, audit, ids, time, cancellation);
        if (!paired.Succeeded(out var device, out var refusal))
        {
            return refusal;
        }

        await using var db = database.Of(device.Tenant);
        var (store, tenant) = await PlaceAsync(db, device, cancellation);
        http.Response.Cookies.Append(AccessSchemes.TabletCookie, token, TokenHandler.CookieOptions(http, TimeSpan.FromDays(365)));
        return TypedResults.Ok(new PairedTablet(token, new(device.Id.Value, device.Name), store, tenant));
    }

    private static async Task<Answer<Ok<PairedEdge>>> PairEdgeAsync(
        PairEdgeRequest request,
        Database database,
        AuditLog audit,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!IsP256Key(request.PublicKey, out var key))
        {
            return Refusal.Invalid("public-key-invalid", "publicKey must be an ECDSA P-256 key as base64 of its SubjectPublicKeyInfo.");
        }

        var paired = await PairAsync(request.Code, DeviceKind.Edge, key, database, audit, ids, time, cancellation);
        if (!paired.Succeeded(out var device, out var refusal))
        {
            return refusal;
        }

        await using var db = database.Of(device.Tenant);
        var (store, tenant) = await PlaceAsync(db, device, cancellation);
        var cameras = await db.Set<Camera>()
            .Where(c => c.StoreId == device.StoreId && c.DisabledAt == null)
            .ToListByNameAsync(c => c.Name, cancellation);
        return TypedResults.Ok(new PairedEdge(device.Id, store, tenant, cameras.ConvertAll(c => new Named(c.Id.Value, c.Name))));
    }

    private static async Task<Result<Device>> PairAsync(
        string code,
        DeviceKind kind,
        byte[] credential,
        Database database,
        AuditLog audit,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var hash = OneTimeCode.Hash(code);
        var now = time.GetUtcNow();
        await using var all = database.AcrossTenants();
        var codes = all.Set<PairingCode>()
            .Where(c => c.CodeHash == hash && c.Kind == kind && c.UsedAt == null && c.ExpiresAt > now)
            .Where(c => all.Set<Store>().Any(s => s.Tenant == c.Tenant && s.Id == c.StoreId && s.ClosedAt == null))
            .Where(c => c.MadeBy == null || all.Set<Person>().Any(p => p.Tenant == c.Tenant && p.Id == c.MadeBy && p.DisabledAt == null));
        var row = await codes.AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (row is not null && await all.Set<Device>().AnyAsync(d => d.Credential == credential, cancellation))
        {
            return Refusal.Conflict("public-key-known", "This key is paired already. Make a new key: each pairing has its own.");
        }

        // The update decides who was first: of two machines with one code, one finds it used.
        if (row is null || await codes.ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellation) == 0)
        {
            return Refusal.Invalid("pairing-code-invalid", "This pairing code is unknown, used or too old. Make a new one in the console.");
        }

        await using var db = database.Of(row.Tenant);
        var device = new Device
        {
            Tenant = row.Tenant,
            Id = new(ids.Next()),
            StoreId = row.StoreId,
            Kind = kind,
            Name = row.Name,
            Credential = credential,
            PairedAt = now,
        };
        db.Add(device);
        await audit.CommitAsync(
            db,
            row.Tenant,
            [new(Actor.Of(device.Id), "device.paired", row.StoreId.ToString(), new { kind })],
            cancellation
        );
        return device;
    }

    private static async Task<Ok<TabletView>> TabletAsync(TabletCaller tablet, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(tablet.Tenant);
        var store = await db.Set<Store>().AsNoTracking().SingleAsync(s => s.Id == tablet.Store, cancellation);
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == tablet.Tenant, cancellation);
        var withPin = db.Set<Secret>().Where(s => s.Kind == SecretKind.Pin);
        var passwords = Secrets.Passwords(db);
        var people = await db.Set<Person>()
            .AsNoTracking()
            .Where(p => p.DisabledAt == null && p.StoreRows.Any(s => s.StoreId == tablet.Store))
            .Select(p => new TabletPerson(p.Id, p.Name, withPin.Any(s => s.PersonId == p.Id), passwords.Any(s => s.PersonId == p.Id)))
            .ToListByNameAsync(p => p.Name, cancellation);
        return TypedResults.Ok(
            new TabletView(
                new(tablet.Tablet.Value, tablet.Name),
                new(store.Id.Value, store.Name),
                new(tenant.Id.Value, tenant.Name),
                people
            )
        );
    }

    private static async Task<(Named Store, Named Tenant)> PlaceAsync(RetailGuardDb db, Device device, CancellationToken cancellation)
    {
        var store = await db.Set<Store>().AsNoTracking().SingleAsync(s => s.Id == device.StoreId, cancellation);
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == device.Tenant, cancellation);
        return (new(store.Id.Value, store.Name), new(tenant.Id.Value, tenant.Name));
    }

    private static bool IsP256Key(string base64, out byte[] key)
    {
        key = [];
        try
        {
            key = Convert.FromBase64String(base64);
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key, out var read);
            var curve = ecdsa.ExportParameters(includePrivateParameters: false).Curve;
            return read == key.Length && curve.IsNamed && curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
