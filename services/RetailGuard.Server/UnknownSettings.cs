using System.Collections;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.KeyPerFile;
using RetailGuard.Protocol;

namespace RetailGuard.Server;

/// <summary>Refuses what somebody set that the server does not read: a misspelt setting must not leave a default in force unseen.</summary>
internal static class UnknownSettings
{
    /// <summary>Looks through arguments, our environment variables, settings files and the folder of secrets.</summary>
    /// <exception cref="SettingException"><c>setting-unknown</c>: names each one, with the nearest that there is.</exception>
    public static void Refuse(IReadOnlyList<string> args, IDictionary environment, IConfigurationRoot configuration)
    {
        string[] problems =
        [
            .. InArguments(args),
            .. environment.Keys.Cast<string>().Order(StringComparer.Ordinal).SelectMany(InVariable),
            .. configuration.Providers.SelectMany(InFile),
        ];
        if (problems.Length > 0)
        {
            throw new SettingException("setting-unknown", $"{string.Join(" ", problems)} README.md lists every setting.");
        }
    }

    // As the framework's own reader takes them: --Name=value, --Name value, /Name=value, Name=value.
    private static IEnumerable<string> InArguments(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (arg, equals) = (args[i], args[i].IndexOf('=', StringComparison.Ordinal));
            var dashes =
                arg.StartsWith("--", StringComparison.Ordinal) ? 2
                : arg.StartsWith('/') ? 1
                : 0;
            var name = equals < 0 ? arg[dashes..] : arg[dashes..equals];
            if (dashes == 0 && (equals < 0 || !IsKnown(name)))
            {
                // Not repeated: a stray word may be the rest of a secret that a shell cut in two.
                yield return $"Argument {i + 1} is neither a command nor a setting; write --Section:Name=VALUE.";
                continue;
            }

            if (!IsKnown(name))
            {
                yield return $"There is no setting {arg[..dashes]}{name}; the nearest is {arg[..dashes]}{Nearest(name).Name}.";
            }
            else if (equals < 0 && i + 1 == args.Count)
            {
                yield return $"The setting {arg} has no value; write {arg}=VALUE.";
            }

            if (equals < 0)
            {
                i++;
            }
        }
    }

    private static IEnumerable<string> InVariable(string variable)
    {
        if (
            variable.StartsWith(Settings.VariablePrefix, StringComparison.OrdinalIgnoreCase)
            && !Settings.OtherVariables.Contains(variable)
            && variable[Settings.VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal) is var name
            && !IsKnown(name)
        )
        {
            yield return $"There is no setting {variable}; the nearest is {Nearest(name).Variable}.";
        }
    }

    private static IEnumerable<string> InFile(IConfigurationProvider provider)
    {
        var file = provider switch
        {
            JsonConfigurationProvider json => json.Source.Path!,
            KeyPerFileConfigurationProvider => $"the folder that {Settings.SecretsVariable} names",
            _ => null,
        };
        return file is null
            ? []
            : new ConfigurationRoot([provider])
                .AsEnumerable()
                .Where(pair => pair.Value is not null && !IsKnown(pair.Key))
                .Select(pair => $"There is no setting {pair.Key}, which {file} sets; the nearest is {Nearest(pair.Key).Name}.");
    }

    private static bool IsKnown(string name) =>
        Settings.All.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        || Settings.OfFramework.Any(section => name.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase));

    private static Setting Nearest(string name)
    {
        var nearest = NearestName.Of(Settings.All.Select(s => s.Name), name).Name;
        return Settings.All.First(s => s.Name == nearest);
    }
}

/// <summary>A setting cannot be taken; the message says which and what to do.</summary>
public sealed class SettingException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
