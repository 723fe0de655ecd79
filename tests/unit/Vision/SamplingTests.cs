using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>Each kernel against an oracle written plainly in double precision.</summary>
public class SamplingTests
{
    [Fact]
    public void Blending_two_rows_equals_the_plain_sum_for_any_length()
    {
        var random = new Random(1);
        for (var length = 0; length < 200; length++)
        {
            var (above, below) = (new byte[length], new byte[length]);
            random.NextBytes(above);
            random.NextBytes(below);
            var weight = random.NextSingle();
            var row = new float[length];

            Resize.Blend(above, below, weight, row);

            row.ShouldBe(above.Zip(below, (a, b) => a + (weight * (b - a))));
        }
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(65, 49)]
    [InlineData(2, 3)]
    public void A_halving_is_the_rounded_mean_of_two_by_two(int width, int height)
    {
        using var frame = Noise(width, height);
        var pyramid = new Pyramid();

        var half = pyramid.Level(PixelView.Of(frame), 1);

        (half.Width, half.Height).ShouldBe((width / 2, height / 2));
        for (var y = 0; y < half.Height; y++)
        {
            for (var i = 0; i < 3 * half.Width; i++)
            {
                var (x, channel) = (2 * (i / 3), i % 3);
                int At(int dx, int dy) => frame.At(x + dx, (2 * y) + dy, channel);
                ((int)half.Row(y)[i]).ShouldBe((At(0, 0) + At(1, 0) + At(0, 1) + At(1, 1) + 2) / 4);
            }
        }
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Clearing_a_pyramid_zeroes_every_halving_and_forgets_it()
    {
        using var first = Noise(64, 48);
        using var second = Noise(64, 48);
        second.Pixels.Fill(9);
        var pyramid = new Pyramid();
        var half = pyramid.Level(PixelView.Of(first), 2);

        pyramid.Clear();

        half.Row(3).ContainsAnyExcept((byte)0).ShouldBeFalse();
        pyramid.Level(PixelView.Of(second), 2).Row(3).ContainsAnyExcept((byte)9).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 0, 1f)]
    [InlineData(-20, -15, 1.7f)]
    [InlineData(3.25, 7.5, 0.6f)]
    [InlineData(30, 20, 2f)]
    [InlineData(500, 500, 1f)]
    public void Resizing_is_bilinear_and_leaves_the_mean_outside(float left, float top, float step)
    {
        using var frame = Noise(61, 47);
        var shape = new NetworkInput(40, 32, ChannelOrder.Bgr, Mean: 127, Scale: 1 / 128f);
        var input = Enumerable.Repeat(float.NaN, 3 * 40 * 32).ToArray();

        new Resize(shape).Fill(PixelView.Of(frame), left, top, step, input);

        for (var i = 0; i < input.Length; i++)
        {
            var (channel, y, x) = (2 - (i / (40 * 32)), i / 40 % 32, i % 40);
            var (u, v) = (left + ((x + 0.5) * step) - 0.5, top + ((y + 0.5) * step) - 0.5);
            var inside = u >= -0.5 && u < 60.5 && v >= -0.5 && v < 46.5;
            ((double)input[i]).ShouldBe(inside ? (frame.Between(u, v, channel) - 127) / 128 : 0, tolerance: 1e-4);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.4, 0.8)]
    [InlineData(-2.5, 1.4)]
    public void Warping_is_bilinear_at_the_turned_place(double angle, double scale)
    {
        using var frame = Noise(120, 90);
        var shape = new NetworkInput(32, 32, ChannelOrder.Rgb, Mean: 0, Scale: 1);
        var toPicture = new Similarity((float)(scale * Math.Cos(angle)), (float)(scale * Math.Sin(angle)), 60, 40);
        var input = new float[3 * 32 * 32];

        Warp.Fill(PixelView.Of(frame), toPicture, shape, input);

        for (var i = 0; i < input.Length; i++)
        {
            var at = toPicture.Apply(new(i % 32, i / 32 % 32));
            ((double)input[i]).ShouldBe(frame.Between(at.X, at.Y, i / (32 * 32)), tolerance: 0.05);
        }
    }

    [Fact]
    public void Warping_a_large_picture_down_takes_the_mean_and_not_single_pixels()
    {
        using var checks = Frame.Rent(256, 256);
        for (var i = 0; i < 256 * 256; i++)
        {
            checks.Pixels.Slice(3 * i, 3).Fill((byte)(((i % 256) + (i / 256)) % 2 * 255));
        }

        var input = new float[32 * 32];
        Warp.Fill(PixelView.Of(checks), new(4, 0, 60, 60), new(32, 32, ChannelOrder.Grey, 0, 1), input);

        input.ShouldAllBe(v => v > 100 && v < 155);
    }

    [Fact]
    public void A_fit_finds_the_similarity_that_moved_the_points() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Points().ToArbitrary(),
                Moves().ToArbitrary(),
                (points, move) =>
                {
                    var fit = Similarity.Fit(points, [.. points.Select(p => move.Apply(p))]).ShouldNotBeNull();
                    foreach (var point in points)
                    {
                        var (found, wanted) = (fit.Apply(point), move.Apply(point));
                        found.X.ShouldBe(wanted.X, tolerance: 0.05f);
                        found.Y.ShouldBe(wanted.Y, tolerance: 0.05f);
                        var back = fit.Inverse().Apply(found);
                        back.X.ShouldBe(point.X, tolerance: 0.05f);
                        back.Y.ShouldBe(point.Y, tolerance: 0.05f);
                    }
                }
            )
        );

    [Fact]
    public void No_similarity_near_the_fit_comes_nearer_to_the_targets() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Points().ToArbitrary(),
                Points().ToArbitrary(),
                (points, targets) =>
                {
                    var fit = Similarity.Fit(points, targets).ShouldNotBeNull();
                    var least = Error(fit);
                    foreach (var by in new[] { -1e-2f, 1e-2f })
                    {
                        foreach (
                            var other in new[] { fit with { A = fit.A + by }, fit with { B = fit.B + by }, fit with { X = fit.X + by } }
                        )
                        {
                            Error(other).ShouldBeGreaterThanOrEqualTo(least - (1e-3 * least) - 1e-3);
                        }
                    }

                    double Error(Similarity similarity) =>
                        points
                            .Zip(targets, (point, target) => (Found: similarity.Apply(point), target))
                            .Sum(pair => Math.Pow(pair.Found.X - pair.target.X, 2) + Math.Pow(pair.Found.Y - pair.target.Y, 2));
                }
            )
        );

    [Fact]
    public void Points_that_coincide_or_are_not_finite_have_no_fit()
    {
        FacePoint[] template = [new(0, 0), new(10, 0), new(5, 5)];

        Similarity.Fit([new(3, 3), new(3, 3), new(3, 3)], template).ShouldBeNull();
        Similarity.Fit([new(float.NaN, 3), new(4, 3), new(3, 9)], template).ShouldBeNull();
        Similarity.Fit([new(float.PositiveInfinity, 3), new(4, 3), new(3, 9)], template).ShouldBeNull();
    }

    private static Gen<FacePoint[]> Points() =>
        from xs in Gen.Choose(0, 1000).ArrayOf(5)
        from ys in Gen.Choose(0, 1000).ArrayOf(5)
        where xs.Max() - xs.Min() > 50 && ys.Max() - ys.Min() > 50
        select xs.Zip(ys, (x, y) => new FacePoint(x, y)).ToArray();

    private static Gen<Similarity> Moves() =>
        from degrees in Gen.Choose(-180, 180)
        from percent in Gen.Choose(10, 400)
        from x in Gen.Choose(-500, 500)
        from y in Gen.Choose(-500, 500)
        let angle = degrees * MathF.PI / 180
        select new Similarity(percent / 100f * MathF.Cos(angle), percent / 100f * MathF.Sin(angle), x, y);

    private static Frame Noise(int width, int height)
    {
        var frame = Frame.Rent(width, height);
        new Random(7).NextBytes(frame.Pixels);
        return frame;
    }
}
