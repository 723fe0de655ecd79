using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Server;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Another master key takes the place of the one in use; the old one opens nothing then (R52).</summary>
[Trait("Rule", "R52")]
public sealed class MasterKeyChangeTests(CloudMachines machines, FaceReader reader) : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Key => Path.Combine(_storage.DataFolder, "master.key");

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R49")]
    public async Task A_change_that_was_cut_off_is_run_again_and_everything_opens_with_the_new_key_only()
    {
        var time = TestTime.Clock();
        Stage stage;
        await using (var server = await RunningServer.StartAsync(_storage, time))
        {
            await using (stage = await Stage.SetAsync(server, reader))
            {
                await Retailer.OpenAsync(server);
            }
        }

        var old = await File.ReadAllBytesAsync(Key, Cancellation);
        await using (var app = ServerHost.Build([.. _storage.Settings]))
        {
            var told = 0;
            var rotate = app.Services.GetRequiredService<RotateMasterKey>();
            await Should.ThrowAsync<TimeoutException>(() =>
                rotate.RunAsync(_ => throw new TimeoutException($"The power went at {++told}."), Cancellation)
            );
        }

        File.Exists($"{Key}.next").ShouldBeTrue();
        var started = await ServerProgram.RunAsync(["--urls=http://127.0.0.1:0", .. _storage.Settings]);
        started.Error.ShouldStartWith("Cannot start (key-unfinished): ");

        var rotated = await ServerProgram.RunAsync(["key", "rotate", .. _storage.Settings]);
        rotated.ExitCode.ShouldBe(0, rotated.ToString());
        rotated.Error.ShouldContain("1 of 2 retailers: was already.");
        rotated.Error.ShouldContain("2 of 2 retailers: sealed by the new key.");
        rotated.Output.ShouldContain("is the new key");
        File.Exists($"{Key}.next").ShouldBeFalse();
        File.GetUnixFileMode(Key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var next = await File.ReadAllBytesAsync(Key, Cancellation);
        next.ShouldNotBe(old);

        await File.WriteAllBytesAsync(Key, old, Cancellation);
        await using (var app = ServerHost.Build([.. _storage.Settings]))
        {
            var keys = app.Services.GetRequiredService<TenantKeys>();
            (await Should.ThrowAsync<StorageException>(() => keys.CheckMasterKeyAsync(Cancellation))).Code.ShouldBe("storage-master-key");
        }

        await File.WriteAllBytesAsync(Key, next, Cancellation);
        await using (var server = await RunningServer.StartAsync(_storage, time))
        {
            (await server.Anyone.SignedIn(stage.Manager.Token).GetAsync($"/api/entries/{stage.Entry}/photo")).Ok();

            // What is derived from the retailer's key is as it was: passwords, and the templates' transform.
            (await Retailer.SignInAsync(server, stage.Retailer.Slug, stage.FirstPerson.Email, Retailer.Password, stage.Shop.Id)).Ok();
            (await server.QueryAsync("""SELECT "Tenant" FROM "Audit" WHERE "Action" = 'master-key.rotated'""")).Count.ShouldBe(2);
        }

        // An auditor who was given the old public key follows to the new one.
        var heads = Path.Combine(_storage.DataFolder, "audit-heads");
        Directory.GetFiles(heads, "key-*.pem").Length.ShouldBe(2);
        var vouched = Directory.GetFiles(heads, "key-*.by-*").ShouldHaveSingleItem();
        var given = Path.Combine(heads, $"key-{vouched[^12..]}.pem");
        var read = ReadHeads.From(heads, given);
        read.Problems.ShouldBeEmpty();
        read.Keys.Count.ShouldBe(2);
        await File.WriteAllTextAsync(vouched, Convert.ToBase64String(new byte[64]), Cancellation);
        ReadHeads
            .From(heads, given)
            .Problems.ShouldContain(p => p.Contains("does not prove that its key followed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_are_set_are_both_given_by_the_environment()
    {
        var (old, next) = (NewKey(), NewKey());
        (string, string)[] both = [("RETAILGUARD_Storage__MasterKey", old), ("RETAILGUARD_Storage__NextMasterKey", next)];
        await using (var server = await RunningServer.StartAsync(_storage, settings: [$"--Storage:MasterKey={old}"]))
        {
            await Retailer.OpenAsync(server);
        }

        var shown = await RotateAsync([both[0]], $"--Storage:NextMasterKey={next}");
        shown.Error.ShouldStartWith("Cannot start (key-on-command-line): ");
        shown.ToString().ShouldNotContain(next);
        (await RotateAsync([both[0]])).Error.ShouldContain("set Storage:NextMasterKey to the new key");
        var rotated = await RotateAsync(both);
        rotated.ExitCode.ShouldBe(0, rotated.ToString());
        rotated.Output.ShouldContain("Now set Storage:MasterKey to the new key");
        $"{rotated}".ShouldNotContain(next);
        (await RotateAsync(both)).Error.ShouldContain("1 of 1 retailers: was already.");

        await using var app = ServerHost.Build([.. _storage.Settings, $"--Storage:MasterKey={next}"]);
        await app.Services.GetRequiredService<TenantKeys>().CheckMasterKeyAsync(Cancellation);

        Task<ProgramEnd> RotateAsync((string, string)[] variables, params string[] settings) =>
            ServerProgram.RunAsync(["key", "rotate", .. _storage.Settings, .. settings], variables: variables);
    }

    [Fact]
    public async Task Beside_a_server_it_is_refused()
    {
        await using (var server = await ServerProcess.StartAsync(_storage))
        {
            (await ServerProgram.RunAsync(["key", "rotate", .. _storage.Settings])).Error.ShouldStartWith("Cannot start (data-in-use): ");
            File.Exists($"{Key}.next").ShouldBeFalse();
        }

        using var cloud = await DataStore.InCloudAsync(machines);
        await using var node = await RunningServer.StartAsync(cloud);
        var change = node.Services.GetRequiredService<MasterKeyChange>();
        var refused = await Should.ThrowAsync<StorageException>(() => change.RefuseBesideServersAsync(Cancellation));
        refused.Message.ShouldContain("Stop every node");
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
