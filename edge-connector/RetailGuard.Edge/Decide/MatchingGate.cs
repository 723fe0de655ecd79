using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Decide;

/// <summary>
/// Whether a camera's frames may be looked at for faces. Closed until the cloud says otherwise, and closed again when it is not
/// heard (R8, R56). Thread-safe.
/// </summary>
internal sealed class MatchingGate(EmbeddingSpace space, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Policy? _policy;
    private bool _connected;
    private long _heardAt;

    public void Connected()
    {
        lock (_lock)
        {
            // A policy of the connection before says nothing about now.
            (_connected, _policy, _heardAt) = (true, null, time.GetTimestamp());
        }
    }

    public void Disconnected()
    {
        lock (_lock)
        {
            (_connected, _policy) = (false, null);
        }
    }

    /// <summary>Any word from the cloud.</summary>
    public void Heard()
    {
        lock (_lock)
        {
            _heardAt = time.GetTimestamp();
        }
    }

    public void Apply(Policy policy)
    {
        lock (_lock)
        {
            // Frames may overtake each other on the cloud's side; an older policy must not arm again what a newer one disarmed.
            if (_policy is null || policy.Version >= _policy.Version)
            {
                _policy = policy;
            }
        }
    }

    /// <returns>Why the camera's frames must not be looked at, for people; null when they may.</returns>
    public string? ClosedBecause(Guid camera)
    {
        lock (_lock)
        {
            if (!_connected)
            {
                return "Not connected to the cloud.";
            }

            if (_policy is null)
            {
                return "The cloud has not said yet what to do.";
            }

            if (time.GetElapsedTime(_heardAt) > TimeSpan.FromMilliseconds(_policy.ListValidMs))
            {
                return "The cloud has been silent for too long for its list to be trusted."; // R56
            }

            if (_policy.Space != space.Id)
            {
                return $"The store matches embedding space {_policy.Space}, this model pack makes {space.Id}. Install the store's pack.";
            }

            var mine = _policy.Cameras.FirstOrDefault(c => WireId.Read(c.CameraId) == camera);
            return mine switch
            {
                null => "The cloud does not know this camera.",
                { Armed: false } => mine.Reason.Length > 0 ? mine.Reason : "The camera is not armed.", // R8
                _ => null,
            };
        }
    }
}
