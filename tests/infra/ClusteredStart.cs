using RetailGuard.Server;

namespace RetailGuard.Tests.Infra;

/// <summary>What a node in a cluster must be given, since it refuses SQLite, a folder of pictures, a key file and an unknown address.</summary>
internal static class ClusteredStart
{
    private static readonly string[] Names =
    [
        "PublicAddress",
        "Storage:MasterKey",
        "Storage:Postgres",
        "Storage:AzureBlobs",
        "Cluster:Kind",
        "Cluster:Connection",
        "Cluster:Tls:CertificateFile",
        "Cluster:Tls:KeyFile",
        "Cluster:Tls:AuthorityFile",
        "Proxy:Known",
        "Proxy:AllowedHosts",
    ];

    /// <summary>As environment variables.</summary>
    public static IReadOnlyList<string> Variables { get; } = [.. Names.Select(name => Settings.All.Single(s => s.Name == name).Variable)];
}
