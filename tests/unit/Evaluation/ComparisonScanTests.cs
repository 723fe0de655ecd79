using System.Numerics.Tensors;
using RetailGuard.Matching.Evaluation;

namespace RetailGuard.Tests.Unit.Evaluation;

public sealed class ComparisonScanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_pair_is_compared_once_with_the_cosine_of_a_plain_loop(int workers)
    {
        // Odd sizes: blocks are cut off on both sides.
        var set = SimulatedFaces.People(people: 67, pictures: 3, dimension: 37, noise: 0.8, seed: 1);

        var found = ComparisonScan.Run(set, workers, TestContext.Current.CancellationToken);

        var plain = new List<ScoredPair>();
        var (mated, nonMated) = (new long[CosineHistogram.Bins], new long[CosineHistogram.Bins]);
        for (var left = 0; left < set.Count; left++)
        {
            for (var right = left + 1; right < set.Count; right++)
            {
                var cosine = TensorPrimitives.Dot(set.Unit(left), set.Unit(right));
                var bin = Math.Clamp((int)((cosine + 1) * (CosineHistogram.Bins / 2f)), 0, CosineHistogram.Bins - 1);
                if (set.PersonOf[left] == set.PersonOf[right])
                {
                    mated[bin]++;
                }
                else
                {
                    nonMated[bin]++;
                    plain.Add(new(cosine, left, right));
                }
            }
        }

        found.Mated.Counts.ShouldBe(mated);
        found.NonMated.Counts.ShouldBe(nonMated);
        found.Tail.ShouldBe([.. plain.OrderByDescending(p => p.Cosine).ThenBy(p => p.Left).ThenBy(p => p.Right)]);
        found.Tail.Length.ShouldBe((int)set.NonMatedPairs);
        found.MatedOf.Sum(of => of.Length).ShouldBe((int)set.MatedPairs);
    }

    [Fact]
    public void Cosines_are_those_of_double_precision()
    {
        var set = SimulatedFaces.People(people: 20, pictures: 2, dimension: 512, noise: 1, seed: 2);

        foreach (var pair in ComparisonScan.Run(set, 2, TestContext.Current.CancellationToken).Tail)
        {
            var exact = 0d;
            for (var i = 0; i < set.Dimension; i++)
            {
                exact += (double)set.Unit(pair.Left)[i] * set.Unit(pair.Right)[i];
            }

            ((double)pair.Cosine).ShouldBe(exact, 1e-6);
        }
    }

    [Fact]
    public void The_order_of_the_lines_does_not_matter()
    {
        var templates = SimulatedFaces.Templates(people: 40, pictures: 2, dimension: 16, noise: 0.7, seed: 3);
        var shuffled = templates.ToArray();
        new Random(4).Shuffle(shuffled);

        var (one, two) = (EvaluationSet.Create(templates), EvaluationSet.Create(shuffled));
        var (a, b) = (
            ComparisonScan.Run(one, 2, TestContext.Current.CancellationToken),
            ComparisonScan.Run(two, 1, TestContext.Current.CancellationToken)
        );

        a.Tail.ShouldBe(b.Tail);
        a.LeastMated.ShouldBe(b.LeastMated);
        one.Templates.Select(t => t.Image).ShouldBe(two.Templates.Select(t => t.Image));
    }

    [Fact]
    public void What_cannot_be_evaluated_says_why()
    {
        Refusal([]).ShouldContain("no templates");
        Refusal([SimulatedFaces.At("A", "1", 0), SimulatedFaces.At("A", "2", 1)]).ShouldContain("one person's");
        Refusal([SimulatedFaces.At("A", "1", 0), SimulatedFaces.At("B", "2", 1)]).ShouldContain("second picture");
        Refusal([SimulatedFaces.At("A", "1", 0), SimulatedFaces.At("A", "1", 1), SimulatedFaces.At("B", "2", 1)])
            .ShouldContain("there twice");
        Refusal([SimulatedFaces.At("A", "1", 0), new("B", "2", new float[3])]).ShouldContain("3 values");
        Refusal([SimulatedFaces.At("A", "1", 0), new("B", "2", new float[2])]).ShouldContain("no direction");
    }

    private static string Refusal(IEnumerable<LabelledTemplate> templates) =>
        Should.Throw<EvaluationException>(() => EvaluationSet.Create(templates)).Message;
}
