using Azure.Storage.Blobs;
using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Storage;

public sealed class AzureVaultTests
{
    // Nobody listens on port 1 of this machine.
    private const string Nowhere =
        "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm9ib2R5;BlobEndpoint=http://127.0.0.1:1/nobody;";

    [Fact]
    public async Task A_service_that_does_not_answer_is_a_picture_that_could_not_be_stored()
    {
        var vault = new AzureBlobVault(new BlobContainerClient(Nowhere, "pictures", AzureBlobVault.ClientOptions()));

        await Should.ThrowAsync<IOException>(() => vault.PutAsync("tenant/alert", new byte[1], TestContext.Current.CancellationToken));
    }
}
