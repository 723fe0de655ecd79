using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Storage;

public sealed class MasterKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeyFile => Path.Combine(_folder.Path, "master.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_key_is_written_for_its_owner_only_and_found_again()
    {
        var key = new MasterKeySource(null, null, _folder.Path).Load();
        key.Bytes.Length.ShouldBe(32);
        File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new MasterKeySource("", null, _folder.Path).Load().Bytes.ShouldBe(key.Bytes);
    }

    [Fact]
    public void A_configured_key_is_taken_and_no_file_is_written()
    {
        var key = Enumerable.Repeat((byte)7, 32).ToArray();
        new MasterKeySource(Convert.ToBase64String(key), null, _folder.Path).Load().Bytes.ShouldBe(key);
        File.Exists(KeyFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_file_of_another_length_is_refused_and_kept(int length)
    {
        File.WriteAllBytes(KeyFile, new byte[length]);
        var refused = Should.Throw<StorageException>(() => new MasterKeySource(null, null, _folder.Path).Load());
        refused.Code.ShouldBe("storage-master-key");
        refused.Message.ShouldContain($"32 bytes and holds {length}");
        new FileInfo(KeyFile).Length.ShouldBe(length);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void A_configured_key_of_another_length_is_refused_without_showing_it(int length)
    {
        var configured = Convert.ToBase64String(new byte[length]);
        var refused = Should.Throw<StorageException>(() => new MasterKeySource(configured, null, _folder.Path).Load());
        refused.Message.ShouldContain("32 bytes in base64");
        refused.Message.ShouldNotContain(configured);
    }

    [Fact]
    public void A_configured_key_that_is_no_base64_is_refused() =>
        Should
            .Throw<StorageException>(() => new MasterKeySource("not a key", null, _folder.Path).Load())
            .Code.ShouldBe("storage-master-key");
}
