namespace RetailGuard.Alerts;

/// <summary>Numbers what a store's connectors may do, so that they hear of it when arming or the set of cameras changes.</summary>
/// <param name="epoch">Another one for each start of the store.</param>
internal sealed class PolicyNumbering(Guid epoch)
{
    private long _version;
    private IReadOnlyList<CameraPolicy>? _last;

    public StorePolicy Of(StoreReadiness readiness, DateTimeOffset now)
    {
        var cameras = readiness.PolicyAt(now);
        if (_last is null || !cameras.SequenceEqual(_last))
        {
            (_last, _version) = (cameras, _version + 1);
        }

        return new(_version, cameras, epoch);
    }
}
