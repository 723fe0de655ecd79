using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Pictures lie sealed on the disk, and are gone when nobody may look at them any more.</summary>
public sealed class PictureTests(FaceReader reader) : IAsyncLifetime
{
    private readonly DataStore _storage = DataStore.OnDisk();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(_storage);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Log.Errors.ShouldBeEmpty();
        _storage.Dispose();
    }

    [Theory]
    [Trait("Rule", "R30")]
    [InlineData("different")]
    [InlineData("cannotTell")]
    public async Task The_picture_of_a_rejected_alert_is_gone_with_its_key(string answer)
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        File.Exists(LivePicture(stage, alert)).ShouldBeTrue();
        (await AlertKeyAsync(alert)).ShouldNotBeNull();

        (await Stage.VoteAsync(stage.First, alert, answer)).Ok()["state"].GetString().ShouldBe("rejected");

        File.Exists(LivePicture(stage, alert)).ShouldBeFalse();
        (await AlertKeyAsync(alert)).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R30")]
    public async Task The_picture_of_an_alert_that_ran_out_is_gone_with_its_key()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var alert = await stage.RaiseWithPictureAsync();
        _server.Time.Step(TimeSpan.FromMinutes(5));
        await screen.UntilAsync(alert, "expired");

        // A screen may have read it from the record between the commit and what follows from it.
        await stage.StepUntilAsync(() => Task.FromResult(!File.Exists(LivePicture(stage, alert))));
        (await AlertKeyAsync(alert)).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R12")]
    public async Task An_entry_taken_off_the_list_leaves_neither_picture_nor_template_nor_key()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        var photo = Path.Combine(_storage.DataFolder, "pictures", $"{stage.Retailer.Id}", "entries", $"{stage.Entry}", "photo");
        File.Exists(photo).ShouldBeTrue();
        (await KeptOfEntryAsync(stage.Entry)).ShouldAllBe(value => value != null);

        (await stage.Manager.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "The trespass notice was withdrawn." })).Ok();

        File.Exists(photo).ShouldBeFalse();
        (await KeptOfEntryAsync(stage.Entry)).ShouldAllBe(value => value == null);
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task Pictures_on_the_disk_open_with_their_own_tenants_key_only()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        var other = await Retailer.OpenAsync(_server);
        var alert = await stage.RaiseWithPictureAsync();

        foreach (var file in Directory.GetFiles(Path.Combine(_storage.DataFolder, "pictures"), "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            content.AsSpan(0, 64).IndexOf((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]).ShouldBe(-1, $"{file} is a JPEG");
            content.AsSpan().IndexOf("JFIF"u8).ShouldBe(-1, file);
            content.AsSpan().IndexOf(Stage.KeptPicture.AsSpan(1000, 16)).ShouldBe(-1, file);
        }

        var keys = _server.Services.GetRequiredService<TenantKeys>();
        var id = Guid.Parse($"{await AlertKeyAsync(alert)}");
        var picture = await File.ReadAllBytesAsync(LivePicture(stage, alert), TestContext.Current.CancellationToken);
        var key = await OpenAsync(stage.Retailer.Id, alert);
        Sealing.Open(key.ShouldNotBeNull(), picture, $"{stage.Retailer.Id}/alerts/{alert}/live").ShouldBe(Stage.KeptPicture);

        (await OpenAsync(other.Id, alert)).ShouldBeNull("another tenant has no such key");
        await Should.ThrowAsync<CryptographicException>(() => OpenAsync(stage.Retailer.Id, Unique.Id()));
        Should.Throw<CryptographicException>(() => Sealing.Open(key, picture, $"{other.Id}/alerts/{alert}/live"));

        Task<byte[]?> OpenAsync(Guid tenant, Guid record) =>
            keys.OpenRecordKeyAsync(new(tenant), $"alert/{record}", id, TestContext.Current.CancellationToken);
    }

    private string LivePicture(Stage stage, Guid alert) =>
        Path.Combine(_storage.DataFolder, "pictures", $"{stage.Retailer.Id}", "alerts", $"{alert}", "live");

    private async Task<object?> AlertKeyAsync(Guid alert) =>
        (await _server.QueryAsync("""SELECT "KeyId" FROM "Alerts" WHERE "Id" = @p0""", alert)).Single()[0];

    private async Task<object?[]> KeptOfEntryAsync(Guid entry) =>
        (
            await _server.QueryAsync(
                """
                SELECT "KeyId", (SELECT MAX("Space") FROM "EntryTemplates" WHERE "Entry" = "Id") FROM "Entries" WHERE "Id" = @p0
                """,
                entry
            )
        ).Single();
}
