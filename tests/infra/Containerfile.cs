using System.Text.RegularExpressions;

namespace RetailGuard.Tests.Infra;

/// <summary>One instruction of a Containerfile, with its lines joined.</summary>
/// <param name="Name">In capitals: FROM, RUN.</param>
internal sealed record Instruction(string Name, string Arguments);

/// <summary>A Containerfile as its instructions, and what is wrong with it.</summary>
internal sealed partial class Containerfile
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "ARG",
        "FROM",
        "ENV",
        "RUN",
        "COPY",
        "USER",
        "WORKDIR",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
        "LABEL",
    };

    private Containerfile(IReadOnlyList<Instruction> instructions) => Instructions = instructions;

    public IReadOnlyList<Instruction> Instructions { get; }

    public static Containerfile Parse(string text)
    {
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#') && line.Trim().Length > 0);
        var whole = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return new([
            .. whole
                .Split('\n')
                .Select(line => line.Trim().Split(' ', 2))
                .Select(words => new Instruction(words[0].ToUpperInvariant(), words.Length > 1 ? words[1].Trim() : "")),
        ]);
    }

    /// <summary>Each is a sentence; none when the file keeps every rule.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var unknown in Instructions.Where(i => !Names.Contains(i.Name)))
        {
            yield return $"{unknown.Name} is not used here.";
        }

        if (Of("FROM") is not [var from] || !Pinned().IsMatch(from))
        {
            yield return "There is one FROM, whose tag names a whole version and whose digest is the argument BASE_DIGEST.";
        }

        if (Instructions is not [{ Name: "ARG", Arguments: "BASE_DIGEST=" }, ..])
        {
            yield return "ARG BASE_DIGEST= stands before FROM.";
        }

        if (Of("USER") is not [.., var user] || !NotRoot().IsMatch(user))
        {
            yield return "The last USER is a number above 0 with its group.";
        }

        if (Of("ENTRYPOINT") is not [var entry] || !entry.StartsWith("[\"", StringComparison.Ordinal))
        {
            yield return "There is one ENTRYPOINT, as a list, so that signals reach the program.";
        }

        foreach (var copy in Of("COPY").Where(copy => !copy.StartsWith("--chown=0:0 . /app", StringComparison.Ordinal)))
        {
            yield return $"COPY {copy}: only the published folder is copied, and root owns it.";
        }

        foreach (var run in Of("RUN").Where(run => Fetches().IsMatch(run)))
        {
            yield return $"RUN {run}: only the distribution's packages are fetched.";
        }

        foreach (var name in Of("ENV").Concat(Of("ARG")).SelectMany(a => Assigned().Matches(a).Select(m => m.Groups["name"].Value)))
        {
            if (SecretLike().IsMatch(name))
            {
                yield return $"{name} would put a secret into the image.";
            }
        }
    }

    private string[] Of(string name) => [.. Instructions.Where(i => i.Name == name).Select(i => i.Arguments)];

    [GeneratedRegex(@"^[\w.\-/]+:\d+\.\d+\.\d+[\w.\-]*\$\{BASE_DIGEST\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pinned();

    [GeneratedRegex("^[1-9][0-9]*:[1-9][0-9]*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NotRoot();

    [GeneratedRegex(
        @"\b(curl|wget|git|npm|pip|dotnet|add-apt-repository)\b|https?://",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Fetches();

    [GeneratedRegex(@"(^|\s)(?<name>\w+)=", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Assigned();

    [GeneratedRegex(
        "password|secret|token|key|connection|credential",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretLike();
}
