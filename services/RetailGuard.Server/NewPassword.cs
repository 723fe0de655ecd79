using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Server;

/// <summary>Reads the password of an account that a command makes.</summary>
internal static class NewPassword
{
    /// <summary>At a terminal it is asked for twice and not shown; otherwise it is the next line of the standard input.</summary>
    /// <exception cref="SettingException"><c>passwords-differ</c>.</exception>
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
        Console.Error.Write(prompt);
        var typed = "";
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed = typed[..Math.Max(0, typed.Length - 1)];
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed += key.KeyChar;
            }
        }

        Console.Error.WriteLine();
        return typed;
    }
}
