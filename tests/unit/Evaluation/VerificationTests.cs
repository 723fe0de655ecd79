using RetailGuard.Matching.Evaluation;

namespace RetailGuard.Tests.Unit.Evaluation;

public sealed class VerificationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_case_by_hand_has_the_rates_of_the_hand()
    {
        // A at 0° and 10°, B at 60° and 90°, C at 180°: non-mated cosines are those of 50, 60, 80, 90, 90, 120, 170, 180 degrees.
        var set = EvaluationSet.Create([
            SimulatedFaces.At("A", "a1", 0),
            SimulatedFaces.At("A", "a2", 10),
            SimulatedFaces.At("B", "b1", 60),
            SimulatedFaces.At("B", "b2", 90),
            SimulatedFaces.At("C", "c1", 180),
        ]);
        var comparisons = ComparisonScan.Run(set, 1, Stop);
        var matches = SimulatedFaces.All(set, comparisons);

        (set.MatedPairs, set.NonMatedPairs).ShouldBe((2, 8));
        matches.Count(Cosine(50.1)).ShouldBe(1);
        matches.Rate(Cosine(80.1)).ShouldBe(3 / 8d);
        // Half of eight is four: the threshold lies above the fifth, so that no more than four match.
        matches.Threshold(0.5)!.Value.ShouldBe(Cosine(90), 1e-6);
        matches.Count(matches.Threshold(0.5)!.Value).ShouldBeLessThanOrEqualTo(4);
        Verification.PerPerson(comparisons, Cosine(20), []).ShouldBe(0.5);
        Verification.PerPerson(comparisons, Cosine(30.1), []).ShouldBe(1);
        Verification.PerPerson(comparisons, Cosine(20), [3, 1, 0]).ShouldBe(0.75);
    }

    [Fact]
    public void A_person_with_many_pictures_weighs_once_among_people_and_often_among_pairs()
    {
        var templates = Enumerable.Range(0, 4).Select(i => SimulatedFaces.At("A", $"a{i}", 0)).ToList();
        templates.AddRange([SimulatedFaces.At("B", "b1", 120), SimulatedFaces.At("B", "b2", 220)]);
        var comparisons = ComparisonScan.Run(EvaluationSet.Create(templates), 1, Stop);

        Verification.PerPerson(comparisons, 0.5, []).ShouldBe(0.5);
        Verification.PerPair(comparisons, 0.5, []).ShouldBe(6 / 7d);
    }

    [Fact]
    public void Too_few_pairs_for_a_rate_are_said_to_be_too_few()
    {
        var set = SimulatedFaces.People(people: 50, pictures: 2, dimension: 32, noise: 0.5, seed: 5);
        var comparisons = ComparisonScan.Run(set, 1, Stop);
        var matches = SimulatedFaces.All(set, comparisons);

        set.NonMatedPairs.ShouldBe(4900);
        matches.LeastRate.ShouldBe(3 / 4900d);
        matches.Threshold(1e-3).ShouldNotBeNull();
        matches.Threshold(1e-4).ShouldBeNull();
        var accuracy = Verification.Measure(comparisons, matches, PeopleBootstrap.Draw(50, 50, 1), 1);
        accuracy[0].TarPerPerson.ShouldNotBeNull();
        accuracy.Skip(1).ShouldAllBe(row => row.TarPerPerson == null && row.ThresholdInterval == null);
        matches.UpperRate(1.1, PeopleBootstrap.Draw(50, 50, 1)).ShouldBe(3 / 4900d);
    }

    [Fact]
    public void An_interval_covers_the_truth_about_as_often_as_it_says()
    {
        // The truth comes from one large draw of the same kind.
        var large = SimulatedFaces.People(people: 700, pictures: 3, dimension: 24, noise: 0.9, seed: 100);
        var truth = SimulatedFaces.All(large, ComparisonScan.Run(large, 2, Stop)).Threshold(1e-3)!.Value;

        var covered = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var set = SimulatedFaces.People(people: 60, pictures: 3, dimension: 24, noise: 0.9, seed);
            var comparisons = ComparisonScan.Run(set, 2, Stop);
            var interval = Verification
                .Measure(comparisons, SimulatedFaces.All(set, comparisons), PeopleBootstrap.Draw(60, 120, seed), 2, [1e-3])[0]
                .ThresholdInterval!.Value;
            covered += interval.Low <= truth && truth <= interval.High ? 1 : 0;
        }

        covered.ShouldBeInRange(33, 40);
    }

    [Fact]
    public void Resampling_people_gives_a_wider_interval_than_resampling_pairs()
    {
        var set = SimulatedFaces.People(people: 60, pictures: 6, dimension: 24, noise: 0.5, seed: 6);
        var comparisons = ComparisonScan.Run(set, 2, Stop);
        var matches = SimulatedFaces.All(set, comparisons);
        var threshold = matches.Threshold(1e-3)!.Value;

        var byPeople = PeopleBootstrap.Middle(PeopleBootstrap.Draw(60, 200, 7).Select(weights => matches.Rate(threshold, weights)))!.Value;
        var random = new Random(8);
        var byPairs = PeopleBootstrap
            .Middle(
                Enumerable
                    .Range(0, 200)
                    .Select(_ =>
                        Enumerable.Range(0, (int)set.NonMatedPairs).Count(_ => random.NextDouble() < matches.Rate(threshold))
                        / (double)set.NonMatedPairs
                    )
            )!
            .Value;

        (byPeople.High - byPeople.Low).ShouldBeGreaterThan(1.5 * (byPairs.High - byPairs.Low));
    }

    [Fact]
    public void Weighted_pairs_are_those_that_copies_of_people_would_make()
    {
        var set = SimulatedFaces.People(people: 6, pictures: 2, dimension: 8, noise: 0.5, seed: 9);
        var selection = new PairSelection([1, 1, 2, 2, 0, 1], (1, 2), (1, 1));
        int[] weights = [2, 0, 1, 3, 5, 1];

        var expected = 0d;
        for (var a = 0; a < 6; a++)
        {
            for (var b = a + 1; b < 6; b++)
            {
                expected += selection.Includes(a, b) ? weights[a] * 2 * weights[b] * 2 : 0;
            }
        }

        selection.Pairs(set, weights).ShouldBe(expected);
        PairSelection.AllPeople(set).Pairs(set, []).ShouldBe(set.NonMatedPairs);
    }

    private static double Cosine(double degrees) => Math.Cos(degrees * Math.PI / 180);
}
