using System.CommandLine;
using RetailGuard.Alerts;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Operations;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Server;

/// <summary>The server's commands: serve (the default), migrate, tenant create, tenant add-administrator, tenant reset-password, audit verify, alert replay, backup, restore, key, billing setup, billing invoices, clock, openapi.</summary>
internal static class Commands
{
    private const int Failed = 1;
    private const int CannotStart = 2;

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "RetailGuard server. Settings come from appsettings.json, the environment (RETAILGUARD_…) and --Section:Name=value."
        )
        {
            Migrate(),
            Tenant(),
            Audit(),
            Alert(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
            KeyCommands.Key(),
            ClockCommand.Clock(),
            BillingCommands.Billing(),
            OpenApi(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, cancellation) => Guarded(() => ServeAsync(SettingsIn(parsed), cancellation)));

        ProcessFiles.MakeForOwnerOnly();

        // The host hears the signal to stop and takes the time that it needs; the parser would end the process after 2 s.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> ServeAsync(string[] args, CancellationToken cancellation)
    {
        ProcessFiles.ForbidCoreDumps();
        await using var app = ServerHost.Build(args);

        // Before anything is made in a data folder that may be new.
        TakenPorts.Refuse(app.Configuration["Urls"]);
        if (!IsClustered(app))
        {
            await app.Services.GetRequiredService<SingleServerLock>().HoldAsync(cancellation);
        }

        await PrepareAsync(app, cancellation);
        await ClockAtStart.CheckAsync(app.Services, cancellation);
        if (!IsClustered(app))
        {
            await app.Services.GetRequiredService<KeptKeys>().CheckAllAsync(cancellation);
        }

        // A server that could not enrol or match says so now, not at the first face.
        _ = app.Services.GetRequiredService<ModelPacks>();
        await app.Services.GetRequiredService<Clustering>().ReachAsync(cancellation);
        await app.StartAsync(cancellation);
        foreach (var address in app.Urls)
        {
            Console.WriteLine($"RetailGuard is ready at {address}");
        }

        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static Command Tenant()
    {
        var slug = new Option<string>("--slug") { Required = true, Description = "Short name for signing in, for example fresh-foods." };
        var name = new Option<string>("--name") { Required = true, Description = "The retailer's name." };
        var email = new Option<string>("--admin-email") { Required = true, Description = "E-mail of an administrator." };
        var second = new Option<string>("--second-admin-email")
        {
            Required = true,
            Description = "E-mail of another one, who vouches for those whose accounts the first makes.",
        };
        var create = new Command(
            "create",
            "Adds a retailer with two administrators; prints its id and the code with which each of them chooses their password."
        )
        {
            slug,
            name,
            email,
            second,
        };
        create.TreatUnmatchedTokensAsErrors = false;
        create.SetAction(
            (parsed, cancellation) =>
                Guarded(async () =>
                {
                    var (tenant, title) = (parsed.GetRequiredValue(slug), parsed.GetRequiredValue(name));
                    var (one, two) = (parsed.GetRequiredValue(email), parsed.GetRequiredValue(second));
                    if (CreateTenant.Check(tenant, title, one, two) is { Count: > 0 } wrong)
                    {
                        return await RefuseAsync(wrong);
                    }

                    await using var app = await BuildAsync(SettingsIn(parsed), cancellation);
                    var created = await app.Services.GetRequiredService<CreateTenant>().RunAsync(tenant, title, one, two, cancellation);
                    return await WriteAsync(
                        created,
                        made => [made.Id.ToString(), Line(one, made.First), Line(two, made.Second)],
                        $"Next: start the server, and give each administrator their own code. {HowToAccept} Then they sign in with the short name {tenant}, make stores and people, and vouch for those whom the other one made."
                    );
                })
        );
        return new Command("tenant", "Retailers on this server.") { create, AddAdministrator(), ResetPassword() };
    }

    private static Command AddAdministrator()
    {
        var slug = new Option<string>("--slug") { Required = true, Description = "The retailer's short name." };
        var email = new Option<string>("--email") { Required = true, Description = "E-mail of the new administrator." };
        var add = new Command(
            "add-administrator",
            "The second administrator of a retailer that has one; prints the code with which they choose their password."
        )
        {
            slug,
            email,
        };
        add.TreatUnmatchedTokensAsErrors = false;
        add.SetAction(
            (parsed, cancellation) =>
                Guarded(async () =>
                {
                    var address = parsed.GetRequiredValue(email);
                    await using var app = await BuildExistingAsync(SettingsIn(parsed), cancellation);
                    var added = await app
                        .Services.GetRequiredService<AddAdministrator>()
                        .RunAsync(parsed.GetRequiredValue(slug), address, cancellation);
                    return await WriteAsync(
                        added,
                        made => [Line(address, made)],
                        $"Next: give them the code. {HowToAccept} Then they vouch for those whose accounts the first one made."
                    );
                })
        );
        return add;
    }

    private static Command ResetPassword()
    {
        var slug = new Option<string>("--slug") { Required = true, Description = "The retailer's short name." };
        var email = new Option<string>("--email") { Required = true, Description = "Whose password." };
        var reset = new Command(
            "reset-password",
            "Prints a code with which a person chooses another password, where no other administrator can help. It opens after a day, which every administrator of the retailer can see and prevent."
        )
        {
            slug,
            email,
        };
        reset.TreatUnmatchedTokensAsErrors = false;
        reset.SetAction(
            (parsed, cancellation) =>
                Guarded(async () =>
                {
                    var address = parsed.GetRequiredValue(email);
                    await using var app = await BuildExistingAsync(SettingsIn(parsed), cancellation);
                    var invitations = app.Services.GetRequiredService<OperatorInvitations>();
                    return await WriteAsync(
                        await invitations.RunAsync(parsed.GetRequiredValue(slug), address, cancellation),
                        made => [Line(address, made)],
                        $"Next: give them the code. {HowToAccept} Until then their password works on. Another administrator may open the code sooner, or withdraw it."
                    );
                })
        );
        return reset;
    }

    private const string HowToAccept = "They type it at /console/invitation on this server, from the time beside it and within seven days.";

    private static string Line(string email, InvitationCode made) => $"{email} {made.Code} {made.OpensAt:yyyy-MM-ddTHH:mm:ssZ}";

    /// <summary>What is left when a command has taken its own options.</summary>
    internal static string[] SettingsIn(ParseResult parsed) => [.. parsed.UnmatchedTokens];

    /// <summary>The services, with the record ready and its keys readable; nothing is served.</summary>
    private static async Task<WebApplication> BuildAsync(string[] args, CancellationToken cancellation)
    {
        var app = ServerHost.Build(args);
        await PrepareAsync(app, cancellation);
        return app;
    }

    /// <summary>The same, of data that must be there.</summary>
    internal static async Task<WebApplication> BuildExistingAsync(string[] args, CancellationToken cancellation)
    {
        var app = ServerHost.Build(args);
        app.Services.RefuseWithoutData();
        await PrepareAsync(app, cancellation);
        return app;
    }

    /// <summary>One server brings its own schema up to date; of many nodes none does, since the others run on it.</summary>
    internal static async Task PrepareAsync(WebApplication app, CancellationToken cancellation)
    {
        app.Services.RefuseUnfinishedKeyChange();
        await app.Services.PrepareStorageAsync(migrates: !IsClustered(app), cancellation);
        await app.Services.GetRequiredService<TenantKeys>().CheckMasterKeyAsync(cancellation);
    }

    internal static bool IsClustered(WebApplication app) =>
        app.Configuration["Cluster:Kind"] is { Length: > 0 } kind && !kind.Equals("none", StringComparison.OrdinalIgnoreCase);

    private static Command Migrate()
    {
        var migrate = new Command(
            "migrate",
            "Brings the database's tables up to this version. For a cluster, before its nodes start; on PostgreSQL one run holds a lock and others wait."
        );
        migrate.TreatUnmatchedTokensAsErrors = false;
        migrate.SetAction(
            (parsed, cancellation) =>
                Guarded(async () =>
                {
                    await using var app = ServerHost.Build(SettingsIn(parsed));
                    await app.Services.PrepareStorageAsync(migrates: true, cancellation);
                    Console.WriteLine("The database's tables are those of this version.");
                    return 0;
                })
        );
        return migrate;
    }

    /// <param name="lines">For the standard output, which a script may read.</param>
    /// <param name="next">What to do then, for the person at the terminal.</param>
    private static async Task<int> WriteAsync<T>(Result<T> result, Func<T, IEnumerable<string>> lines, string next)
    {
        if (!result.Succeeded(out var value, out var refusal))
        {
            return await RefuseAsync([refusal]);
        }

        foreach (var line in lines(value))
        {
            Console.WriteLine(line);
        }

        await Console.Error.WriteLineAsync(next);
        return 0;
    }

    internal static async Task<int> RefuseAsync(IReadOnlyList<Refusal> refusals)
    {
        foreach (var refusal in refusals)
        {
            await Console.Error.WriteLineAsync(refusal.Detail);
        }

        return Failed;
    }

    private static Command Audit()
    {
        var head = new Option<string[]>("--head") { Description = "A head noted earlier; must still be in a chain. May be repeated." };
        var heads = new Option<string?>("--heads")
        {
            Description = "A folder of signed heads (Storage:AuditHeads); each must still be in a chain.",
        };
        var key = new Option<string?>("--key")
        {
            Description = "PEM of the key that signed them; without it those in the folder are trusted.",
        };
        var verify = new Command(
            "verify",
            "Recomputes every audit chain and compares every row with it (R49). Needs no running server and no secret; changes nothing."
        )
        {
            head,
            heads,
            key,
        };
        verify.TreatUnmatchedTokensAsErrors = false;
        verify.SetAction(
            (parsed, cancellation) =>
                Guarded(async () =>
                {
                    if (parsed.GetValue(key) is not null && parsed.GetValue(heads) is null)
                    {
                        throw new SettingException("heads-missing", "--key is of the folder of signed heads: name that with --heads DIR.");
                    }

                    await using var app = ServerHost.Build(SettingsIn(parsed));
                    await app.Services.CheckRecordAsync(cancellation);
                    var exported = parsed.GetValue(heads) is { } folder ? ReadHeads.From(folder, parsed.GetValue(key)) : null;
                    var verified = await VerifyAsync(
                        app.Services,
                        [.. parsed.GetValue(head) ?? [], .. exported?.Hashes ?? []],
                        cancellation
                    );
                    foreach (var line in exported is null ? [] : Lines(exported))
                    {
                        Console.WriteLine(line);
                    }

                    return exported?.Problems is null or [] ? verified : Failed;
                })
        );
        return new Command("audit", "The audit log.") { verify };
    }

    /// <summary>Says of each chain whether it and its rows hold.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> VerifyAsync(IServiceProvider services, string[] heads, CancellationToken cancellation)
    {
        var verdicts = await services.GetRequiredService<AuditVerifier>().VerifyAsync(heads, cancellation);
        foreach (var line in verdicts.SelectMany(Lines))
        {
            Console.WriteLine(line);
        }

        return verdicts.All(v => v.Holds) ? 0 : Failed;
    }

    private static IEnumerable<string> Lines(AuditVerdict verdict) =>
        verdict.Problem is { } problem
            ? [$"tenant {verdict.Tenant}: BROKEN after {verdict.Events} events. {problem}"]
            :
            [
                $"tenant {verdict.Tenant}: {verdict.Events} events hold, {verdict.Rows} rows are as they say, head {verdict.Head}",
                .. (verdict.Differing ?? []).Select(row => $"tenant {verdict.Tenant}: CHANGED past the audit log. {row}"),
            ];

    private static IEnumerable<string> Lines(HeadsRead heads) =>
        [
            .. heads.Problems.Select(problem => $"signed heads: {problem}"),
            $"signed heads: {heads.Hashes.Count} read, signed by {(heads.Keys is [] ? "nobody" : string.Join(", ", heads.Keys.Select(k => $"the key {k}")))}",
        ];

    private static Command Alert()
    {
        var id = new Argument<Guid>("id") { Description = "The alert's id." };
        var tenant = new Option<string?>("--tenant") { Description = "Short name of the retailer; without it all are looked through." };
        var replay = new Command(
            "replay",
            "Takes the decision behind an alert again from what was recorded (R6). Needs no running server; exit code 1 when it differs."
        )
        {
            id,
            tenant,
        };
        replay.TreatUnmatchedTokensAsErrors = false;
        replay.SetAction(
            (parsed, cancellation) =>
                Guarded(async () =>
                {
                    await using var app = ServerHost.Build(SettingsIn(parsed));
                    await app.Services.CheckRecordAsync(cancellation);
                    var result = await app
                        .Services.GetRequiredService<ReplayAlert>()
                        .RunAsync(new(parsed.GetValue(id)), parsed.GetValue(tenant), cancellation);
                    if (!result.Succeeded(out var replayed, out var refusal))
                    {
                        await Console.Error.WriteLineAsync(refusal.Detail);
                        return Failed;
                    }

                    foreach (var line in replayed.Lines)
                    {
                        Console.WriteLine(line);
                    }

                    return replayed.Holds ? 0 : Failed;
                })
        );
        return new Command("alert", "Alerts that were raised.") { replay };
    }

    private static Command OpenApi()
    {
        var file = new Argument<string>("file") { Description = "Where to write the description, for example openapi.json." };
        var openApi = new Command("openapi", "Writes the API's description as OpenAPI. Needs no storage and no running server.") { file };
        openApi.TreatUnmatchedTokensAsErrors = false;
        openApi.SetAction(
            (parsed, cancellation) =>
                Guarded(async () =>
                {
                    await using var app = ServerHost.Build(SettingsIn(parsed));
                    await ApiDescription.WriteAsync(app, parsed.GetRequiredValue(file), cancellation);
                    return 0;
                })
        );
        return openApi;
    }

    /// <summary>Turns what an operator can mend into one sentence instead of a stack trace.</summary>
    internal static async Task<int> Guarded(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (SettingException e)
        {
            return await CannotAsync(e.Code, e.Message);
        }
        catch (StorageException e)
        {
            return await CannotAsync(e.Code, e.Message);
        }
        catch (ClusterException e)
        {
            return await CannotAsync(e.Code, e.Message);
        }
        catch (ModelPackException e)
        {
            return await CannotAsync(e.Code, e.Message);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return await CannotAsync("port-taken", $"{e.Message} Stop the other program, or choose another address with --urls.");
        }
    }

    private static async Task<int> CannotAsync(string code, string message)
    {
        await Console.Error.WriteLineAsync($"Cannot start ({code}): {message}");
        return CannotStart;
    }
}
