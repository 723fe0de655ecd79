using RetailGuard.Matching.Evaluation;

namespace RetailGuard.Tools.Evaluate;

/// <summary>
/// What people found wrong with the labels when they looked at the report's pairs: <c>same,PERSON,PERSON</c> for one person under two
/// labels, <c>drop,IMAGE</c> for a picture under a wrong one. The report says how many there were.
/// </summary>
internal sealed record LabelCorrections(IReadOnlyDictionary<string, string> Same, IReadOnlySet<string> Dropped)
{
    /// <exception cref="EvaluationRefusedException">A line is not of that form, or names what is not in the data.</exception>
    public static LabelCorrections Read(string path, IReadOnlyList<LabelledTemplate> templates)
    {
        if (!File.Exists(path))
        {
            throw new EvaluationRefusedException($"There is no file {path}. It holds lines same,PERSON,PERSON or drop,IMAGE.");
        }

        var people = templates.Select(t => t.Person).ToHashSet(StringComparer.Ordinal);
        var images = templates.Select(t => t.Image).ToHashSet(StringComparer.Ordinal);
        var same = new Dictionary<string, string>(StringComparer.Ordinal);
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        var errors = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            switch (line.Split(',', StringSplitOptions.TrimEntries))
            {
                case [""]:
                    break;
                case ["same", var person, var other] when people.Contains(person) && people.Contains(other):
                    var (one, two) = (Root(same, person), Root(same, other));
                    if (one != two)
                    {
                        same[two] = one;
                    }

                    break;
                case ["drop", var image] when images.Contains(image):
                    dropped.Add(image);
                    break;
                default:
                    errors.Add($"line {number}: it is not same,PERSON,PERSON or drop,IMAGE with names that have a template.");
                    break;
            }
        }

        return errors.Count == 0
            ? new(same, dropped)
            : throw new EvaluationRefusedException($"{path} cannot be used:\n{string.Join('\n', errors.Take(20))}");
    }

    public IReadOnlyList<LabelledTemplate> Apply(IReadOnlyList<LabelledTemplate> templates) =>
        [.. templates.Where(t => !Dropped.Contains(t.Image)).Select(t => t with { Person = Root(Same, t.Person) })];

    private static string Root(IReadOnlyDictionary<string, string> same, string person)
    {
        while (same.TryGetValue(person, out var other))
        {
            person = other;
        }

        return person;
    }
}
