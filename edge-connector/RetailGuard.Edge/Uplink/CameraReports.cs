using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Setup;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Uplink;

/// <summary>Tells the cloud how each camera fares: all at the start of a connection, then on change and every few seconds.</summary>
internal sealed class CameraReports(IReadOnlyList<(CameraConfig Camera, CameraHealth Health)> cameras, TimeProvider time)
{
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(5);

    public async Task SendAsync(CloudSession session, TimeSpan lookEvery, CancellationToken stop)
    {
        var sent = new Dictionary<Guid, (CameraReport.Types.State State, string Detail, long At)>();
        using var clock = new PeriodicTimer(lookEvery, time);
        try
        {
            do
            {
                foreach (var (camera, health) in cameras)
                {
                    var (state, detail) = health.Now;
                    var known = sent.TryGetValue(camera.Id, out var last) && last.State == state && last.Detail == detail;
                    if ((!known || time.GetElapsedTime(last.At) >= AtLeastEvery) && session.TrySend(Report(camera, health, state, detail)))
                    {
                        sent[camera.Id] = (state, detail, time.GetTimestamp());
                    }
                }
            } while (await clock.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
    }

    private static EdgeFrame Report(CameraConfig camera, CameraHealth health, CameraReport.Types.State state, string detail)
    {
        var counts = health.TakeCounts();
        return new EdgeFrame
        {
            Camera = new CameraReport
            {
                CameraId = WireId.From(camera.Id),
                State = state,
                Detail = detail,
                Frames = counts.Frames,
                Faces = counts.Faces,
                Dropped = counts.Dropped,
            },
        };
    }
}
