using System.Diagnostics;

namespace RetailGuard.Testing;

/// <summary>How a run of the server's executable ended.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ProgramEnd(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}

/// <summary>The server's executable as an operator runs it from a shell, to its end.</summary>
public static class ServerProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    /// <param name="args">Command and settings.</param>
    /// <param name="input">Standard input; null is an empty one.</param>
    /// <param name="modelsFolder">Taken instead of the checkout's models.</param>
    /// <param name="variables">More of its environment.</param>
    /// <exception cref="TimeoutException">It was still running when nobody believes in its end any more.</exception>
    public static async Task<ProgramEnd> RunAsync(
        IEnumerable<string> args,
        string? input = null,
        string? modelsFolder = null,
        IEnumerable<(string Name, string Value)>? variables = null
    )
    {
        var start = new ProcessStartInfo(Checkout.ServerExecutable, args)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        if (modelsFolder is not null)
        {
            start.Environment["RETAILGUARD_MODELS"] = modelsFolder;
        }

        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Brings the tables up to date, as before the nodes of a cluster start.</summary>
    public static async Task MigrateAsync(DataStore storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var end = await RunAsync(["migrate", .. storage.Settings]);
        if (end.ExitCode != 0)
        {
            throw new InvalidOperationException($"The tables could not be brought up to date: {end}");
        }
    }

    /// <summary>Adds a retailer, whether or not a server runs on the same data; see <see cref="NewTenant.In"/>.</summary>
    public static Task<ProgramEnd> CreateTenantAsync(DataStore storage, string slug, string name, string adminEmail)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return RunAsync([
            "tenant",
            "create",
            "--slug",
            slug,
            "--name",
            name,
            "--admin-email",
            adminEmail,
            "--second-admin-email",
            Retailer.SecondOf(adminEmail),
            .. storage.Settings,
        ]);
    }

    public static Task<ProgramEnd> ResetPasswordAsync(DataStore storage, string slug, string email)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return RunAsync(["tenant", "reset-password", "--slug", slug, "--email", email, .. storage.Settings]);
    }

    /// <param name="heads">Heads noted earlier.</param>
    public static Task<ProgramEnd> VerifyAuditAsync(DataStore storage, params string[] heads)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return RunAsync(["audit", "verify", .. heads.SelectMany(h => (string[])["--head", h]), .. storage.Settings]);
    }
}
