using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Storage;

public sealed class FolderVaultTests : IDisposable
{
    private const string Name = "tenant/alerts/1/live";

    private readonly TemporaryFolder _folder = new();
    private readonly FolderVault _vault;

    public FolderVaultTests() => _vault = new(Path.Combine(_folder.Path, "pictures"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_put_is_given_back_until_it_is_deleted()
    {
        (await _vault.GetAsync(Name, Cancellation)).ShouldBeNull();
        await _vault.PutAsync(Name, new byte[] { 1, 2, 3 }, Cancellation);
        (await _vault.GetAsync(Name, Cancellation)).ShouldBe([1, 2, 3]);
        await _vault.DeleteAsync(Name, Cancellation);
        (await _vault.GetAsync(Name, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Names_are_those_of_whole_blobs()
    {
        (await NamesAsync()).ShouldBeEmpty();
        await _vault.PutAsync(Name, new byte[] { 1 }, Cancellation);
        await _vault.PutAsync("tenant/alerts/2/live", new byte[] { 2 }, Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "pictures", "tenant", "cut-off.partial"), [3], Cancellation);
        (await NamesAsync()).ShouldBe([Name, "tenant/alerts/2/live"], ignoreOrder: true);

        async Task<List<string>> NamesAsync() => await _vault.NamesAsync(Cancellation).ToListAsync(Cancellation);
    }

    [Fact]
    public async Task A_purge_can_be_repeated()
    {
        await _vault.DeleteAsync(Name, Cancellation);
        await _vault.PutAsync(Name, new byte[] { 1 }, Cancellation);
        await _vault.DeleteAsync(Name, Cancellation);
        await _vault.DeleteAsync(Name, Cancellation);
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Putting_again_replaces_the_whole_blob_and_leaves_nothing_beside_it()
    {
        await _vault.PutAsync(Name, new byte[] { 1, 2, 3 }, Cancellation);
        await _vault.PutAsync(Name, new byte[] { 9 }, Cancellation);
        (await _vault.GetAsync(Name, Cancellation)).ShouldBe([9]);
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_put_that_does_not_end_leaves_the_old_blob_whole()
    {
        await _vault.PutAsync(Name, new byte[] { 1, 2, 3 }, Cancellation);
        using var cut = new CancellationTokenSource();
        await cut.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _vault.PutAsync(Name, new byte[1 << 20], cut.Token));
        (await _vault.GetAsync(Name, Cancellation)).ShouldBe([1, 2, 3]);
        await _vault.PutAsync(Name, new byte[] { 9 }, Cancellation);
        (await _vault.GetAsync(Name, Cancellation)).ShouldBe([9], "what the cut one left is in nobody's way");
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("tenant/../../outside")]
    [InlineData("tenant/./live")]
    [InlineData("tenant//live")]
    [InlineData("tenant/")]
    public Task A_name_that_leads_elsewhere_is_refused(string name) => RefusedAsync(name);

    // Absolute, yet inside the test's own folder: a vault that wrongly obeys writes nowhere else.
    [Fact]
    public Task An_absolute_name_is_refused() => RefusedAsync(Path.Combine(_folder.Path, "outside"));

    private async Task RefusedAsync(string name)
    {
        var outside = Path.Combine(_folder.Path, "outside");
        await File.WriteAllTextAsync(outside, "kept", Cancellation);
        await Should.ThrowAsync<ArgumentException>(() => _vault.PutAsync(name, new byte[] { 1 }, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => _vault.GetAsync(name, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => _vault.DeleteAsync(name, Cancellation));
        (await File.ReadAllTextAsync(outside, Cancellation)).ShouldBe("kept");
    }
}
