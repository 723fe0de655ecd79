using Microsoft.Extensions.Configuration;
using RetailGuard.Server;

namespace RetailGuard.Tests.Unit.Cluster;

public sealed class ClusteringTests
{
    /// <summary>The rest of what a node in Azure is given, in the form in which Azure gives it.</summary>
    private static readonly Dictionary<string, string?> Azure = new()
    {
        ["PublicAddress"] = "https://guard.example.nz",
        ["Storage:Postgres"] = "Host=db.private.postgres.database.azure.com;Database=retailguard;SSL Mode=VerifyFull",
        ["Storage:AzureBlobs"] = "https://retailguardx1.blob.core.windows.net/",
        ["Storage:MasterKey"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        ["Cluster:Kind"] = "azureTables",
        ["Cluster:SiloPort"] = "11111",
        ["Cluster:AdvertisedAddress"] = "10.0.0.4",
    };

    [Theory]
    [InlineData("azureTables", "https://retailguardx1.table.core.windows.net/")]
    [InlineData("azureTables", "https://retailguardx1.table.core.windows.net")]
    [InlineData("azureTables", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0LXdvcmQ=;EndpointSuffix=core.windows.net")]
    [InlineData("redis", "redis:6379,user=retailguard,password=secret-word,ssl=true")]
    public void A_meeting_place_is_understood(string kind, string connection) =>
        Should.NotThrow(() => new Clustering(Settings(kind, connection)));

    [Theory]
    [InlineData("azureTables", "http://retailguardx1.table.core.windows.net/")]
    [InlineData("azureTables", "https://retailguardx1.table.core.windows.net/?sv=2024-01-01&sig=secret-word")]
    [InlineData("azureTables", "https://retailguardx1.table.core.windows.net/nodes")]
    [InlineData("azureTables", "AccountName=a;AccountKey=secret-word")]
    [InlineData("azureTables", "")]
    [InlineData("redis", "")]
    [InlineData("redis", "password=secret-word")]
    public void One_that_leads_nowhere_is_refused_and_not_repeated(string kind, string connection)
    {
        var refused = Should.Throw<ClusterException>(() => new Clustering(Settings(kind, connection)));
        refused.Code.ShouldBe("cluster-settings");
        refused.Message.ShouldStartWith("Cluster:Connection must be");
        refused.ToString().ShouldNotContain("secret-word");
    }

    private static IConfiguration Settings(string kind, string connection) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(Azure)
            .AddInMemoryCollection([new("Cluster:Kind", kind), new("Cluster:Connection", connection)])
            .Build();
}
