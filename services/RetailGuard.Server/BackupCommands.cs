using System.CommandLine;
using System.Globalization;
using RetailGuard.Audit;
using RetailGuard.Storage;

namespace RetailGuard.Server;

/// <summary>backup and restore: copies of the record, without the keys that make them readable.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var to = new Option<string>("--to") { Required = true, Description = "A folder that is empty or not there." };
        var backup = new Command(
            "backup",
            "Copies the record, its pictures and its signed heads, also while the server runs. Neither the keys nor the master key are in it."
        )
        {
            to,
        };
        backup.TreatUnmatchedTokensAsErrors = false;
        backup.SetAction(
            (parsed, cancellation) =>
                Commands.Guarded(async () =>
                {
                    await using var app = ServerHost.Build(Commands.SettingsIn(parsed));
                    await app.Services.CheckRecordAsync(cancellation);
                    var folder = parsed.GetRequiredValue(to);
                    var manifest = await app.Services.GetRequiredService<BackUp>().RunAsync(folder, Console.Error.WriteLine, cancellation);
                    Console.WriteLine(
                        Text(
                            $"{Path.GetFullPath(folder)} is a whole backup: {manifest.Files.Count} files, {manifest.Files.Sum(f => f.Bytes)} bytes."
                        )
                    );
                    await Console.Error.WriteLineAsync(
                        "The master key and the key store are not in it: keep the first apart from it, and of the second copies that do not live long (key copy)."
                    );
                    return 0;
                })
        );
        return backup;
    }

    public static Command Restore()
    {
        var from = new Option<string>("--from") { Required = true, Description = "The backup's folder." };
        var keys = new Option<string?>("--keys") { Description = "The key store's file, or the newest copy of it; it is copied." };
        var lost = new Option<bool>("--keys-lost") { Description = "No key store is left: every picture and template counts as erased." };
        var restore = new Command(
            "restore",
            "Puts a backup into a new data folder (--Storage:DataFolder=DIR), in which master.key may lie already, and says what was erased since."
        )
        {
            from,
            keys,
            lost,
        };
        restore.TreatUnmatchedTokensAsErrors = false;
        restore.SetAction(
            (parsed, cancellation) =>
                Commands.Guarded(async () =>
                {
                    var folder = parsed.GetRequiredValue(from);
                    await Console.Error.WriteLineAsync("Checking each file of the backup.");
                    var manifest = await BackupManifest.ReadAsync(folder, cancellation);
                    await using var app = ServerHost.Build(Commands.SettingsIn(parsed));
                    await app.Services.RestoreAsync(
                        folder,
                        manifest,
                        parsed.GetValue(keys),
                        parsed.GetValue(lost),
                        Console.Error.WriteLine,
                        cancellation
                    );
                    await Commands.PrepareAsync(app, cancellation);
                    Console.WriteLine(Text($"Restored what was on record at {manifest.At:yyyy-MM-dd HH:mm:ss} UTC."));
                    foreach (var line in await ErasedAsync(app.Services, cancellation))
                    {
                        Console.WriteLine(line);
                    }

                    return await Commands.VerifyAsync(app.Services, [], cancellation);
                })
        );
        return restore;
    }

    /// <summary>Closes what has no key any more, and says so.</summary>
    internal static async Task<IReadOnlyList<string>> ErasedAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var kept = services.GetRequiredService<KeptKeys>();
        var closed = await kept.CloseAllErasedAsync(cancellation);
        var later = await kept.UnnamedAsync(cancellation);
        string[] lines =
        [
            .. Count("entry.erased", "entries were", "They are off their lists; their pictures and templates cannot be read by anybody."),
            .. Count("alert.erased", "alerts' pictures were", "What was decided about them is on record still."),
            .. Count("volunteer.erased", "volunteers were", "Drills do not show them."),
        ];
        return
        [
            .. lines is [] ? ["Nobody was erased since."] : lines,
            .. later > 0
                ? (string[])
                    [
                        Text(
                            $"{later} keys belong to records that came later and are not here. The server destroys them when it starts; restore a newer backup instead if there is one."
                        ),
                    ]
                : [],
        ];

        IEnumerable<string> Count(string action, string what, string means) =>
            closed.Count(e => e.Action == action) is > 0 and var count ? [Text($"{count} {what} erased since. {means}")] : [];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
