using System.CommandLine;
using RetailGuard.Audit;
using RetailGuard.Storage;

namespace RetailGuard.Server;

/// <summary>key rotate, key copy, key lost: the master key, and the key store.</summary>
internal static class KeyCommands
{
    public static Command Key() => new("key", "The master key, and the records' keys.") { Rotate(), Copy(), Lost() };

    private static Command Rotate()
    {
        var rotate = new Command(
            "rotate",
            "Puts a new master key in the place of the one in use. No server may run; a run that was cut off is run again."
        );
        rotate.TreatUnmatchedTokensAsErrors = false;
        rotate.SetAction(
            (parsed, cancellation) =>
                Commands.Guarded(async () =>
                {
                    var args = Commands.SettingsIn(parsed);
                    if (args.Any(arg => arg.Contains("Storage:NextMasterKey", StringComparison.OrdinalIgnoreCase)))
                    {
                        throw new SettingException(
                            "key-on-command-line",
                            "Everybody on this machine can read a command line: give Storage:NextMasterKey by the environment or the folder of secrets, and make another key, since this one was shown."
                        );
                    }

                    await using var app = ServerHost.Build(args);
                    app.Services.RefuseWithoutData();
                    await app.Services.GetRequiredService<MasterKeyChange>().RefuseBesideServersAsync(cancellation);
                    await app.Services.GetRequiredService<SingleServerLock>().HoldAsync(cancellation);
                    await app.Services.CheckRecordAsync(cancellation);
                    Console.WriteLine(
                        await app.Services.GetRequiredService<RotateMasterKey>().RunAsync(Console.Error.WriteLine, cancellation)
                    );
                    return 0;
                })
        );
        return rotate;
    }

    private static Command Copy()
    {
        var to = new Option<string>("--to") { Required = true, Description = "A file, which replaces an earlier copy of that name." };
        var copy = new Command(
            "copy",
            "Copies the key store, also while the server runs. Keep few copies, and not for long: who was erased is still in them."
        )
        {
            to,
        };
        copy.TreatUnmatchedTokensAsErrors = false;
        copy.SetAction(
            (parsed, cancellation) =>
                Commands.Guarded(async () =>
                {
                    await using var app = ServerHost.Build(Commands.SettingsIn(parsed));
                    var file = parsed.GetRequiredValue(to);
                    await app.Services.CopyKeysAsync(file, cancellation);
                    Console.WriteLine(
                        $"{Path.GetFullPath(file)} holds the keys as they are now. Never keep it beside a backup of the record."
                    );
                    return 0;
                })
        );
        return copy;
    }

    private static Command Lost()
    {
        var lost = new Command(
            "lost",
            "Gives up a key store that is lost for good, with all its copies: every picture and template counts as erased."
        );
        lost.TreatUnmatchedTokensAsErrors = false;
        lost.SetAction(
            (parsed, cancellation) =>
                Commands.Guarded(async () =>
                {
                    await using var app = ServerHost.Build(Commands.SettingsIn(parsed));
                    app.Services.RefuseWithoutData();
                    await app.Services.GetRequiredService<MasterKeyChange>().RefuseBesideServersAsync(cancellation);
                    await app.Services.GetRequiredService<SingleServerLock>().HoldAsync(cancellation);
                    await app.Services.CheckRecordAsync(cancellation);
                    await app.Services.AbandonKeysAsync(cancellation);
                    await app.Services.PrepareStorageAsync(migrates: true, cancellation);
                    foreach (var line in await BackupCommands.ErasedAsync(app.Services, cancellation))
                    {
                        Console.WriteLine(line);
                    }

                    return 0;
                })
        );
        return lost;
    }
}
