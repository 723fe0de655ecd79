using System.Diagnostics;
using System.Globalization;
using RetailGuard.Matching;
using RetailGuard.Matching.Evaluation;
using RetailGuard.Vision;

namespace RetailGuard.Tools.Evaluate;

/// <summary>Runs every measurement in turn.</summary>
internal static class Measurement
{
    private const int PairsShown = 40;

    // Steps of 0.02 of cosine.
    private const int HistogramRows = 100;

    private static readonly int[] Frames = [1, 3, 5];
    private static readonly int[] ListSizes = [72, 500, 2_000];
    private static readonly double[] FalsePositiveRates = [1e-2, 1e-3, FalseAlertLoad.BudgetPerVisit];

    public static EvaluationReport Run(
        EvaluationSet set,
        EmbeddingsFile file,
        ModelPack? pack,
        IReadOnlyDictionary<string, HashSet<string>>? groups,
        LabelCorrections? corrections,
        EvaluateRequest request,
        CancellationToken cancellation
    )
    {
        var started = Stopwatch.GetTimestamp();
        var comparisons = ComparisonScan.Run(set, request.Workers, cancellation);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var replicates = PeopleBootstrap.Draw(set.People.Count, request.Replicates, request.Seed);
        var pooled = new FalseMatches(set, comparisons, PairSelection.AllPeople(set));
        var accuracy = Verification.Measure(comparisons, pooled, replicates, request.Workers);
        cancellation.ThrowIfCancellationRequested();

        var matches = GroupsOf(set, comparisons, pooled, groups, request.Seed);
        var thresholds = matches.Select(group => Calibration.Group(group.Name, group.Matches, replicates)).ToList();
        var floor = pooled.Threshold(1e-3) ?? 0;
        var draws = Frames.Select(frames => Visits.Draw(set, frames, frames, request.Rounds, request.Seed, Fuse)).ToList();
        var searches = draws.Select(draw => Identification.Run(set, draw, floor, request.Workers)).ToList();
        var shifts = Shifts(set, searches, floor, request);
        var calibration = CalibrationOf(set, thresholds, shifts, corrections, request);
        cancellation.ThrowIfCancellationRequested();

        var alertFloor = pack is null
            ? null
            : FloorOf(pack.Scale.Cosine(ScoreScale.AlertFloor), pack.FusedPenalty, matches, comparisons, replicates);
        var templates = file.Templates.Count;
        var pictures = templates + file.Failed.Count;
        return new()
        {
            Data = new(
                pictures,
                templates,
                set.People.Count,
                Enumerable.Range(0, set.People.Count).Count(person => set.PicturesOf(person) > 1),
                set.MatedPairs,
                set.NonMatedPairs,
                set.Dimension,
                file.Space ?? pack?.Space.Id,
                pack?.Name,
                request.Gate,
                corrections?.Same.Count ?? 0,
                corrections?.Dropped.Count ?? 0,
                request.Seed,
                request.Replicates
            ),
            FailuresToEnrol =
            [
                .. file
                    .Failed.GroupBy(f => f.Reason, StringComparer.Ordinal)
                    .OrderBy(r => r.Key, StringComparer.Ordinal)
                    .Select(r => new ReasonCount(r.Key, r.Count(), r.Count() / (double)pictures)),
            ],
            Gates = [.. file.Gates.Select(g => new ReasonCount(g.Key, g.Value, g.Value / (double)templates))],
            FailuresToAcquire = [.. file.Shortfalls.Select(s => new ReasonCount(s.Key, s.Value, s.Value / (double)templates))],
            Scan = new(seconds, request.Workers, (set.MatedPairs + set.NonMatedPairs) / 1e6 / Math.Max(seconds, 1e-9)),
            Accuracy = accuracy,
            LeastFalseMatchRate = pooled.LeastRate,
            Groups = thresholds,
            Calibration = calibration,
            FusionShifts = shifts,
            Identification = [.. Rows(searches, replicates, request.Workers)],
            AlertFloor = alertFloor,
            Decisions = [.. Decisions(set, draws, pack, calibration, request.Seed)],
            FalseAlerts = FalseAlerts(alertFloor),
            Curve = Verification.Curve(comparisons),
            Histogram = [.. Histogram(comparisons)],
            MostSimilarStrangers = OneForEachTwo(set, comparisons.Tail),
            LeastSimilarOfOnePerson = OneForEachTwo(set, comparisons.LeastMated),
        };
    }

    /// <summary>As the connector fuses: two agreeing frames at least.</summary>
    private static (int, float)? Fuse(IReadOnlyList<ReadOnlyMemory<float>> templates, ReadOnlySpan<float> weights, Span<float> fused) =>
        FusionChoice.TryFuse(templates, weights, least: 2, fused);

    private static List<(string Name, FalseMatches Matches)> GroupsOf(
        EvaluationSet set,
        Comparisons comparisons,
        FalseMatches pooled,
        IReadOnlyDictionary<string, HashSet<string>>? groups,
        int seed
    )
    {
        List<(string, FalseMatches)> found = [("all people", pooled)];
        if (WorstFifth.Find(set, comparisons, seed) is { } worst)
        {
            found.Add(("most confused fifth against everybody", new(set, comparisons, worst.AgainstEverybody)));
            found.Add(("most confused fifth among themselves", new(set, comparisons, worst.AmongThemselves)));
        }

        foreach (var (name, people) in groups ?? new Dictionary<string, HashSet<string>>())
        {
            found.Add(($"group {name}", new(set, comparisons, PairSelection.Within(set, people))));
        }

        return found;
    }

    private static List<FusionShift> Shifts(EvaluationSet set, List<Identification> searches, double floor, EvaluateRequest request)
    {
        var shifts = new List<FusionShift>();
        for (var i = 1; i < Frames.Length; i++)
        {
            // The same visitors with one frame, so that only the fusing differs.
            var alone = Identification.Run(set, Visits.Draw(set, 1, Frames[i], request.Rounds, request.Seed, Fuse), floor, request.Workers);
            foreach (var rate in (double[])[1e-4, 1e-5, 1e-6])
            {
                if (searches[i].ThresholdAtFalseMatchRate(rate) - alone.ThresholdAtFalseMatchRate(rate) is { } shift)
                {
                    shifts.Add(new(Frames[i], rate, shift));
                }
            }
        }

        return shifts;
    }

    private static CalibrationFile? CalibrationOf(
        EvaluationSet set,
        List<GroupThresholds> groups,
        List<FusionShift> shifts,
        LabelCorrections? corrections,
        EvaluateRequest request
    )
    {
        var points = Calibration.Worst(groups);
        if (points.Count < 2)
        {
            return null;
        }

        var penalty = Math.Clamp(Math.Ceiling(200 * shifts.Select(s => s.Shift).DefaultIfEmpty(0).Max()) / 200, 0, 0.195);
        var pooled = groups[0];
        var text = new List<string>
        {
            Say($"Anchored at the worst measured group, not at the mean. {set.Count:N0} pictures of {set.People.Count:N0} people;"),
            Say(
                $"{set.MatedPairs:N0} mated and {set.NonMatedPairs:N0} non-mated pairs; intervals are 95 %, by {request.Replicates} resamplings of people, seed {request.Seed}."
            ),
        };
        if (request.Gate != "none")
        {
            text.Add($"Only pictures that pass the {request.Gate} gate.");
        }

        if (corrections is not null)
        {
            text.Add(
                Say($"Label errors mended by people: {corrections.Same.Count} labels joined, {corrections.Dropped.Count} pictures dropped.")
            );
        }

        text.AddRange(
            groups.Select(group =>
                Say($"{group.Name} ({group.People:N0} people, {group.Pairs:N0} pairs): ")
                + string.Join(
                    ", ",
                    Verification.Rates.Select(
                        (rate, i) =>
                            group.Thresholds[i] is { } threshold
                                ? Say($"{rate:0e0} at {threshold:0.000}")
                                    + (group.Intervals[i] is { } interval ? Say($" [{interval.Low:0.000} to {interval.High:0.000}]") : "")
                                : Say($"{rate:0e0} too few")
                    )
                )
                + "."
            )
        );
        text.Add("Points: " + string.Join("; ", points.Select(point => Say($"{point.FalseMatchRate:0e0} {point.Source}"))) + ".");
        text.Add("Beyond the last point the scale goes on at the last step's slope, without measurement.");
        text.Add(
            shifts.Count == 0
                ? "fusedPenalty: too few people have enough pictures to measure it; 0 is no measurement."
                : "fusedPenalty: "
                    + string.Join(", ", shifts.Select(s => Say($"{s.Frames} frames {s.Shift:+0.000;-0.000} at {s.FalseMatchRate:0e0}")))
                    + "; the largest, rounded up."
        );
        return new([.. points.Select(p => new CalibrationFilePoint(p.Cosine, p.FalseMatchRate))], penalty, string.Join(' ', text));
    }

    private static AlertFloorMeasured FloorOf(
        double cosine,
        double penalty,
        List<(string Name, FalseMatches Matches)> groups,
        Comparisons comparisons,
        int[][] replicates
    ) =>
        new(
            cosine,
            penalty,
            [
                .. groups.Select(group => new FloorRate(
                    group.Name,
                    group.Matches.Pairs,
                    group.Matches.Count(cosine),
                    group.Matches.Rate(cosine),
                    group.Matches.UpperRate(cosine, replicates) is var upper && double.IsNaN(upper) ? null : upper
                )),
            ],
            Verification.PerPerson(comparisons, cosine, [])
        );

    private static IEnumerable<IdentificationRow> Rows(List<Identification> searches, int[][] replicates, int workers)
    {
        for (var i = 0; i < searches.Count; i++)
        {
            var search = searches[i];
            foreach (var size in ListSizes)
            {
                foreach (var rate in FalsePositiveRates)
                {
                    var misses = search.Misses(rate, size, replicates, workers);
                    var note =
                        misses.Threshold is not null ? null
                        : search.MatedVisits == 0 ? Say($"nobody has an enrolment picture and {Frames[i]} others")
                        : size >= search.Enrolled ? Say($"only {search.Enrolled:N0} people can be enrolled")
                        : search.Shows(rate, size) ? "no stranger comes near enough"
                        : "too few visits for this rate";
                    yield return new(
                        Frames[i],
                        size,
                        rate,
                        misses.Threshold,
                        misses.FalseNegativeRate,
                        misses.Interval,
                        search.MatedPeople,
                        search.NonMatedPeople,
                        note
                    );
                }
            }
        }
    }

    private static IEnumerable<DecisionRow> Decisions(
        EvaluationSet set,
        List<VisitDraw> draws,
        ModelPack? pack,
        CalibrationFile? calibration,
        int seed
    )
    {
        var space = pack?.Space ?? new EmbeddingSpace("unnamed", set.Dimension);
        var scales = new List<(string, ScoreScale, double)>();
        if (pack is not null)
        {
            scales.Add(("as the pack is shipped", pack.Scale, pack.FusedPenalty));
        }

        if (calibration is not null)
        {
            scales.Add(
                (
                    "with the calibration found here",
                    new([.. calibration.Points.Select(p => new CalibrationPoint(p.Cosine, p.FalseMatchRate))]),
                    calibration.FusedPenalty
                )
            );
        }

        foreach (var (name, scale, penalty) in scales)
        {
            foreach (var (draw, frames) in draws.Zip(Frames))
            {
                var enrolled = draw.EnrolmentOf.Min(round => round.Count(picture => picture >= 0));
                foreach (var size in ListSizes.Where(size => size < enrolled && draw.Visits.Any(visit => visit.CanBeListed)))
                {
                    var lists = Math.Max(1, 3_600 / size);
                    yield return new(
                        name,
                        frames,
                        ProductDecisions.Run(set, draw, space, scale, penalty, DecisionRule.Default, size, lists, seed)
                    );
                }
            }
        }
    }

    private static List<FalseAlertRow> FalseAlerts(AlertFloorMeasured? floor)
    {
        List<(string At, double Rate)> rates = [("the floor's promise, 1e-6", ScoreScale.FalseMatchRate(ScoreScale.AlertFloor))];
        rates.AddRange(
            floor?.Rates.Select(rate =>
                (rate.Group + (rate.FalseMatches == 0 ? ", at most" : ""), rate.FalseMatches == 0 ? rate.Upper ?? 1 : rate.Rate)
            ) ?? []
        );
        return
        [
            .. FalseAlertLoad.ListSizes.Select(size => new FalseAlertRow(
                size,
                [
                    .. rates.Select(rate =>
                    {
                        var load = FalseAlertLoad.At(size, rate.Rate);
                        return new FalseAlertCell(rate.At, rate.Rate, load.PerDayByVisit, load.PerDayByScan);
                    }),
                ]
            )),
        ];
    }

    private static IEnumerable<HistogramRow> Histogram(Comparisons comparisons)
    {
        const int Bins = CosineHistogram.Bins / HistogramRows;
        for (var row = 0; row < HistogramRows; row++)
        {
            var (mated, nonMated) = (Count(comparisons.Mated, row), Count(comparisons.NonMated, row));
            if (mated + nonMated > 0)
            {
                yield return new(CosineHistogram.Edge(row * Bins), CosineHistogram.Edge((row + 1) * Bins), mated, nonMated);
            }
        }

        static long Count(CosineHistogram histogram, int row) => histogram.Counts.Skip(row * Bins).Take(Bins).Sum();
    }

    /// <summary>The first pair of every two people: a label error shows once, not with each of a person's pictures.</summary>
    private static List<PicturePair> OneForEachTwo(EvaluationSet set, IEnumerable<ScoredPair> pairs) =>
        [
            .. pairs
                .DistinctBy(pair => (set.PersonOf[pair.Left], set.PersonOf[pair.Right]))
                .Take(PairsShown)
                .Select(pair => (pair.Cosine, Left: set.Templates[pair.Left], Right: set.Templates[pair.Right]))
                .Select(pair => new PicturePair(pair.Cosine, pair.Left.Person, pair.Left.Image, pair.Right.Person, pair.Right.Image)),
        ];

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
