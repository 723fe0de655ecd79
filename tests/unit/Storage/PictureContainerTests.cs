using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Storage;

public sealed class PictureContainerTests
{
    private const string WithKey =
        "DefaultEndpointsProtocol=https;AccountName=pictures1;AccountKey=c2VjcmV0LXdvcmQ=;BlobEndpoint=https://pictures1.blob.core.windows.net/;";

    [Theory]
    [InlineData("https://retailguardx1.blob.core.windows.net/")]
    [InlineData("https://retailguardx1.blob.core.windows.net")]
    [InlineData("HTTPS://retailguardx1.blob.core.windows.net/")]
    public void An_accounts_address_is_opened_without_a_key(string account)
    {
        var container = PictureContainer.Open(account, "pictures");
        container.Uri.ShouldBe(new("https://retailguardx1.blob.core.windows.net/pictures"));
        // Only whoever holds the account's key can sign an address.
        container.CanGenerateSasUri.ShouldBeFalse();
    }

    [Fact]
    public void A_connection_string_is_opened_with_its_key()
    {
        var container = PictureContainer.Open(WithKey, "pictures");
        container.Uri.ShouldBe(new("https://pictures1.blob.core.windows.net/pictures"));
        container.CanGenerateSasUri.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://retailguardx1.blob.core.windows.net/", "must be an https address")]
    [InlineData("https://", "is no address")]
    [InlineData("https://:443/", "is no address")]
    [InlineData("https://retailguardx1.blob.core.windows.net/?sv=2024-01-01&sig=secret-word", "without a signature or a password")]
    [InlineData("https://somebody:secret-word@retailguardx1.blob.core.windows.net/", "without a signature or a password")]
    [InlineData("https://retailguardx1.blob.core.windows.net/pictures", "without a path")]
    [InlineData("retailguardx1.blob.core.windows.net", "a connection string of Azure Storage or the https address")]
    [InlineData("AccountName=pictures1;AccountKey=secret-word", "a connection string of Azure Storage or the https address")]
    public void What_leads_nowhere_is_refused_and_not_repeated(string account, string says)
    {
        var refused = Should.Throw<StorageException>(() => PictureContainer.Open(account, "pictures"));
        refused.Code.ShouldBe("storage-vault");
        refused.Message.ShouldStartWith("Storage:AzureBlobs ");
        refused.Message.ShouldContain(says);
        refused.ToString().ShouldNotContain("secret-word");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Pictures")]
    [InlineData("my_pictures")]
    [InlineData("-pictures")]
    [InlineData("pictures-")]
    [InlineData("my--pictures")]
    [InlineData("pi")]
    public void A_container_has_a_name_that_the_service_takes(string name)
    {
        var refused = Should.Throw<StorageException>(() => PictureContainer.Open(WithKey, name));
        refused.Code.ShouldBe("storage-vault");
        refused.Message.ShouldContain("Storage:AzureBlobContainer");
    }
}
