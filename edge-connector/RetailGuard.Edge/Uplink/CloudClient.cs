namespace RetailGuard.Edge.Uplink;

/// <summary>The cloud's plain HTTP side.</summary>
internal static class CloudClient
{
    private static readonly TimeSpan LooksTheAddressUpAgain = TimeSpan.FromMinutes(5);

    /// <summary>A client that follows no redirect: a pairing code and a picture go where the installer said, or nowhere.</summary>
    public static HttpClient New() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = LooksTheAddressUpAgain });
}
