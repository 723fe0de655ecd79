using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>One connection of a connector, and what it says of its cameras.</summary>
/// <param name="Line">The connection itself: a connector that comes back has another.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.ConnectorLine")]
public sealed record ConnectorLine(
    [property: Id(0)] Guid Line,
    [property: Id(1)] DeviceId Connector,
    [property: Id(2)] IReadOnlyDictionary<CameraId, CameraState> Cameras
);

/// <summary>What the connectors say of a store's cameras. It holds as long as the line that said it, also when the line's node dies.</summary>
internal sealed class CameraReports
{
    /// <summary>A line beats every 2 s; one that has been silent for so long is gone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, (ConnectorLine Line, DateTimeOffset HeardAt)> _lines = [];

    /// <summary>By camera; of two lines that speak for one camera the later counts.</summary>
    public IReadOnlyDictionary<CameraId, CameraState> States =>
        _lines
            .Values.OrderBy(l => l.HeardAt)
            .SelectMany(l => l.Line.Cameras)
            .GroupBy(c => c.Key)
            .ToDictionary(c => c.Key, c => c.Last().Value);

    public void Record(ConnectorLine line, DateTimeOffset now) => _lines[line.Line] = (line, now);

    public void End(Guid line) => _lines.Remove(line);

    public void DropSilent(DateTimeOffset now)
    {
        foreach (var (line, _) in _lines.Where(l => now - l.Value.HeardAt > Lease).ToList())
        {
            _lines.Remove(line);
        }
    }
}
