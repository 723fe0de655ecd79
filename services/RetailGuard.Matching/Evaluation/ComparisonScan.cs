using System.Numerics.Tensors;

namespace RetailGuard.Matching.Evaluation;

/// <summary>Two pictures and their cosine; <paramref name="Left"/> comes before <paramref name="Right"/> in the set.</summary>
public readonly record struct ScoredPair(float Cosine, int Left, int Right)
{
    /// <summary>Largest cosine first; equal ones in order of the pictures, so that any number of threads finds the same order.</summary>
    internal static Comparison<ScoredPair> LargestFirst { get; } =
        (a, b) =>
            a.Cosine != b.Cosine ? b.Cosine.CompareTo(a.Cosine)
            : a.Left != b.Left ? a.Left.CompareTo(b.Left)
            : a.Right.CompareTo(b.Right);
}

/// <summary>Counts of cosines in <see cref="Bins"/> bins of equal width from −1 to 1.</summary>
public sealed class CosineHistogram
{
    public const int Bins = 20_000;

    private const float BinsPerCosine = Bins / 2f;

    private readonly long[] _counts = new long[Bins];

    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Comparisons that reach the lower edge of a bin.</summary>
    public long AtLeast(int bin) => TensorPrimitives.Sum<long>(_counts.AsSpan(bin));

    /// <summary>Lower edge of a bin.</summary>
    public static double Edge(int bin) => (bin / (double)BinsPerCosine) - 1;

    internal void Add(float cosine) => _counts[Math.Clamp((int)((cosine + 1) * BinsPerCosine), 0, Bins - 1)]++;

    internal void Add(CosineHistogram other) => TensorPrimitives.Add(_counts, other._counts, _counts);
}

/// <summary>What comparing every picture with every other found.</summary>
/// <param name="Mated">Histogram of pairs of one person.</param>
/// <param name="NonMated">Histogram of pairs of two people.</param>
/// <param name="MatedOf">Per person, the cosines of their pairs, rising.</param>
/// <param name="LeastMated">Pairs of one person with the smallest cosines, smallest first.</param>
/// <param name="Tail">Pairs of two people with the largest cosines, largest first: exact, none is missing above its last.</param>
public sealed record Comparisons(
    CosineHistogram Mated,
    CosineHistogram NonMated,
    IReadOnlyList<float[]> MatedOf,
    IReadOnlyList<ScoredPair> LeastMated,
    ScoredPair[] Tail
);

/// <summary>
/// Compares all pairs: blocks of pictures that stay in the cache, each pair's cosine once. Results are the same for any number of
/// workers: counts are whole numbers, and the tail is the set of largest pairs in one total order.
/// </summary>
public static class ComparisonScan
{
    /// <summary>The tail reaches down to this share of non-mated pairs, four times the largest rate that is reported, so that resampling stays within it.</summary>
    public const double TailShare = 4e-3;

    private const int LeastTail = 200_000;
    private const int LeastMatedKept = 200;

    // 64 rows of 512 floats are 128 kB: two blocks stay in a second-level cache.
    private const int Block = 64;

    public static Comparisons Run(EvaluationSet set, int workers, CancellationToken cancellation = default)
    {
        var tailLength = (int)Math.Min(set.NonMatedPairs, Math.Max(LeastTail, (long)Math.Ceiling(TailShare * set.NonMatedPairs)));
        var blocks = (set.Count + Block - 1) / Block;
        var gate = new Lock();
        var (mated, nonMated) = (new CosineHistogram(), new CosineHistogram());
        var tails = new List<ScoredPair>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        // Long rows of blocks first, so that the workers end together.
        Parallel.For(
            0,
            blocks,
            options,
            () => (NonMated: new CosineHistogram(), Tail: new LargestPairs(tailLength)),
            (row, _, own) =>
            {
                for (var column = row; column < blocks; column++)
                {
                    Compare(set, row * Block, column * Block, own.NonMated, own.Tail);
                }

                return own;
            },
            own =>
            {
                lock (gate)
                {
                    nonMated.Add(own.NonMated);
                    tails.AddRange(own.Tail.Kept());
                }
            }
        );
        tails.Sort(ScoredPair.LargestFirst);

        var matedOf = new float[set.People.Count][];
        var least = new List<ScoredPair>();
        for (var person = 0; person < matedOf.Length; person++)
        {
            matedOf[person] = ComparePerson(set, person, mated, least);
            KeepSmallest(least);
        }

        return new(mated, nonMated, matedOf, least, [.. tails.Take(tailLength)]);
    }

    private static void Compare(EvaluationSet set, int row, int column, CosineHistogram histogram, LargestPairs tail)
    {
        var (rows, columns) = (Math.Min(row + Block, set.Count), Math.Min(column + Block, set.Count));
        for (var left = row; left < rows; left++)
        {
            var template = set.Unit(left);
            var person = set.PersonOf[left];
            for (var right = Math.Max(column, set.FirstOf(person) + set.PicturesOf(person)); right < columns; right++)
            {
                var cosine = TensorPrimitives.Dot(template, set.Unit(right));
                histogram.Add(cosine);
                if (cosine >= tail.Floor)
                {
                    tail.Add(new(cosine, left, right));
                }
            }
        }
    }

    private static void KeepSmallest(List<ScoredPair> pairs)
    {
        pairs.Sort((a, b) => ScoredPair.LargestFirst(b, a));
        pairs.RemoveRange(Math.Min(pairs.Count, LeastMatedKept), Math.Max(0, pairs.Count - LeastMatedKept));
    }

    private static float[] ComparePerson(EvaluationSet set, int person, CosineHistogram histogram, List<ScoredPair> least)
    {
        var (first, count) = (set.FirstOf(person), set.PicturesOf(person));
        var cosines = new float[count * (count - 1) / 2];
        var at = 0;
        for (var left = first; left < first + count; left++)
        {
            for (var right = left + 1; right < first + count; right++)
            {
                var cosine = TensorPrimitives.Dot(set.Unit(left), set.Unit(right));
                histogram.Add(cosine);
                least.Add(new(cosine, left, right));
                cosines[at++] = cosine;
            }
        }

        Array.Sort(cosines);
        return cosines;
    }

    /// <summary>Keeps the largest pairs: collects twice as many as wanted, then drops the lower half.</summary>
    private sealed class LargestPairs(int wanted)
    {
        private readonly List<ScoredPair> _pairs = [];

        /// <summary>A pair below this is not among the largest.</summary>
        public float Floor { get; private set; } = float.NegativeInfinity;

        public void Add(ScoredPair pair)
        {
            _pairs.Add(pair);
            if (_pairs.Count >= 2L * wanted)
            {
                Trim();
            }
        }

        public List<ScoredPair> Kept()
        {
            Trim();
            return _pairs;
        }

        private void Trim()
        {
            _pairs.Sort(ScoredPair.LargestFirst);
            if (_pairs.Count >= wanted)
            {
                _pairs.RemoveRange(wanted, _pairs.Count - wanted);
                Floor = _pairs[^1].Cosine;
            }
        }
    }
}
