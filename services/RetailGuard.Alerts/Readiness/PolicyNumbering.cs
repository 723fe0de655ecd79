namespace RetailGuard.Alerts;

/// <summary>Numbers what a store's connectors may do, so that they hear of it when arming or the set of cameras changes.</summary>
/// <param name="begun">A store that starts anew goes on with higher numbers than the ones before.</param>
internal sealed class PolicyNumbering(DateTimeOffset begun)
{
    private long _version = begun.ToUnixTimeMilliseconds();
    private IReadOnlyList<CameraPolicy>? _last;

    public StorePolicy Of(StoreReadiness readiness, DateTimeOffset now)
    {
        var cameras = readiness.PolicyAt(now);
        if (_last is null || !cameras.SequenceEqual(_last))
        {
            (_last, _version) = (cameras, _version + 1);
        }

        return new(_version, cameras);
    }
}
