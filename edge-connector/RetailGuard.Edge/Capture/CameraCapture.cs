using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Status;

namespace RetailGuard.Edge.Capture;

/// <summary>
/// Keeps one camera's source open, opening it again with growing pauses when it ends or breaks, and holds its newest frame: a frame
/// that nobody took in time is zeroed and counted when the next one comes.
/// </summary>
internal sealed partial class CameraCapture
{
    // A source that ran this long before it broke was well: the next pause is short again.
    private static readonly TimeSpan RanWell = TimeSpan.FromSeconds(30);

    private readonly CameraConfig _camera;
    private readonly ICapture _capture;
    private readonly CameraHealth _health;
    private readonly EdgeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<CapturedFrame> _newest;

    public CameraCapture(CameraConfig camera, ICapture capture, CameraHealth health, EdgeMetrics metrics, TimeProvider time, ILogger log)
    {
        (_camera, _capture, _health, _metrics, _time, _log) = (camera, capture, health, metrics, time, log);
        _newest = Channel.CreateBounded<CapturedFrame>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }, Drop);
    }

    /// <summary>The newest frame, if nobody has taken it; never more than one.</summary>
    public ChannelReader<CapturedFrame> Frames => _newest.Reader;

    /// <summary>Runs until stopped, or until a recording that does not loop has ended.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var reopening = new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not OperationCanceledException),
                    MaxRetryAttempts = int.MaxValue,
                    BackoffType = DelayBackoffType.Exponential,
                    // Longer than the pause between two reports, so that the cloud learns of each failure.
                    Delay = TimeSpan.FromSeconds(1),
                    MaxDelay = TimeSpan.FromSeconds(30),
                    OnRetry = broke =>
                    {
                        Report(broke.Outcome.Exception!);
                        return default;
                    },
                }
            )
            .Build();
        try
        {
            while (!await reopening.ExecuteAsync(async token => await RunOnceAsync(token), stop)) { }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped on purpose.
        }
        finally
        {
            _newest.Writer.TryComplete();
            while (_newest.Reader.TryRead(out var frame))
            {
                frame.Dispose();
            }
        }
    }

    /// <returns>True when the recording has ended; false to open the source again at once.</returns>
    private async Task<bool> RunOnceAsync(CancellationToken stop)
    {
        var opened = _time.GetTimestamp();
        try
        {
            await _capture.RunAsync(Take, stop);
            LogEnded(_camera.Name);
            return true;
        }
        catch (CaptureException e) when (_time.GetElapsedTime(opened) > RanWell)
        {
            Report(e);
            return false;
        }
    }

    private void Take(CapturedFrame frame)
    {
        _health.SawFrame();
        _metrics.Frame(frame.HandOver);
        if (!_newest.Writer.TryWrite(frame))
        {
            frame.Dispose();
        }
    }

    private void Drop(CapturedFrame frame)
    {
        frame.Dispose();
        _health.DroppedFrame();
        _metrics.Dropped();
    }

    private void Report(Exception broke)
    {
        var detail = broke is CaptureException ? broke.Message : "The source cannot be read: " + broke.GetType().Name;
        _health.Failed(detail);
        LogFailed(_camera.Name, detail);
    }

    [LoggerMessage(LogLevel.Warning, "Camera {Camera}: {Detail}")]
    private partial void LogFailed(string camera, string detail);

    [LoggerMessage(LogLevel.Information, "Camera {Camera}: the recording has ended")]
    private partial void LogEnded(string camera);
}
