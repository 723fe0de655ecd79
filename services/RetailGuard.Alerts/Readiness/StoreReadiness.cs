using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>A store as the record has it.</summary>
/// <param name="At">When the record was last seen to be so.</param>
/// <param name="Disarmed">What the modules' rules found, for this store or all of them.</param>
internal sealed record StoreOnRecord(
    DateTimeOffset At,
    Store Store,
    IReadOnlyList<Camera> Cameras,
    IReadOnlyList<Disarmed> Disarmed,
    ListState List,
    int DrillsPerWeek
);

/// <summary>
/// What a store decides from: made outside its turns and never changed, so that nothing slow stands in a decision's way. Pure.
/// </summary>
/// <param name="Record">Null until the record has answered for the first time.</param>
/// <param name="Gallery">Null until the gallery has answered.</param>
/// <param name="GalleryOf">The list's state that <paramref name="Gallery"/> was read at.</param>
internal sealed record StoreReadiness(StoreOnRecord? Record, GalleryStatus? Gallery, ListState? GalleryOf)
{
    /// <summary>An alert is open: what was only announced does not begin in the middle of it.</summary>
    public bool HasOpenAlert { get; init; }

    /// <summary>A list that could not be checked for this long matches nobody (R20, R56).</summary>
    public static readonly TimeSpan ListGoodFor = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    public static StoreReadiness Unknown { get; } = new(null, null, null);

    private static readonly Disarmed NotLoaded = new("list-not-loaded", "The watchlist is not loaded yet; nobody is matched until it is.");

    public IReadOnlyList<Camera> Cameras => Record?.Cameras ?? [];

    /// <summary>When the gallery was last known to be as the record is; null when it was never.</summary>
    public DateTimeOffset? ListCheckedAt =>
        Gallery is not { } gallery ? null
        : IsGalleryCurrent && Record!.At > gallery.CheckedAt ? Record.At
        : gallery.CheckedAt;

    public bool IsGalleryCurrent =>
        Record is not null && GalleryOf == Record.List && Gallery is { IsLoaded: true } gallery && gallery.Spaces.All(s => s.Pending == 0);

    /// <summary>Why a camera's tracks are not matched, or null. "Not loaded" is never answered with "no match".</summary>
    public Disarmed? WhyNot(CameraId camera, DateTimeOffset now) =>
        Record is { } record && !record.Cameras.Any(c => c.Id == camera)
            ? new("camera-unknown", "This camera is not registered for the store, or is out of use.")
            : WhyNot(now) ?? Record!.Disarmed.FirstOrDefault(d => d.Camera == camera && HasBegun(d, now));

    /// <summary>Why nobody is matched in the store, or null.</summary>
    public Disarmed? WhyNot(DateTimeOffset now) =>
        Record is null ? NotLoaded
        : Record.Disarmed.FirstOrDefault(d => d.Camera is null && HasBegun(d, now)) is { } disarmed ? disarmed
        : Gallery is not { IsLoaded: true } gallery ? NotLoaded
        : gallery is { Count: 0, Unreadable: > 0 }
            ? new("list-unreadable", "No entry of the watchlist can be opened; matching is off until head office has looked.")
        : gallery.Spaces.All(s => s.Pending > 0)
            ? new("list-preparing", "The watchlist is still being prepared for the face model; matching is off until it is.")
        : now - ListCheckedAt > ListGoodFor ? new("list-unchecked", "The watchlist could not be checked; matching is off until it can be.")
        : null;

    /// <summary>Whether something that was announced begins now or within a moment, so that it matters whether an alert is open.</summary>
    public bool MustKnowAlerts(DateTimeOffset now) => Record?.Disarmed.Any(d => d.IsAnnounced && d.From <= now + Moment) is true;

    /// <summary>What the store is told beforehand: the soonest end of matching that was announced, or null.</summary>
    public Disarmed? AnnouncedAt(DateTimeOffset now) =>
        Record?.Disarmed.Where(d => d is { IsAnnounced: true, Camera: null } && d.From > now).MinBy(d => d.From);

    private bool HasBegun(Disarmed disarmed, DateTimeOffset now) => disarmed.From <= now && !(disarmed.IsAnnounced && HasOpenAlert);

    /// <summary>What the store's connectors may do with each of its cameras.</summary>
    public IReadOnlyList<CameraPolicy> PolicyAt(DateTimeOffset now) =>
        [
            .. Cameras.Select(c =>
            {
                var why = WhyNot(c.Id, now);
                return new CameraPolicy(c.Id, why is null, why?.Detail);
            }),
        ];

    /// <summary>What the store's tablets are told of its cameras.</summary>
    /// <param name="states">As the connectors report them; one that is missing is offline.</param>
    public IReadOnlyList<FeedCamera> CamerasAt(DateTimeOffset now, IReadOnlyDictionary<CameraId, CameraState> states) =>
        [
            .. Cameras.Select(c =>
            {
                var why = WhyNot(c.Id, now);
                return new FeedCamera(
                    c.Id,
                    c.Name,
                    states.GetValueOrDefault(c.Id, CameraState.Offline),
                    why is null,
                    why?.Detail,
                    why?.Code
                );
            }),
        ];

    public FeedStore StoreAt(DateTimeOffset now, IReadOnlyDictionary<CameraId, CameraState> states)
    {
        var cameras = CamerasAt(now, states);
        var armed = cameras.Any(c => c.Armed);
        var why = armed ? null : WhyNot(now) ?? new Disarmed("cameras-stopped", "Every camera of this store was stopped.");
        var announced = AnnouncedAt(now);
        return new(
            Record!.Store.Id,
            Record.Store.Name,
            Record.Store.TimeZone,
            armed,
            why?.Detail,
            cameras,
            ListCheckedAt,
            Gallery?.Count ?? 0,
            Gallery?.Unreadable ?? 0,
            why?.Code,
            announced?.From,
            announced?.Code
        );
    }
}
