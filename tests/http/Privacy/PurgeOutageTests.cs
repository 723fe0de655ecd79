using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A vault that refuses delays a destruction, and neither undoes the decision nor fails whoever made it.</summary>
public sealed class PurgeOutageTests(FaceReader reader)
{
    [Fact]
    [Trait("Rule", "R12")]
    public async Task What_the_vault_refuses_to_delete_is_destroyed_once_it_does_and_has_no_receipt_before()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var other = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));
        var photo = Path.Combine(storage.DataFolder, "pictures", $"{stage.Retailer.Id}", "entries", $"{stage.Entry}", "photo");
        File.Delete(photo);
        Directory.CreateDirectory(photo);

        (await RemoveAsync(stage.Entry)).Ok()["state"].GetString().ShouldBe("removed");
        (await ReceiptsAsync(stage.Entry)).ShouldBe(0);
        (await RemoveAsync(other)).Ok();
        (await ReceiptsAsync(other)).ShouldBe(1, "what waits holds up nothing else");

        Directory.Delete(photo);
        var purges = server.Services.GetServices<IDueWork>().Single(w => w.GetType().Name == "Purges");
        await purges.DoAsync(new(stage.Retailer.Id), TestContext.Current.CancellationToken);
        (await ReceiptsAsync(stage.Entry)).ShouldBe(1);

        Task<Answer> RemoveAsync(Guid entry) => stage.Manager.PostAsync($"/api/entries/{entry}/remove", new { reason = "Withdrawn." });

        async Task<int> ReceiptsAsync(Guid entry) =>
            (
                await server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = 'entry.purged'""", $"{entry}")
            ).Count;
    }
}
