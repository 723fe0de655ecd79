using System.Numerics.Tensors;
using RetailGuard.Matching;
using RetailGuard.Matching.Evaluation;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Evaluation;

public sealed class IdentificationTests
{
    private static readonly FrameFusion Fuse = (templates, weights, fused) => FusionChoice.TryFuse(templates, weights, least: 2, fused);

    [Fact]
    public void The_rate_over_all_lists_is_the_one_that_random_lists_approach()
    {
        var set = SimulatedFaces.People(people: 150, pictures: 3, dimension: 24, noise: 0.7, seed: 21);
        var draw = Visits.Draw(set, framesPerVisit: 1, leastFrames: 1, rounds: 1, seed: 1, Fuse);
        var search = Identification.Run(set, draw, floor: 0.3, workers: 2);
        const double Cosine = 0.55;

        var random = new Random(2);
        var (alerts, visits) = (0, 0);
        var people = Enumerable.Range(0, 150).ToArray();
        for (var list = 0; list < 400; list++)
        {
            random.Shuffle(people);
            var listed = people[..20].ToHashSet();
            foreach (var visit in draw.Visits.Where(v => !listed.Contains(v.Person)))
            {
                visits++;
                alerts += listed.Any(p => TensorPrimitives.Dot(set.Unit(draw.EnrolmentOf[0][p]), visit.Template) >= Cosine) ? 1 : 0;
            }
        }

        search.FalsePositiveRate(Cosine, 20).ShouldBe(alerts / (double)visits, 0.1 * alerts / visits);
    }

    [Fact]
    public void The_threshold_keeps_the_rate_and_fusing_lowers_the_misses()
    {
        var set = SimulatedFaces.People(people: 300, pictures: 6, dimension: 64, noise: 1.4, seed: 22);
        var replicates = PeopleBootstrap.Draw(300, 60, 1);

        var misses = new List<double>();
        foreach (var frames in new[] { 1, 3, 5 })
        {
            var search = Identification.Run(set, Visits.Draw(set, frames, frames, 2, 1, Fuse), floor: 0.1, workers: 2);
            var row = search.Misses(0.01, 72, replicates, 2);
            search.FalsePositiveRate(row.Threshold!.Value, 72).ShouldBeInRange(0.007, 0.01);
            row.Interval!.Value.Low.ShouldBeLessThanOrEqualTo(row.FalseNegativeRate!.Value);
            row.Interval!.Value.High.ShouldBeGreaterThanOrEqualTo(row.FalseNegativeRate!.Value);
            misses.Add(row.FalseNegativeRate!.Value);
            search.Shows(1e-6, 72).ShouldBeFalse();
            search.Misses(1e-6, 72, replicates, 2).Threshold.ShouldBeNull();
        }

        misses[1].ShouldBeLessThan(misses[0]);
        misses[2].ShouldBeLessThan(misses[1]);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public void The_products_own_decision_is_tried_on_random_lists()
    {
        var set = SimulatedFaces.People(people: 100, pictures: 4, dimension: 64, noise: 0.3, seed: 23);
        ScoreScale scale = new([new(0.5, 1e-4), new(0.6, 1e-6)]);
        EmbeddingSpace space = new("simulated", 64);

        DecisionTally Run(int frames) =>
            ProductDecisions.Run(
                set,
                Visits.Draw(set, frames, frames, 1, 1, Fuse),
                space,
                scale,
                fusedPenalty: 0.02,
                DecisionRule.Default,
                listSize: 72,
                listsPerRound: 5,
                seed: 1
            );

        var fused = Run(3);
        fused.Listed.ShouldBe(5 * 72);
        fused.Found.ShouldBe(fused.Listed);
        fused.Strangers.ShouldBe(5 * 28);
        fused.FalseAlerts.ShouldBe(0);
        // One frame is too little for the product, however near it is.
        Run(1).Found.ShouldBe(0);
        Run(1).WeakListed.ShouldBe(5 * 72);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public void Pictures_below_a_gate_are_neither_enrolled_nor_probes()
    {
        var templates = SimulatedFaces.Templates(people: 10, pictures: 3, dimension: 16, noise: 0.5, seed: 24);
        var set = EvaluationSet.Create(
            templates.Select(t =>
                t.Image.EndsWith("00", StringComparison.Ordinal) ? t with { ForProbe = false, ForEnrolment = false }
                : t.Image.EndsWith("01", StringComparison.Ordinal) ? t with { ForEnrolment = false }
                : t
            )
        );

        var draw = Visits.Draw(set, 1, 1, 3, 1, Fuse);

        draw.EnrolmentOf.SelectMany(round => round).ShouldAllBe(picture => set.Templates[picture].Image.EndsWith("02"));
        foreach (var visit in draw.Visits.Where(v => v.CanBeListed))
        {
            TensorPrimitives.Dot(visit.Template, set.Unit(set.FirstOf(visit.Person) + 1)).ShouldBeGreaterThan(0.9999f);
        }

        draw.Visits.Count.ShouldBe(30);
    }
}
