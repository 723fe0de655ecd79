using System.Runtime.InteropServices;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Server;

/// <summary>Reads the password of an account that a command makes.</summary>
internal static partial class NewPassword
{
    /// <summary>Ctrl-C, which is a key like any other while nothing is shown.</summary>
    private const char InterruptKey = '\u0003';

    /// <summary>At a terminal it is asked for twice and not shown; otherwise it is the next line of the standard input.</summary>
    /// <exception cref="SettingException"><c>passwords-differ</c>, or <c>stopped</c> by Ctrl-C.</exception>
    public static async Task<string> AskAsync(string email, CancellationToken cancellation)
    {
        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync(cancellation) ?? "";
        }

        var password = ReadUnseen($"Password of {email}: ");
        return ReadUnseen("Once more: ") == password
            ? password
            : throw new SettingException("passwords-differ", $"The two passwords of {email} differ; nothing was made.");
    }

    /// <summary>What is wrong with each password.</summary>
    public static IReadOnlyList<Refusal> Check(params IEnumerable<NewAdministrator> administrators) =>
        [.. administrators.Select(a => CreateTenant.CheckPassword(a.Email, a.Password)).OfType<Refusal>()];

    private static string ReadUnseen(string prompt)
    {
        // The runtime's own reader turns the echo on again between two keys, so that what is pasted shows.
        var typed = Marshal.PtrToStringUTF8(ReadPassword(prompt)) ?? "";
        return typed.Contains(InterruptKey, StringComparison.Ordinal) ? throw new SettingException("stopped", "Nothing was made.") : typed;
    }

    [LibraryImport("libc", EntryPoint = "getpass", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadPassword(string prompt);
}
