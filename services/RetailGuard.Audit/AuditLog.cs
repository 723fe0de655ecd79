using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>Who did it: a person, a device, or the system itself.</summary>
/// <param name="Kind"><c>person</c>, <c>device</c> or <c>system</c>.</param>
/// <param name="Id">The person's or device's id; empty for the system.</param>
public readonly record struct Actor(string Kind, string Id)
{
    public static Actor System { get; } = new("system", "");

    public static Actor Of(PersonId person) => new("person", person.ToString());

    public static Actor Of(DeviceId device) => new("device", device.ToString());
}

/// <summary>Something that happened, before it has its place in the chain.</summary>
/// <param name="Action">What, as <c>noun.verb</c>: <c>alert.vote</c>.</param>
/// <param name="Subject">Id of what it happened to.</param>
/// <param name="Detail">Ids, codes and numbers only: no names, free text or pictures. Serialised as JSON.</param>
public sealed record AuditEvent(Actor Actor, string Action, string Subject, object? Detail = null);

/// <summary>What one try decided: the answer, and what has happened by it.</summary>
/// <param name="Answer">A refusal may come with events too: that somebody was refused has happened.</param>
/// <param name="Events">Saved together with what the context holds. Without any, nothing is saved.</param>
public sealed record Decision<T>(Result<T> Answer, params IReadOnlyList<AuditEvent> Events)
{
    [SuppressMessage("Usage", "CA2225", Justification = "Conversion is how a use case answers.")]
    public static implicit operator Decision<T>(Refusal refusal) => new((Result<T>)refusal);
}

/// <summary>One link of a tenant's chain (R49).</summary>
public sealed class AuditRow : ITenantOwned, IChainLink
{
    public required TenantId Tenant { get; init; }

    /// <summary>1, 2, 3 … without gaps within the tenant.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string ActorKind { get; init; }

    public required string ActorId { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public required string Detail { get; init; }

    /// <summary>
    /// The rows that the commit changed, as it left them: a JSON array of <c>[table, key, digest]</c>, without digest for a row that it
    /// deleted. With the last link of each commit; null with the others, and with those from before rows were on record.
    /// </summary>
    public string? Rows { get; init; }

    /// <summary>SHA-256 over the previous link's hash and every field of this one.</summary>
    public byte[] Hash { get; internal set; } = [];

    /// <summary>The hash that this row's content demands after a given link.</summary>
    internal byte[] HashAfter(ReadOnlySpan<byte> previous)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(previous);
        sha.AppendData(Tenant.Value.ToByteArray(bigEndian: true));
        AppendNumber(Sequence);
        AppendNumber(At.ToUnixTimeMilliseconds());
        foreach (var text in (ReadOnlySpan<string?>)[ActorKind, ActorId, Action, Subject, Detail, Rows])
        {
            if (text is null)
            {
                continue;
            }

            // Each text is preceded by its length, so that bytes cannot move from one field to the next.
            var bytes = Encoding.UTF8.GetBytes(text);
            AppendNumber(bytes.Length);
            sha.AppendData(bytes);
        }

        return sha.GetHashAndReset();

        void AppendNumber(long number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            sha.AppendData(bytes);
        }
    }
}

/// <summary>The last link of a tenant's chain; its row is the lock under which the chain grows.</summary>
internal sealed class AuditHead : ITenantOwned
{
    public static byte[] Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    public required TenantId Tenant { get; init; }

    public required long Sequence { get; set; }

    public required byte[] Hash { get; set; }
}

internal sealed class AuditTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<AuditRow>(row =>
        {
            row.NotOnRecord().ToTable("Audit").HasKey(r => new { r.Tenant, r.Sequence });
            row.HasIndex(r => new { r.Tenant, r.Subject });
        });
        model.Entity<PurgeOrder>(order =>
        {
            order.ToTable("PurgeOrders").HasKey(o => new { o.Tenant, o.Id });
            order.Property(o => o.Pictures).HasConversion(new JsonText<IReadOnlyList<string>>());
        });
        model.Entity<AuditHead>().NotOnRecord().ToTable("AuditHeads").HasKey(h => h.Tenant);
    }
}

/// <summary>Writes the chain. A change and its audit events are one transaction: both are there, or neither.</summary>
public sealed class AuditLog(Database database, TimeProvider time, IMeterFactory meters)
{
    /// <summary>Each try loses only to one that saved: of ten that want the same row at one moment, all get their turn.</summary>
    private const int Tries = 10;

    private readonly Counter<long> _committed = meters
        .Create("RetailGuard.Audit")
        .CreateCounter<long>("retailguard.audit.events", "{event}", "What happened and is on record, by action.");

    private static readonly Refusal Busy = new(
        "busy",
        "Others are changing the same thing at this moment; nothing was saved. Try again.",
        RefusalKind.Unavailable
    );

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Starts a new tenant's chain; saved with the tenant and the first event.</summary>
    public static void Begin(RetailGuardDb db, TenantId tenant)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.Add(
            new AuditHead
            {
                Tenant = tenant,
                Sequence = 0,
                Hash = AuditHead.Genesis,
            }
        );
    }

    /// <summary>
    /// Loads, decides and commits; again from the start, with a new context, when somebody else saved one of the rows in between.
    /// What is to follow from the commit comes after this call, since a try that lost has changed nothing.
    /// </summary>
    /// <param name="decide">Loads what it needs from the context, changes it, and says what has happened. May run several times.</param>
    /// <returns>The decision's answer when it is durable; the refusal <c>busy</c> when others were faster each time.</returns>
    public async Task<Result<T>> CommitOrRetryAsync<T>(
        TenantId tenant,
        Func<RetailGuardDb, Task<Decision<T>>> decide,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(decide);
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            await using var db = database.Of(tenant);
            try
            {
                var decision = await decide(db);
                if (decision.Events.Count > 0)
                {
                    await CommitAsync(db, tenant, [.. decision.Events], cancellation);
                }

                return decision.Answer;
            }
            catch (DbUpdateException e) when (e.IsLostRace())
            {
                // Nothing was saved: the next try sees what the other one did.
            }
        }

        return Busy;
    }

    /// <summary>
    /// Saves what the context holds together with the events. When the task ends, both are durable. A database server that restarts
    /// meanwhile is waited for, and what it had committed already is not committed again.
    /// </summary>
    /// <exception cref="DbUpdateException">
    /// Somebody else was faster (<see cref="LostRaces.IsLostRace"/>), or the rows break a rule of the database; nothing was saved.
    /// </exception>
    public async Task CommitAsync(RetailGuardDb db, TenantId tenant, AuditEvent[] events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(events);
        List<AuditRow> links = [];
        await db
            .Database.CreateExecutionStrategy()
            .ExecuteInTransactionAsync(
                async again =>
                {
                    // Of a try that the database cut off.
                    links.ForEach(link => db.Entry(link).State = EntityState.Detached);
                    links = await LinkAsync(db, tenant, events, again);
                    db.AddRange(links);
                    await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, again);
                },
                // The connection broke while it committed: our last link is in the chain, or nothing of this is.
                async again =>
                    await IsLinkedAsync(db, links[^1], again),
                cancellation
            );
        db.ChangeTracker.AcceptAllChanges();
        foreach (var done in events)
        {
            _committed.Add(1, new KeyValuePair<string, object?>("action", done.Action));
        }
    }

    /// <summary>When the last event of all was; null when there was none.</summary>
    public static Task<DateTimeOffset?> NewestAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var ends =
            from head in db.Set<AuditHead>()
            join row in db.Set<AuditRow>() on new { head.Tenant, head.Sequence } equals new { row.Tenant, row.Sequence }
            orderby row.At descending
            select (DateTimeOffset?)row.At;
        return ends.FirstOrDefaultAsync(cancellation);
    }

    private static Task<bool> IsLinkedAsync(RetailGuardDb db, AuditRow link, CancellationToken cancellation) =>
        db.Set<AuditRow>().AnyAsync(r => r.Tenant == link.Tenant && r.Sequence == link.Sequence && r.Hash == link.Hash, cancellation);

    /// <summary>Moves the chain's end and makes the links up to it. The context gets them last: a try may be cut off at each statement.</summary>
    private async Task<List<AuditRow>> LinkAsync(RetailGuardDb db, TenantId tenant, AuditEvent[] events, CancellationToken cancellation)
    {
        var fresh = db.ChangeTracker.Entries<AuditHead>().SingleOrDefault(h => h.State is EntityState.Added)?.Entity;
        var heads = db.Set<AuditHead>().Where(h => h.Tenant == tenant);
        var (sequence, previous) = (0L, AuditHead.Genesis);
        if (fresh is null)
        {
            // Writing first takes the head's lock on both databases, so that two commits never extend the same link.
            await heads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, h => h.Sequence + events.Length), cancellation);
            var head = await heads.AsNoTracking().SingleAsync(cancellation);
            (sequence, previous) = (head.Sequence - events.Length, head.Hash);
        }

        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var rows = db.DigestChanges();
        List<AuditRow> links = [];
        foreach (var (i, e) in events.Index())
        {
            var row = new AuditRow
            {
                Tenant = tenant,
                Sequence = ++sequence,
                At = now,
                ActorKind = e.Actor.Kind,
                ActorId = e.Actor.Id,
                Action = e.Action,
                Subject = e.Subject,
                Detail = JsonSerializer.Serialize(e.Detail, Json),
                Rows = i == events.Length - 1 ? RowsText.Of(rows) : null,
            };
            row.Hash = previous = row.HashAfter(previous);
            links.Add(row);
        }

        if (fresh is null)
        {
            await heads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Hash, previous), cancellation);
        }
        else
        {
            (fresh.Sequence, fresh.Hash) = (sequence, previous);
        }

        return links;
    }
}
