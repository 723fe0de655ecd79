namespace RetailGuard.Foundation;

/// <summary>Collects what is wrong with a request, so that one answer names every field.</summary>
public sealed class WrongFields
{
    private readonly List<(string Field, string Code, string Sentence)> _found = [];

    /// <param name="code">Stands in the refusal when nothing else is wrong, or all that is wrong shares it; else it says <c>fields-invalid</c>.</param>
    public void Add(string field, string code, string sentence) => _found.Add((field, code, sentence));

    /// <summary>All that was added, or null when nothing was.</summary>
    public Refusal? Refusal =>
        _found.Count == 0
            ? null
            : Refusal.Invalid(
                _found.TrueForAll(f => f.Code == _found[0].Code) ? _found[0].Code : "fields-invalid",
                string.Join(' ', _found.Select(f => f.Sentence))
            ) with
            {
                Errors = _found
                    .GroupBy(f => f.Field, f => f.Sentence, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g]),
            };

    /// <summary>The refusal of a request with one wrong field.</summary>
    public static Refusal One(string field, string code, string sentence)
    {
        var wrong = new WrongFields();
        wrong.Add(field, code, sentence);
        return wrong.Refusal!;
    }
}
