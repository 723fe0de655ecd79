namespace RetailGuard.Matching.Evaluation;

/// <summary>
/// The people whose templates match strangers most, found without any label (R47: nobody's sex, age or origin is known or guessed).
/// People are split into halves at random. In each half the fifth with the highest own false-match rate is chosen, counting pairs
/// within that half only; rates are then measured on pairs across the halves only. No pair serves both ends, so luck that chose a
/// person is not counted against them, and what remains is what the model does to them.
/// </summary>
public sealed class WorstFifth
{
    /// <summary>Share of people that is chosen.</summary>
    public const double Share = 0.2;

    /// <summary>Rate at whose pooled threshold people are ranked: low enough to be about look-alikes, high enough to count.</summary>
    private const double RankingRate = 1e-3;

    private const byte RestOne = 1,
        WorstOne = 2,
        RestTwo = 3,
        WorstTwo = 4;

    private WorstFifth(byte[] kinds) => Kinds = kinds;

    /// <summary>Pairs of two chosen people of different halves: as in a store whose list and visitors are alike.</summary>
    public PairSelection AmongThemselves => new(Kinds, (WorstOne, WorstTwo));

    /// <summary>Pairs of a chosen person with anybody of the other half: as a chosen person on a list among mixed visitors.</summary>
    public PairSelection AgainstEverybody => new(Kinds, (WorstOne, WorstTwo), (WorstOne, RestTwo), (RestOne, WorstTwo));

    private byte[] Kinds { get; }

    /// <returns>Null when the data cannot rank people: too few pairs for the ranking rate.</returns>
    public static WorstFifth? Find(EvaluationSet set, Comparisons comparisons, int seed)
    {
        if (new FalseMatches(set, comparisons, PairSelection.AllPeople(set)).Threshold(RankingRate) is not { } threshold)
        {
            return null;
        }

        var shuffled = Enumerable.Range(0, set.People.Count).ToArray();
        new Random(seed).Shuffle(shuffled);
        var half = new bool[set.People.Count];
        foreach (var person in shuffled[..(shuffled.Length / 2)])
        {
            half[person] = true;
        }

        var matches = new double[set.People.Count];
        foreach (var pair in comparisons.Tail.TakeWhile(pair => pair.Cosine >= threshold))
        {
            var (left, right) = (set.PersonOf[pair.Left], set.PersonOf[pair.Right]);
            if (half[left] == half[right])
            {
                matches[left]++;
                matches[right]++;
            }
        }

        var kinds = new byte[set.People.Count];
        foreach (var (which, rest, worst) in new[] { (true, RestOne, WorstOne), (false, RestTwo, WorstTwo) })
        {
            var people = Enumerable.Range(0, set.People.Count).Where(person => half[person] == which).ToList();
            var pictures = people.Sum(set.PicturesOf);
            var chosen = people
                .OrderByDescending(person => matches[person] / (set.PicturesOf(person) * (double)(pictures - set.PicturesOf(person))))
                .ThenBy(person => person)
                .Take((int)Math.Ceiling(Share * people.Count))
                .ToHashSet();
            foreach (var person in people)
            {
                kinds[person] = chosen.Contains(person) ? worst : rest;
            }
        }

        return new(kinds);
    }
}
