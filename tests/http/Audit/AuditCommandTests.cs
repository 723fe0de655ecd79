using System.Text.RegularExpressions;
using RetailGuard.Testing;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>The auditor's command, on a folder that no server runs on (R49).</summary>
[Trait("Rule", "R49")]
public sealed partial class AuditCommandTests : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task It_says_what_holds_and_what_is_broken_and_ends_accordingly()
    {
        Guid tenant;
        await using (var server = await RunningServer.StartAsync(_storage))
        {
            var retailer = await Retailer.OpenAsync(server);
            await retailer.OpenShopAsync(cameras: 3);
            tenant = retailer.Id;
        }

        var sound = await ServerProgram.VerifyAuditAsync(_storage);
        sound.ExitCode.ShouldBe(0, sound.ToString());
        sound.Output.ShouldMatch($@"^tenant {tenant}: \d+ events hold, \d+ rows are as they say, head [0-9a-f]{{64}}\n$");
        sound.Error.ShouldBeEmpty();
        var head = Head().Match(sound.Output).Value;
        (await ServerProgram.VerifyAuditAsync(_storage, head)).ExitCode.ShouldBe(0);

        await TamperAsync(tenant, AuditTests.CutWithHead);
        var alone = await ServerProgram.VerifyAuditAsync(_storage);
        alone.ExitCode.ShouldBe(1, "the shorter chain holds, and knows nothing of the rows that came later");
        alone.Output.ShouldContain($"tenant {tenant}: 3 events hold");
        alone.Output.ShouldContain($"tenant {tenant}: CHANGED past the audit log. Cameras ");
        alone.Output.ShouldContain("no event tells of it");
        var cut = await ServerProgram.VerifyAuditAsync(_storage, head);
        cut.ExitCode.ShouldBe(1, cut.ToString());
        cut.Output.ShouldContain($"Known head {head} is in no chain: events were removed or rewritten.");

        await TamperAsync(tenant, """UPDATE "Audit" SET "Detail" = '{}' WHERE "Tenant" = @p0 AND "Sequence" = 2""");
        var changed = await ServerProgram.VerifyAuditAsync(_storage);
        changed.ExitCode.ShouldBe(1, changed.ToString());
        changed.Output.ShouldBe($"tenant {tenant}: BROKEN after 1 events. Event 2 was changed: its content does not give its hash.\n");
        changed.Error.ShouldBeEmpty();
    }

    private async Task TamperAsync(Guid tenant, params string[] statements)
    {
        await using var app = Server.ServerHost.Build([.. _storage.Settings]);
        foreach (var statement in statements)
        {
            await Record.QueryAsync(app.Services, statement, tenant);
        }
    }

    [GeneratedRegex("[0-9a-f]{64}", RegexOptions.NonBacktracking)]
    private static partial Regex Head();
}
