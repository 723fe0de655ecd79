using RetailGuard.Edge.Embed;
using RetailGuard.Vision;

namespace RetailGuard.Edge.Track;

/// <summary>One person's pass through one camera. Belongs to its camera's pipeline; what other threads use says so.</summary>
internal sealed class FaceTrack(ulong id, FaceBox box, long seenAt)
{
    private long _lastSeen = seenAt;
    private volatile bool _unanswered;

    /// <summary>Unique within the process.</summary>
    public ulong Id { get; } = id;

    public FaceBox Box { get; private set; } = box;

    /// <summary>Pixels per second of the box's centre.</summary>
    public (float X, float Y) Velocity { get; private set; }

    /// <summary>Frames in which the face was seen.</summary>
    public uint Frames { get; private set; } = 1;

    /// <summary>Frames looked at since the face was last seen, this one included until it is found there.</summary>
    public int Missed { get; set; }

    /// <summary>Timestamp of the last frame in which the face was seen. Read from any thread.</summary>
    public long LastSeen => Interlocked.Read(ref _lastSeen);

    /// <summary>What is kept of the face until the track is asked about; then the decision owns it and this is null.</summary>
    public TrackEvidence? Evidence { get; set; }

    /// <summary>The cloud is asked or has answered: the track is followed without pixels or template (R1).</summary>
    public bool Asked { get; set; }

    /// <summary>The question did not reach the cloud: the face must be asked about anew. Set from any thread.</summary>
    public bool Unanswered
    {
        get => _unanswered;
        set => _unanswered = value;
    }

    public void See(FaceBox box, long seenAt, TimeSpan since)
    {
        if (since > TimeSpan.Zero)
        {
            var seconds = (float)since.TotalSeconds;
            Velocity = (Smooth(Velocity.X, CentreX(box) - CentreX(Box), seconds), Smooth(Velocity.Y, CentreY(box) - CentreY(Box), seconds));
        }

        Box = box;
        Frames++;
        Missed = 0;
        Interlocked.Exchange(ref _lastSeen, seenAt);
    }

    /// <summary>Where the face should be after some time.</summary>
    public FaceBox Predict(TimeSpan ahead)
    {
        var seconds = (float)ahead.TotalSeconds;
        return Box with { X = Box.X + (Velocity.X * seconds), Y = Box.Y + (Velocity.Y * seconds) };
    }

    // Half the new speed: detectors jitter by a few pixels, people do not.
    private static float Smooth(float speed, float distance, float seconds) => (speed + (distance / seconds)) / 2;

    private static float CentreX(FaceBox box) => box.X + (box.Width / 2);

    private static float CentreY(FaceBox box) => box.Y + (box.Height / 2);
}
