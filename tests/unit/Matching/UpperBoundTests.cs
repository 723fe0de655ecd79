using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Matching.Search;

namespace RetailGuard.Tests.Unit.Matching;

/// <summary>The bound that lets a search pass over a row is never below the row's exact cosine.</summary>
public sealed unsafe class UpperBoundTests
{
    [Fact]
    public void The_bound_of_every_row_is_at_least_its_exact_cosine() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(
                Gallery.Any,
                gallery =>
                {
                    var random = new Random(gallery.Seed);
                    var source = new TemplateSource(gallery.Shape, gallery.Dimension, random);
                    using var rows = new TemplateSegment(gallery.Dimension, TemplateSegment.PanelRows);
                    for (var row = 0; row < TemplateSegment.PanelRows; row++)
                    {
                        var template = source.Next();
                        rows.Write(row, template);
                        BoundHolds(rows, row, template, source.Probe());
                        BoundHolds(rows, row, template, template);
                    }
                }
            )
        );

    /// <summary>The probe lies along the row's rounding error, where the inequality of Cauchy and Schwarz is an equality.</summary>
    [Fact]
    public void The_bound_holds_where_it_is_tightest()
    {
        var random = new Random(11);
        foreach (var dimension in new[] { 2, 3, 64, 127, 512, 4096 })
        {
            using var rows = new TemplateSegment(dimension, TemplateSegment.PanelRows);
            var template = TemplateSource.Unit(random, dimension);
            rows.Write(0, template);
            var errors = Enumerable.Range(0, dimension).Select(i => (double)rows.Remainders[i]).ToArray();
            var norm = Math.Sqrt(errors.Sum(e => e * e));
            foreach (var sign in new[] { 1, -1 })
            {
                BoundHolds(rows, 0, template, [.. errors.Select(e => (float)(sign * e / norm))]);
            }
        }
    }

    private static void BoundHolds(TemplateSegment rows, int row, float[] template, float[] probe)
    {
        var prepared = new PreparedProbes(template.Length);
        fixed (float* values = probe)
        {
            prepared.Prepare(values, count: 1);
        }

        var sums = stackalloc int[TemplateSegment.PanelRows];
        PortableKernel.Compare(rows.Codes, prepared.Codes(0), rows.RowBytes / TemplateSegment.GroupValues, sums, ahead: 0);
        var bound = prepared.Bounds[0].Upper(rows, 0, sums)[row];
        ((double)bound).ShouldBeGreaterThanOrEqualTo(ScalarOracle.Cosine(template, probe));
    }
}
