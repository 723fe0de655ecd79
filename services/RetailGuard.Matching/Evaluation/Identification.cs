using System.Numerics.Tensors;

namespace RetailGuard.Matching.Evaluation;

/// <summary>Fuses frames of one track as the product does.</summary>
/// <returns>How many were fused and their agreement; null when too few agree.</returns>
public delegate (int Count, float Agreement)? FrameFusion(
    IReadOnlyList<ReadOnlyMemory<float>> templates,
    ReadOnlySpan<float> weights,
    Span<float> fused
);

/// <summary>A visit: one person's fused probe.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Round">Drawing of enrolment pictures and frames that it belongs to.</param>
/// <param name="Template">Unit length; empty when the frames did not agree.</param>
/// <param name="Frames">Frames fused.</param>
/// <param name="Agreement">Of those frames.</param>
/// <param name="CanBeListed">Whether none of its frames is the person's enrolment picture.</param>
public sealed record Visit(int Person, int Round, float[] Template, int Frames, float Agreement, bool CanBeListed);

/// <summary>Drawings of enrolment pictures and visits.</summary>
/// <param name="FramesPerVisit">Frames wanted per visit.</param>
/// <param name="EnrolmentOf">Per round and person, the enrolment picture; −1 for who has none.</param>
/// <param name="Visits">All rounds.</param>
/// <param name="NotFused">Visits whose frames did not agree enough to be fused.</param>
public sealed record VisitDraw(int FramesPerVisit, IReadOnlyList<int[]> EnrolmentOf, IReadOnlyList<Visit> Visits, int NotFused);

/// <summary>Draws who is enrolled with which picture, and visits of everybody, from pictures that pass the product's quality gates.</summary>
public static class Visits
{
    /// <param name="set">Whose pictures.</param>
    /// <param name="framesPerVisit">Frames that each visit is fused from.</param>
    /// <param name="leastFrames">Visitors have at least so many pictures that pass the probe gate: the same people for another number of frames.</param>
    /// <param name="rounds">Drawings; each gives a person one enrolment picture and one visit.</param>
    /// <param name="seed">The same drawings for a seed.</param>
    /// <param name="fuse">The product's fusion.</param>
    public static VisitDraw Draw(EvaluationSet set, int framesPerVisit, int leastFrames, int rounds, int seed, FrameFusion fuse)
    {
        var random = new Random(seed);
        var enrolments = new List<int[]>();
        var visits = new List<Visit>();
        var notFused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var enrolment = new int[set.People.Count];
            for (var person = 0; person < enrolment.Length; person++)
            {
                var pictures = Enumerable.Range(set.FirstOf(person), set.PicturesOf(person)).ToArray();
                random.Shuffle(pictures);
                enrolment[person] = pictures.Where(p => set.Templates[p].ForEnrolment).DefaultIfEmpty(-1).First();
                var probes = pictures.Where(p => set.Templates[p].ForProbe).ToList();
                var others = probes.Where(p => p != enrolment[person]).ToList();
                var canBeListed = enrolment[person] >= 0 && others.Count >= framesPerVisit;
                var frames = (canBeListed ? others : probes).Take(framesPerVisit).ToList();
                if (frames.Count < framesPerVisit || probes.Count < leastFrames)
                {
                    continue;
                }

                if (framesPerVisit == 1)
                {
                    visits.Add(new(person, round, set.Unit(frames[0]).ToArray(), 1, 1, canBeListed));
                    continue;
                }

                var template = new float[set.Dimension];
                if (fuse([.. frames.Select(set.UnitMemory)], frames.Select(f => set.Templates[f].Weight).ToArray(), template) is { } fused)
                {
                    visits.Add(new(person, round, template, fused.Count, fused.Agreement, canBeListed));
                }
                else
                {
                    notFused++;
                    // A listed person whose frames disagree is missed: the visit counts, without a template.
                    visits.Add(new(person, round, [], 0, 0, canBeListed));
                }
            }

            enrolments.Add(enrolment);
        }

        return new(framesPerVisit, enrolments, visits, notFused);
    }
}

/// <summary>Open-set identification at one rate.</summary>
/// <param name="FalsePositiveRate">FPIR asked for, per visit.</param>
/// <param name="Threshold">Cosine that keeps it; null when the data are too few to say.</param>
/// <param name="FalseNegativeRate">FNIR: share of listed people's visits below it.</param>
/// <param name="Interval">Of FNIR, by people; the threshold varies along.</param>
public sealed record MissesAtRate(double FalsePositiveRate, double? Threshold, double? FalseNegativeRate, Interval? Interval);

/// <summary>
/// Open-set search measured over all lists at once: each visit meets a list on which every other enrolled person stands with the
/// probability list size / people, so with m strangers at or above the threshold it raises a false alert with probability
/// 1 − (1 − size / people)^m. That is the mean over random lists without drawing them.
/// </summary>
public sealed class Identification
{
    // A difference of two thresholds needs both to be steady: ten times what one needs to be stated at all.
    private const double ErrorsForADifference = 10 * FalseMatches.LeastErrors;

    private readonly List<(int Person, double Cosine)> _mated = [];
    private readonly List<(float Cosine, int Visit, int Stranger)> _events = [];
    private readonly int[] _visitor;
    private readonly int _enrolled;
    private readonly int _rounds;

    private Identification(VisitDraw draw, int enrolled)
    {
        _visitor = [.. draw.Visits.Select(visit => visit.Person)];
        _enrolled = enrolled;
        _rounds = draw.EnrolmentOf.Count;
    }

    /// <summary>Visits of people who could be listed.</summary>
    public int MatedVisits => _mated.Count;

    /// <summary>People behind them.</summary>
    public int MatedPeople => _mated.Select(m => m.Person).Distinct().Count();

    public int NonMatedVisits => _visitor.Length;

    public int NonMatedPeople => _visitor.Distinct().Count();

    /// <summary>Largest list that leaves anybody off it.</summary>
    public int Enrolled => _enrolled;

    /// <param name="set">Whose pictures.</param>
    /// <param name="draw">Visits and enrolments.</param>
    /// <param name="floor">Cosine below which strangers do not matter.</param>
    /// <param name="workers">Visits at the same time.</param>
    public static Identification Run(EvaluationSet set, VisitDraw draw, double floor, int workers)
    {
        var enrolled = draw.EnrolmentOf.Min(round => round.Count(picture => picture >= 0));
        var identification = new Identification(draw, enrolled);
        var found = new List<(float, int, int)>[draw.Visits.Count];
        Parallel.For(
            0,
            draw.Visits.Count,
            new() { MaxDegreeOfParallelism = workers },
            i => found[i] = draw.Visits[i].Template.Length == 0 ? [] : Strangers(set, draw, i, floor)
        );
        identification._events.AddRange(found.SelectMany(f => f));
        identification._events.Sort(
            (a, b) =>
                a.Cosine != b.Cosine ? b.Cosine.CompareTo(a.Cosine)
                : a.Visit != b.Visit ? a.Visit.CompareTo(b.Visit)
                : a.Stranger.CompareTo(b.Stranger)
        );
        foreach (var visit in draw.Visits.Where(visit => visit.CanBeListed))
        {
            var own = set.Unit(draw.EnrolmentOf[visit.Round][visit.Person]);
            identification._mated.Add((visit.Person, visit.Template.Length == 0 ? -1 : TensorPrimitives.Dot(own, visit.Template)));
        }

        return identification;
    }

    /// <summary>Whether the pairs of one round show a rate for a list: three false matches at least are to be expected among them.</summary>
    public bool Shows(double rate, int listSize) =>
        listSize <= _enrolled - 1 && rate / listSize * (NonMatedVisits / (double)_rounds) * (_enrolled - 1) >= FalseMatches.LeastErrors;

    public MissesAtRate Misses(double rate, int listSize, IReadOnlyList<int[]> replicates, int workers)
    {
        // Without a stranger near any visit (no frames agreed, say) no threshold follows from the data.
        if (!Shows(rate, listSize) || _mated.Count == 0 || _events.Count == 0)
        {
            return new(rate, null, null, null);
        }

        var drawn = new double[replicates.Count];
        Parallel.For(
            0,
            drawn.Length,
            new() { MaxDegreeOfParallelism = workers },
            i => drawn[i] = FalseNegativeRate(Threshold(rate, listSize, replicates[i]), replicates[i])
        );
        var threshold = Threshold(rate, listSize, []);
        return new(rate, threshold, FalseNegativeRate(threshold, []), PeopleBootstrap.Middle(drawn));
    }

    /// <summary>FPIR at a cosine.</summary>
    public double FalsePositiveRate(double cosine, int listSize)
    {
        var onList = listSize / (double)(_enrolled - 1);
        return _events.TakeWhile(e => e.Cosine >= cosine).GroupBy(e => e.Visit).Sum(visit => 1 - Math.Pow(1 - onList, visit.Count()))
            / NonMatedVisits;
    }

    /// <summary>Share of comparisons of a visit with a stranger's enrolment that reach a cosine.</summary>
    public double FalseMatchRate(double cosine) =>
        _events.TakeWhile(e => e.Cosine >= cosine).LongCount() / ((double)NonMatedVisits * (_enrolled - 1));

    /// <summary>Cosine at which comparisons of visits with strangers keep a false-match rate; null when the data are too few.</summary>
    public double? ThresholdAtFalseMatchRate(double rate)
    {
        var comparisons = (double)NonMatedVisits * (_enrolled - 1);
        return rate * comparisons / _rounds < ErrorsForADifference || rate * comparisons >= _events.Count
            ? null
            : MathF.BitIncrement(_events[(int)(rate * comparisons)].Cosine);
    }

    /// <summary>FNIR at a cosine: mean over people.</summary>
    public double FalseNegativeRate(double cosine, ReadOnlySpan<int> weights)
    {
        var (missed, all) = (0d, 0d);
        foreach (var (person, own) in _mated)
        {
            double weight = weights.IsEmpty ? 1 : weights[person];
            missed += own >= cosine ? 0 : weight;
            all += weight;
        }

        return missed / all;
    }

    private double Threshold(double rate, int listSize, ReadOnlySpan<int> weights)
    {
        var total = 0d;
        foreach (var person in _visitor)
        {
            total += weights.IsEmpty ? 1 : weights[person];
        }

        var stays = Math.Log(1 - (listSize / (double)(_enrolled - 1)));
        var strangers = new double[_visitor.Length];
        var alerts = 0d;
        foreach (var (cosine, visit, stranger) in _events)
        {
            double weight = weights.IsEmpty ? 1 : weights[_visitor[visit]];
            var before = Math.Exp(stays * strangers[visit]);
            strangers[visit] += weights.IsEmpty ? 1 : weights[stranger];
            alerts += weight * (before - Math.Exp(stays * strangers[visit]));
            if (alerts > rate * total)
            {
                return MathF.BitIncrement(cosine);
            }
        }

        return _events[^1].Cosine;
    }

    private static List<(float, int, int)> Strangers(EvaluationSet set, VisitDraw draw, int index, double floor)
    {
        var visit = draw.Visits[index];
        var found = new List<(float, int, int)>();
        var enrolments = draw.EnrolmentOf[visit.Round];
        for (var person = 0; person < enrolments.Length; person++)
        {
            if (person != visit.Person && enrolments[person] >= 0)
            {
                var cosine = TensorPrimitives.Dot(set.Unit(enrolments[person]), visit.Template);
                if (cosine >= floor)
                {
                    found.Add((cosine, index, person));
                }
            }
        }

        return found;
    }
}
