namespace RetailGuard.Tools.Evaluate;

/// <summary>Groups that consented people put themselves into (R47); nobody's is ever guessed.</summary>
internal static class GroupsFile
{
    /// <summary>Reads lines of person,group; a first line that says just that is skipped. A person may be in several groups.</summary>
    /// <exception cref="EvaluationRefusedException">A line is not of that form, or names somebody who is not in the data.</exception>
    public static IReadOnlyDictionary<string, HashSet<string>> Read(string path, IReadOnlySet<string> people)
    {
        if (!File.Exists(path))
        {
            throw new EvaluationRefusedException($"There is no file {path}. It holds a line person,group for each person who gave one.");
        }

        var groups = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var errors = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var parts = line.Split(',', StringSplitOptions.TrimEntries);
            if (string.IsNullOrWhiteSpace(line) || (number == 1 && parts is ["person", "group"]))
            {
                continue;
            }

            if (parts is not [{ Length: > 0 } person, { Length: > 0 } group])
            {
                errors.Add($"line {number}: it is not person,group.");
            }
            else if (!people.Contains(person))
            {
                errors.Add($"line {number}: there is no template of {person}.");
            }
            else
            {
                (groups.TryGetValue(group, out var members) ? members : groups[group] = new(StringComparer.Ordinal)).Add(person);
            }
        }

        return errors.Count == 0
            ? groups
            : throw new EvaluationRefusedException($"{path} cannot be used:\n{string.Join('\n', errors.Take(20))}");
    }
}
