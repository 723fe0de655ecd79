using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>One person's pass through one camera.</summary>
/// <param name="Template">Owned by the line that made it, which zeroes it after the answer (R1).</param>
/// <param name="CapturedAt">First frame that passed the quality gate.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.TrackReport")]
public sealed record TrackReport(
    [property: Id(0)] CameraId Camera,
    [property: Id(1)] string Space,
    [property: Id(2)] ProbeTemplate Template,
    [property: Id(3)] int FramesFused,
    [property: Id(4)] double Agreement,
    [property: Id(5)] double Quality,
    [property: Id(6)] DateTimeOffset CapturedAt
);
