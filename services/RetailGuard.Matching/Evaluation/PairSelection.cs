namespace RetailGuard.Matching.Evaluation;

/// <summary>
/// Which non-mated pairs are counted: each person is of one kind, and a pair counts when the selection names the two kinds. One form
/// for all pairs, for pairs within a group and for pairs between groups.
/// </summary>
public sealed class PairSelection
{
    /// <summary>A person whose pairs never count.</summary>
    public const byte Nobody = 0;

    private readonly byte[] _kindOf;
    private readonly bool[,] _counts;
    private readonly int _kinds;

    /// <param name="kindOf">Kind of each person; 0 is never counted.</param>
    /// <param name="pairs">Kinds that count together, in either order; (k, k) for pairs within a kind.</param>
    public PairSelection(byte[] kindOf, params IReadOnlyList<(int, int)> pairs)
    {
        _kindOf = kindOf;
        _kinds = kindOf.Max() + 1;
        _counts = new bool[_kinds, _kinds];
        foreach (var (a, b) in pairs.Where(pair => pair.Item1 < _kinds && pair.Item2 < _kinds))
        {
            _counts[a, b] = _counts[b, a] = a != Nobody && b != Nobody;
        }
    }

    /// <summary>All pairs of different people.</summary>
    public static PairSelection AllPeople(EvaluationSet set)
    {
        var kinds = new byte[set.People.Count];
        Array.Fill(kinds, (byte)1);
        return new(kinds, (1, 1));
    }

    /// <summary>Pairs within one group.</summary>
    public static PairSelection Within(EvaluationSet set, IReadOnlySet<string> people) =>
        new([.. set.People.Select(person => people.Contains(person) ? (byte)1 : Nobody)], (1, 1));

    /// <summary>People of a kind that counts at all.</summary>
    public int People => _kindOf.Count(kind => Enumerable.Range(0, _kinds).Any(other => _counts[kind, other]));

    public bool Includes(int person, int other) => _counts[_kindOf[person], _kindOf[other]];

    /// <summary>Number of selected pairs of pictures, each person counted <paramref name="weights"/> times.</summary>
    /// <param name="set">Whose pictures.</param>
    /// <param name="weights">One for each person; null counts each once.</param>
    public double Pairs(EvaluationSet set, ReadOnlySpan<int> weights)
    {
        var (sum, squares) = (new double[_kinds], new double[_kinds]);
        for (var person = 0; person < _kindOf.Length; person++)
        {
            var pictures = (weights.IsEmpty ? 1d : weights[person]) * set.PicturesOf(person);
            sum[_kindOf[person]] += pictures;
            squares[_kindOf[person]] += pictures * pictures;
        }

        var pairs = 0d;
        for (var a = 1; a < _kinds; a++)
        {
            // A person's own pairs are mated, also those with a copy that resampling drew.
            pairs += _counts[a, a] ? ((sum[a] * sum[a]) - squares[a]) / 2 : 0;
            for (var b = a + 1; b < _kinds; b++)
            {
                pairs += _counts[a, b] ? sum[a] * sum[b] : 0;
            }
        }

        return pairs;
    }
}
