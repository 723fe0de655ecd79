using System.Buffers.Binary;
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

/// <summary>One link of a tenant's chain (R49).</summary>
public sealed class AuditRow : ITenantOwned
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
        foreach (var text in (ReadOnlySpan<string>)[ActorKind, ActorId, Action, Subject, Detail])
        {
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
            row.ToTable("Audit").HasKey(r => new { r.Tenant, r.Sequence });
            row.HasIndex(r => new { r.Tenant, r.Subject });
        });
        model.Entity<AuditHead>().ToTable("AuditHeads").HasKey(h => h.Tenant);
    }
}

/// <summary>Writes the chain. A change and its audit events are one transaction: both are there, or neither.</summary>
public sealed class AuditLog(TimeProvider time, IMeterFactory meters)
{
    private readonly Counter<long> _committed = meters
        .Create("RetailGuard.Audit")
        .CreateCounter<long>("retailguard.audit.events", "{event}", "What happened and is on record, by action.");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Starts a new tenant's chain; saved with the tenant.</summary>
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

    /// <summary>Saves what the context holds together with the events. When the task ends, both are durable.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else changed a row in between; nothing was saved.</exception>
    public async Task CommitAsync(RetailGuardDb db, TenantId tenant, AuditEvent[] events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(events);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await AppendAsync(db, tenant, events, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var done in events)
        {
            _committed.Add(1, new KeyValuePair<string, object?>("action", done.Action));
        }
    }

    private async Task AppendAsync(RetailGuardDb db, TenantId tenant, AuditEvent[] events, CancellationToken cancellation)
    {
        // Writing first takes the head's lock on both databases, so that two commits never extend the same link.
        var heads = db.Set<AuditHead>().Where(h => h.Tenant == tenant);
        await heads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, h => h.Sequence + events.Length), cancellation);
        var head = await heads.AsNoTracking().SingleAsync(cancellation);

        var (sequence, previous) = (head.Sequence - events.Length, head.Hash);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var e in events)
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
            };
            row.Hash = previous = row.HashAfter(previous);
            db.Add(row);
        }

        await heads.ExecuteUpdateAsync(set => set.SetProperty(h => h.Hash, previous), cancellation);
    }
}
