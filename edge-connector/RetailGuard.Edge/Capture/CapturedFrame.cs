using RetailGuard.Vision;

namespace RetailGuard.Edge.Capture;

/// <summary>A frame with the moment it was read. Whoever takes it disposes it, which zeroes its pixels (R1).</summary>
/// <param name="Frame">The pixels.</param>
/// <param name="CapturedAt">Timestamp of the <see cref="TimeProvider"/> when the first byte arrived.</param>
/// <param name="HandOver">How long reading and converting the frame took.</param>
/// <param name="FirstOfScene">The source knows that nothing before this frame belongs to it.</param>
internal sealed record CapturedFrame(Frame Frame, long CapturedAt, TimeSpan HandOver, bool FirstOfScene) : IDisposable
{
    public void Dispose() => Frame.Dispose();
}
