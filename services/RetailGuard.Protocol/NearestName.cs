namespace RetailGuard.Protocol;

/// <summary>Finds the setting that somebody meant who misspelt it; for server and connector alike.</summary>
public static class NearestName
{
    /// <param name="known">At least one.</param>
    /// <param name="typed">What was written instead of one of them; capitals make no difference.</param>
    /// <returns>The nearest, and how many characters must be added, dropped or changed to come from one to the other (Levenshtein).</returns>
    public static (string Name, int Edits) Of(IEnumerable<string> known, string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var upper = typed.ToUpperInvariant();
        return known.Select(name => (name, Edits(name.ToUpperInvariant(), upper))).MinBy(found => found.Item2);
    }

    private static int Edits(string from, string to)
    {
        int[] above = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 0; i < from.Length; i++)
        {
            var row = new int[to.Length + 1];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                row[j + 1] = Math.Min(Math.Min(row[j], above[j + 1]) + 1, above[j] + (from[i] == to[j] ? 0 : 1));
            }

            above = row;
        }

        return above[to.Length];
    }
}
