using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The operator's command that takes an alert's decision again, on the record of a server that may be down.</summary>
[Trait("Rule", "R6")]
public sealed class ReplayTests(FaceReader reader)
{
    [Fact]
    public async Task An_alerts_decision_is_taken_again_and_what_was_changed_is_named()
    {
        using var storage = DataStore.OnDisk();
        Guid alert;
        string slug;
        await using (var server = await RunningServer.StartAsync(storage))
        {
            await using var stage = await Stage.SetAsync(server, reader);
            (alert, slug) = (await stage.RaiseAndConfirmAsync(), stage.Retailer.Slug);
        }

        var same = await ReplayAsync(storage, alert, "--tenant", slug);
        same.ExitCode.ShouldBe(0, same.ToString());
        same.Output.ShouldContain("The same decision: match");

        (await ReplayAsync(storage, alert, "--tenant", "somebody-else")).ExitCode.ShouldBe(1);
        (await ReplayAsync(storage, Unique.Id())).ExitCode.ShouldBe(1);

        await using (var server = await RunningServer.StartAsync(storage))
        {
            await server.QueryAsync("""UPDATE "Alerts" SET "Match_Score" = 99.5 WHERE "Id" = @p0""", alert);
        }

        var changed = await ReplayAsync(storage, alert);
        changed.ExitCode.ShouldBe(1, changed.ToString());
        changed.Output.ShouldContain("score differs: recorded 99.5, the inputs give");
        changed.Output.ShouldContain("score differs: the alert says 99.5, the audit chain");
    }

    private static Task<ProgramEnd> ReplayAsync(DataStore storage, Guid alert, params string[] args) =>
        ServerProgram.RunAsync(["alert", "replay", alert.ToString(), .. args, .. storage.Settings]);
}
