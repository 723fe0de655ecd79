using System.Collections.Concurrent;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>What a live line hangs on: a sign-in, or a paired machine in its store.</summary>
public readonly record struct LineProof
{
    private LineProof(string? session, DeviceId? device, StoreId? store) => (Session, Device, Store) = (session, device, store);

    /// <summary>Of a sign-in.</summary>
    public string? Session { get; }

    public DeviceId? Device { get; }

    /// <summary>Where the machine was when the line began.</summary>
    public StoreId? Store { get; }

    public static LineProof Of(string sessionKey) => new(sessionKey, null, null);

    public static LineProof Of(DeviceId device, StoreId store) => new(null, device, store);
}

/// <summary>A connection that outlives a request.</summary>
public sealed class LiveLine
{
    internal LiveLine(LineProof proof) => Proof = proof;

    internal LineProof Proof { get; }
}

/// <summary>A node's live lines, and what they hang on: one look at the record for all of them, however many stores they belong to.</summary>
public sealed class LiveLines
{
    // Each by itself: what was seen of a line says nothing of a later one with the same proof.
    private readonly ConcurrentDictionary<LiveLine, byte> _lines = new();
    private readonly SharedLookup<HashSet<LiveLine>> _ended;

    public LiveLines(Sessions sessions, Devices devices, TimeProvider time) => _ended = new(() => LookAsync(sessions, devices), time);

    public LiveLine Begin(LineProof proof)
    {
        var line = new LiveLine(proof);
        _lines.TryAdd(line, 0);
        return line;
    }

    public void End(LiveLine line) => _lines.TryRemove(line, out _);

    /// <summary>Lines whose proof no longer held at most so long ago: ended, disabled, revoked, moved or closed.</summary>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    public async Task<HashSet<LiveLine>> EndedAsync(TimeSpan atMostOld) => (await _ended.AtMostOldAsync(atMostOld)).Seen;

    private async Task<HashSet<LiveLine>> LookAsync(Sessions sessions, Devices devices)
    {
        var lines = _lines.Keys;
        var held = new HashSet<LineProof>();
        if (lines.Select(l => l.Proof.Session).OfType<string>().ToHashSet(StringComparer.Ordinal) is { Count: > 0 } keys)
        {
            var open = await sessions.StillOpenAsync(keys, CancellationToken.None);
            held.UnionWith(open.Select(LineProof.Of));
        }

        if (lines.Select(l => l.Proof.Device).OfType<DeviceId>().ToHashSet() is { Count: > 0 } machines)
        {
            var inUse = await devices.StillInUseAsync(machines, CancellationToken.None);
            held.UnionWith(inUse.Select(d => LineProof.Of(d.Key, d.Value)));
        }

        return [.. lines.Where(l => !held.Contains(l.Proof))];
    }
}
