using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Where the blob store keeps what is deleted, an operator hears of it (R12).</summary>
[Trait("Rule", "R12")]
public sealed class KeptBlobsTests(CloudMachines machines)
{
    [Fact]
    public async Task A_storage_account_that_keeps_deleted_blobs_is_told_of_at_the_start()
    {
        using var storage = await DataStore.InCloudAsync(machines);
        var (_, azurite) = await machines.StartedAsync();
        var account = new BlobServiceClient(azurite.ConnectionString, new(BlobClientOptions.ServiceVersion.V2021_12_02));
        await KeepAsync(true);
        try
        {
            await using var server = await RunningServer.StartAsync(storage);
            const string Told = "The storage account keeps deleted blobs: pictures of people who were erased stay there";
            var vault = server.Services.GetRequiredService<IBlobVault>();
            await vault.PutAsync("tenant/picture", new byte[] { 1 }, TestContext.Current.CancellationToken);
            (await vault.NamesAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(
                ["tenant/picture"],
                "what a backup copies"
            );
            server.Log.Lines.ShouldContain(line => line.Message.StartsWith(Told, StringComparison.Ordinal));
        }
        finally
        {
            await KeepAsync(false);
        }

        async Task KeepAsync(bool keeps)
        {
            var settings = (await account.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value;
            settings.DeleteRetentionPolicy = new() { Enabled = keeps, Days = keeps ? 7 : null };
            await account.SetPropertiesAsync(settings, TestContext.Current.CancellationToken);
        }
    }
}
