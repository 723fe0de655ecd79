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

/// <summary>What a node's live lines hang on: one look at the record for all of them, however many stores they belong to.</summary>
public sealed class LiveLines
{
    private readonly ConcurrentDictionary<LineProof, int> _lines = new();
    private readonly SharedLookup<HashSet<LineProof>> _ended;

    public LiveLines(Sessions sessions, Devices devices, TimeProvider time) => _ended = new(() => LookAsync(sessions, devices), time);

    public void Begin(LineProof proof) => _lines.AddOrUpdate(proof, 1, (_, lines) => lines + 1);

    public void End(LineProof proof)
    {
        if (_lines.AddOrUpdate(proof, 0, (_, lines) => lines - 1) <= 0)
        {
            _lines.TryRemove(new(proof, 0));
        }
    }

    /// <summary>What no longer held at most so long ago: ended, disabled, revoked, moved or closed.</summary>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    public async Task<HashSet<LineProof>> EndedAsync(TimeSpan atMostOld) => (await _ended.AtMostOldAsync(atMostOld)).Seen;

    private async Task<HashSet<LineProof>> LookAsync(Sessions sessions, Devices devices)
    {
        var ended = _lines.Keys.ToHashSet();
        if (ended.Select(l => l.Session).OfType<string>().ToHashSet(StringComparer.Ordinal) is { Count: > 0 } keys)
        {
            var open = await sessions.StillOpenAsync(keys, CancellationToken.None);
            ended.ExceptWith(open.Select(LineProof.Of));
        }

        if (ended.Where(l => l.Device is not null).Select(l => l.Device!.Value).ToHashSet() is { Count: > 0 } machines)
        {
            var inUse = await devices.StillInUseAsync(machines, CancellationToken.None);
            ended.ExceptWith(inUse.Select(d => LineProof.Of(d.Key, d.Value)));
        }

        return ended;
    }
}
