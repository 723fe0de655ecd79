using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RetailGuard.Server;
using RetailGuard.Testing;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>
/// Heads that are signed and kept elsewhere find what a chain alone cannot: that all of it was written anew, or its end cut with
/// everything that tells of it (R49).
/// </summary>
[Trait("Rule", "R49")]
public sealed class SignedHeadTests : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();
    private readonly DataStore _elsewhere = DataStore.OnDisk();

    private string Heads => _elsewhere.DataFolder;

    private string Key => Directory.GetFiles(Heads, "key-*.pem").Single();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _storage.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_is_found_without_server_and_without_secret()
    {
        await ServeAsync();
        File.Delete(Path.Combine(_storage.DataFolder, "master.key"));
        var files = Directory.GetFiles(_storage.DataFolder, "*", SearchOption.AllDirectories).Order().ToList();
        var sound = await VerifyAsync("--key", Key);
        sound.ExitCode.ShouldBe(0, sound.ToString());
        sound.Output.ShouldContain($"signed heads: {Directory.GetFiles(Heads, "*.json", SearchOption.AllDirectories).Length} read");
        Directory.GetFiles(_storage.DataFolder, "*", SearchOption.AllDirectories).Order().ShouldBe(files);

        await using (var app = ServerHost.Build([.. _storage.Settings]))
        {
            const string Forge = """UPDATE "Audit" SET "Detail" = '{"cameras":7}' WHERE "Sequence" = 2""";
            await Record.QueryAsync(app.Services, Forge);
            await RelinkedChain.MakeAsync(app.Services);
        }

        (await ServerProgram.VerifyAuditAsync(_storage)).ExitCode.ShouldBe(0, "in itself the new chain holds, and its rows agree");
        var forged = await VerifyAsync("--key", Key);
        forged.ExitCode.ShouldBe(1, forged.ToString());
        forged.Output.ShouldContain("is in no chain: events were removed or rewritten.");
    }

    [Fact]
    public async Task A_head_that_was_changed_or_signed_by_somebody_else_proves_nothing_and_is_named()
    {
        await ServeAsync();
        var file = Directory.GetFiles(Heads, "*.json", SearchOption.AllDirectories).Order().First();
        var head = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancellation))!;
        var text = head.ToJsonString();
        head["sequence"] = 1_000;
        await File.WriteAllTextAsync(file, head.ToJsonString(), Cancellation);
        ShouldRefuse(await VerifyAsync("--key", Key), $"{file} was changed: its signature is not of what it says.");

        await File.WriteAllTextAsync(file, "{}", Cancellation);
        ShouldRefuse(await VerifyAsync("--key", Key), $"{file} is no signed head");

        await File.WriteAllTextAsync(file, text, Cancellation);
        (await VerifyAsync()).ExitCode.ShouldBe(0);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var given = Path.Combine(Heads, "given.pem");
        await File.WriteAllTextAsync(given, other.ExportSubjectPublicKeyInfoPem(), Cancellation);
        ShouldRefuse(await VerifyAsync("--key", given), "which is none of those that are trusted");
    }

    [Fact]
    public async Task A_folder_without_heads_is_no_proof()
    {
        await ServeAsync();
        var missing = Path.Combine(Heads, "missing");
        ShouldRefuse(await ServerProgram.RunAsync(["audit", "verify", "--heads", missing, .. _storage.Settings]), "There is no folder");
        var keyAlone = await ServerProgram.RunAsync(["audit", "verify", "--key", Key, .. _storage.Settings]);
        keyAlone.ExitCode.ShouldBe(2, keyAlone.ToString());
        keyAlone.Error.ShouldContain("--heads DIR");
        Directory.CreateDirectory(missing);
        ShouldRefuse(
            await ServerProgram.RunAsync(["audit", "verify", "--heads", missing, .. _storage.Settings]),
            "There are no signed heads in"
        );
    }

    /// <summary>A server whose retailer does something in two hours.</summary>
    private async Task ServeAsync()
    {
        await using var server = await RunningServer.StartAsync(_storage, TestTime.Clock(), [$"--Storage:AuditHeads={Heads}"]);
        var retailer = await Retailer.OpenAsync(server);
        await retailer.OpenShopAsync(cameras: 2);
        await server.StepUntilAsync(() => Task.FromResult(Count() > 0));
        await retailer.OpenShopAsync("Store 2");
        var before = Count();
        server.Time.Step(TimeSpan.FromHours(1));
        await server.StepUntilAsync(() => Task.FromResult(Count() > before));

        int Count() => Directory.GetFiles(Heads, "*.json", SearchOption.AllDirectories).Length;
    }

    private Task<ProgramEnd> VerifyAsync(params string[] options) =>
        ServerProgram.RunAsync(["audit", "verify", "--heads", Heads, .. options, .. _storage.Settings]);

    private static void ShouldRefuse(ProgramEnd end, string says)
    {
        end.ExitCode.ShouldBe(1, end.ToString());
        end.Output.ShouldContain(says);
    }
}
