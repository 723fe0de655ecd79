namespace RetailGuard.Alerts;

/// <summary>What a store's tablets were told of it last: at once when they would show something else, and now and then as it is.</summary>
internal sealed class StorePublications
{
    /// <summary>Tablets say when the list was last checked.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private string? _shown;
    private DateTimeOffset _at;

    /// <summary>Whether to tell them now; then it counts as told.</summary>
    public bool IsDue(FeedStore store, DateTimeOffset now)
    {
        var shown = $"{store with { ListCheckedAt = null, Cameras = [] }} {string.Join('|', store.Cameras)}";
        if (shown == _shown && now - _at < Every)
        {
            return false;
        }

        (_shown, _at) = (shown, now);
        return true;
    }

    /// <summary>They were not told after all.</summary>
    public void Failed() => _shown = null;
}
