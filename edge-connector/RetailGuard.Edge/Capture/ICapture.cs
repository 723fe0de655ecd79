namespace RetailGuard.Edge.Capture;

/// <summary>One opening of a camera's source.</summary>
internal interface ICapture
{
    /// <summary>Hands over frames until the source ends.</summary>
    /// <param name="onFrame">Takes each frame over; does not block.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="CaptureException">The source cannot be opened or broke off.</exception>
    Task RunAsync(Action<CapturedFrame> onFrame, CancellationToken stop);
}
