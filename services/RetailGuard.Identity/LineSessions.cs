using System.Collections.Concurrent;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>The sign-ins behind a node's live lines: one question to the record for all of them, however many stores they belong to.</summary>
public sealed class LineSessions
{
    private readonly ConcurrentDictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly SharedLookup<HashSet<string>> _ended;

    public LineSessions(Sessions sessions, TimeProvider time) => _ended = new(() => LookAsync(sessions), time);

    /// <summary>A line of this sign-in has begun.</summary>
    public void Begin(string sessionKey) => _lines.AddOrUpdate(sessionKey, 1, (_, lines) => lines + 1);

    /// <summary>A line of this sign-in has ended.</summary>
    public void End(string sessionKey)
    {
        if (_lines.AddOrUpdate(sessionKey, 0, (_, lines) => lines - 1) <= 0)
        {
            _lines.TryRemove(new(sessionKey, 0));
        }
    }

    /// <summary>Those that were over at most so long ago.</summary>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    public async Task<HashSet<string>> EndedAsync(TimeSpan atMostOld) => (await _ended.AtMostOldAsync(atMostOld)).Seen;

    private async Task<HashSet<string>> LookAsync(Sessions sessions)
    {
        var asked = _lines.Keys.ToHashSet(StringComparer.Ordinal);
        if (asked.Count > 0)
        {
            asked.ExceptWith(await sessions.StillOpenAsync(asked, CancellationToken.None));
        }

        return asked;
    }
}
