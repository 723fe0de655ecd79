using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Capture;

/// <summary>Whether a camera gives frames, and what has been counted of it. Thread-safe.</summary>
internal sealed class CameraHealth(TimeProvider time)
{
    /// <summary>A camera without a frame for this long is silent.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long? _lastFrame;
    private string? _failure;
    private Counts _sinceReport;
    private Counts _total;
    private Picture? _showing;

    public readonly record struct Counts(uint Frames, uint Faces, uint Dropped)
    {
        public static Counts operator +(Counts a, Counts b) => new(a.Frames + b.Frames, a.Faces + b.Faces, a.Dropped + b.Dropped);
    }

    /// <summary>A picture of a folder that stands before the camera.</summary>
    /// <param name="Name">Its file name.</param>
    /// <param name="Since">When its first frame was given.</param>
    public sealed record Picture(string Name, DateTimeOffset Since);

    /// <summary>What a picture folder shows now; null for real cameras.</summary>
    public Picture? Showing
    {
        get
        {
            lock (_lock)
            {
                return _showing;
            }
        }
    }

    public void Shows(string picture)
    {
        lock (_lock)
        {
            _showing = new(picture, time.GetUtcNow());
        }
    }

    public Counts Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    public void SawFrame()
    {
        lock (_lock)
        {
            _lastFrame = time.GetTimestamp();
            _failure = null;
            Count(new(Frames: 1, 0, 0));
        }
    }

    public void SawFaces(int faces)
    {
        lock (_lock)
        {
            Count(new(0, (uint)faces, 0));
        }
    }

    public void DroppedFrame()
    {
        lock (_lock)
        {
            Count(new(0, 0, Dropped: 1));
        }
    }

    /// <param name="detail">For the installer; without passwords.</param>
    public void Failed(string detail)
    {
        lock (_lock)
        {
            _failure = detail;
        }
    }

    public (CameraReport.Types.State State, string Detail) Now
    {
        get
        {
            lock (_lock)
            {
                return _failure is not null ? (CameraReport.Types.State.Failed, _failure)
                    : _lastFrame is not { } last ? (CameraReport.Types.State.Silent, "No frame has come yet.")
                    : time.GetElapsedTime(last) >= SilentAfter
                        ? (CameraReport.Types.State.Silent, $"No frame has come for {SilentAfter.TotalSeconds:0} s or more.")
                    : (CameraReport.Types.State.Live, "");
            }
        }
    }

    /// <summary>The counts since the last call.</summary>
    public Counts TakeCounts()
    {
        lock (_lock)
        {
            var counts = _sinceReport;
            _sinceReport = default;
            return counts;
        }
    }

    private void Count(Counts more)
    {
        _sinceReport += more;
        _total += more;
    }
}
