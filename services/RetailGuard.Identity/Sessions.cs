using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Opens, recognises and ends sign-ins.</summary>
public sealed class Sessions(Database database, TimeProvider time)
{
    /// <summary>A shared tablet signs out by itself after this long without a request.</summary>
    public static readonly TimeSpan TabletIdle = TimeSpan.FromMinutes(5);

    /// <summary>A browser of one's own.</summary>
    public static readonly TimeSpan BrowserIdle = TimeSpan.FromHours(12);

    /// <summary>On a tablet however busy it is: no shift is longer.</summary>
    public static readonly TimeSpan TabletLongest = TimeSpan.FromHours(12);

    /// <summary>In a browser however busy it is.</summary>
    public static readonly TimeSpan BrowserLongest = TimeSpan.FromDays(7);

    /// <summary>Adds a session to the context and gives its token, which is stored nowhere.</summary>
    /// <param name="browser">Hash of what the browser is known by; null on a tablet.</param>
    /// <param name="proven">The secret that was shown, and its stamp.</param>
    /// <param name="challenge">Hash of the challenge that a passkey or the provider answered.</param>
    /// <param name="isSecondFactorShown">With it, or by it.</param>
    internal async Task<(string Token, DateTimeOffset ExpiresAt)> OpenAsync(
        RetailGuardDb db,
        Person person,
        StoreId? store,
        DeviceId? tablet,
        byte[]? browser,
        (SecretKind Kind, Guid Stamp) proven,
        byte[]? challenge,
        bool isSecondFactorShown,
        CancellationToken cancellation
    )
    {
        var before = tablet is null
            ? null
            : await db.Set<Session>().Where(s => s.TabletId == tablet).MaxAsync(s => (long?)s.Turn, cancellation);
        var now = time.GetUtcNow();
        var token = Tokens.New();
        var session = new Session
        {
            Tenant = person.Tenant,
            TokenHash = Tokens.Hash(token),
            PersonId = person.Id,
            StoreId = store,
            TabletId = tablet,
            BrowserHash = browser,
            OpenedWith = proven.Kind,
            Stamp = proven.Stamp,
            SecondFactorAt = isSecondFactorShown ? now : null,
            ChallengeHash = challenge,
            Turn = (before ?? 0) + 1,
            AccessStamp = person.AccessStamp,
            ExpiresAt = now + IdleOf(tablet),
            EndsAt = now + (tablet is null ? BrowserLongest : TabletLongest),
        };
        db.Add(session);
        return (token, session.ExpiresAt);
    }

    /// <summary>The person behind a token, or null.</summary>
    /// <param name="used">Whether this is a person's doing, which moves the session's end.</param>
    internal async Task<Caller?> FindAsync(string token, bool used, CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var hash = Tokens.Hash(token);
        var now = time.GetUtcNow();
        if (await OpenAt(db, now).SingleOrDefaultAsync(s => s.TokenHash == hash, cancellation) is not { } session)
        {
            return null;
        }

        var person = await db.Set<Person>()
            .AsNoTracking()
            .SingleAsync(p => p.Tenant == session.Tenant && p.Id == session.PersonId, cancellation);
        var end = Earlier(now + IdleOf(session.TabletId), session.EndsAt);
        if (used && end - session.ExpiresAt > TimeSpan.FromSeconds(10))
        {
            // Of two requests at once, each moves it to the same end.
            session.ExpiresAt = end;
            await db.SaveChangesAsync(cancellation);
        }

        var isShown = session.SecondFactorAt is not null;
        var hasOne =
            !isShown
            && session.TabletId is null
            && await SecondFactors.Of(db).AnyAsync(s => s.Tenant == person.Tenant && s.PersonId == person.Id, cancellation);
        var roles = SecondFactors.RolesOf(person.Roles, session.TabletId is not null, isShown, hasOne);
        return new Caller(
            session.Tenant,
            person.Id,
            roles,
            person.Stores,
            session.StoreId,
            session.TabletId,
            Convert.ToHexString(hash),
            session.ExpiresAt
        )
        {
            HasSecondFactor = isShown,
            LacksSecondFactor = roles.Count < person.Roles.Count,
        };
    }

    internal async Task EndAsync(Caller caller, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var hash = Convert.FromHexString(caller.SessionKey);
        var now = time.GetUtcNow();
        await db.Set<Session>()
            .Where(s => s.TokenHash == hash)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellation);
    }

    /// <summary>Lets the session that changes a secret outlive the change. The caller saves.</summary>
    internal static async Task KeepAsync(RetailGuardDb db, Caller caller, SecretKind kind, Guid stamp, CancellationToken cancellation)
    {
        var hash = Convert.FromHexString(caller.SessionKey);
        var session = await db.Set<Session>().SingleAsync(s => s.TokenHash == hash, cancellation);

        // A change of password ends what PINs opened too; this session has just shown the password. What the provider opened ends with the link.
        if (session.OpenedWith == kind || (kind is SecretKind.Password && session.OpenedWith is not SecretKind.SingleSignOn))
        {
            (session.OpenedWith, session.Stamp) = (kind, stamp);
        }
    }

    /// <summary>Whether the caller's session is still open: for what is decided after others could have ended it.</summary>
    internal Task<bool> IsOpenAsync(RetailGuardDb db, Caller caller, CancellationToken cancellation)
    {
        var hash = Convert.FromHexString(caller.SessionKey);
        return OpenAt(db, time.GetUtcNow()).AnyAsync(s => s.TokenHash == hash, cancellation);
    }

    /// <summary>Which of these sessions are still open: for connections that outlive a request.</summary>
    internal async Task<HashSet<string>> StillOpenAsync(IReadOnlyCollection<string> sessionKeys, CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var hashes = sessionKeys.Select(Convert.FromHexString).ToList();
        var now = time.GetUtcNow();
        var open = await OpenAt(db, now).Where(s => hashes.Contains(s.TokenHash)).Select(s => s.TokenHash).ToListAsync(cancellation);
        return [.. open.Select(Convert.ToHexString)];
    }

    /// <summary>Finds the tablet behind its token, or null.</summary>
    internal async Task<TabletCaller?> FindTabletAsync(string token, CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var hash = Tokens.Hash(token);
        var device = await Devices
            .InUse(db)
            .AsNoTracking()
            .SingleOrDefaultAsync(d => d.Credential == hash && d.Kind == DeviceKind.Tablet, cancellation);
        return device is null ? null : new TabletCaller(device.Tenant, device.StoreId, device.Id, device.Name);
    }

    // What was changed, taken away, disabled, revoked or closed has opened nothing: also not the session that is being opened at this moment.
    private static IQueryable<Session> OpenAt(RetailGuardDb db, DateTimeOffset now) =>
        db.Set<Session>()
            .Where(s => s.EndedAt == null && s.ExpiresAt > now)
            .Where(s =>
                db.Set<Secret>().Any(x => x.Tenant == s.Tenant && x.PersonId == s.PersonId && x.Kind == s.OpenedWith && x.Stamp == s.Stamp)
            )
            .Where(s => db.Set<Person>().Any(p => p.Tenant == s.Tenant && p.Id == s.PersonId && p.AccessStamp == s.AccessStamp))
            .Where(s => s.StoreId == null || db.Set<Store>().Any(x => x.Tenant == s.Tenant && x.Id == s.StoreId && x.ClosedAt == null))
            .Where(s => s.TabletId == null || Devices.InUse(db).Any(d => d.Id == s.TabletId && d.StoreId == s.StoreId))
            // Whoever signed in last has the tablet in their hands: the one before does not go on behind their back.
            .Where(s => s.TabletId == null || !db.Set<Session>().Any(later => later.TabletId == s.TabletId && later.Turn > s.Turn));

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static TimeSpan IdleOf(DeviceId? tablet) => tablet is null ? BrowserIdle : TabletIdle;
}
