using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

public enum TrackVerdict
{
    /// <summary>Nobody on the list: forget the track.</summary>
    Discard,

    /// <summary>Somebody on the list: to be raised, which decides between <see cref="Hold"/> and <see cref="Discard"/>.</summary>
    Match,

    /// <summary>An alert is raised: bring the picture.</summary>
    Hold,

    /// <summary>Matching is off, or the gallery is not there: forget the track.</summary>
    NotDecided,
}

/// <param name="UploadPath">Where the picture goes, once; with <see cref="TrackVerdict.Hold"/> only.</param>
/// <param name="Reason">With <see cref="TrackVerdict.NotDecided"/> only.</param>
/// <param name="Raise">With <see cref="TrackVerdict.Match"/> only.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.TrackAnswer")]
public sealed record TrackAnswer(
    [property: Id(0)] TrackVerdict Verdict,
    [property: Id(1)] string? UploadPath = null,
    [property: Id(2)] string? Reason = null,
    [property: Id(3)] RaiseAlert? Raise = null
)
{
    /// <summary>Something broke.</summary>
    public static TrackAnswer Failed { get; } =
        new(TrackVerdict.NotDecided, Reason: "The service could not decide; it has been logged there.");
}

/// <param name="Reason">Why not; null when armed.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.CameraPolicy")]
public sealed record CameraPolicy([property: Id(0)] CameraId Camera, [property: Id(1)] bool Armed, [property: Id(2)] string? Reason);

/// <param name="Version">Grows whenever the cameras' policy changes, from 1 in each epoch.</param>
/// <param name="Epoch">Another one when the store has started anew.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.StorePolicy")]
public sealed record StorePolicy(
    [property: Id(0)] long Version,
    [property: Id(1)] IReadOnlyList<CameraPolicy> Cameras,
    [property: Id(2)] Guid Epoch
);
