namespace RetailGuard.Tests.Cluster;

/// <summary>Keys of grains that no other test uses.</summary>
internal static class Keys
{
    private static int s_last;

    public static string Next() => $"tenant-1/{Interlocked.Increment(ref s_last)}";
}
