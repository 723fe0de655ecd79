using System.Numerics.Tensors;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public class TemplateFusionTests
{
    [Fact]
    public void The_fused_template_is_the_weighted_mean_at_norm_one()
    {
        var fused = new float[2];

        var agreement = TemplateFusion.Fuse([new float[] { 1, 0 }, new float[] { 0, 1 }], [3, 4], fused);

        fused[0].ShouldBe(0.6f, tolerance: 1e-6f);
        fused[1].ShouldBe(0.8f, tolerance: 1e-6f);
        agreement.ShouldBe(0.6f, tolerance: 1e-6f);
    }

    [Fact]
    public void One_template_fuses_to_itself_in_full_agreement()
    {
        var template = Unit(512, seed: 1);
        var fused = new float[512];

        TemplateFusion.Fuse([template], [0.3f], fused).ShouldBe(1, tolerance: 1e-5f);
        TensorPrimitives.Dot<float>(fused, template).ShouldBe(1, tolerance: 1e-5f);
    }

    [Fact]
    public void A_template_of_another_person_shows_in_the_agreement()
    {
        var fused = new float[512];

        TemplateFusion.Fuse([Unit(512, 1), Unit(512, 1), Unit(512, 2)], [1, 1, 1], fused).ShouldBeLessThan(0.6f);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_not_above_zero_is_refused(float weight) =>
        Should.Throw<ArgumentException>(() => TemplateFusion.Fuse([Unit(8, 1)], [weight], new float[8])).Message.ShouldContain("Weight 0");

    [Fact]
    public void Templates_that_do_not_belong_together_are_refused()
    {
        Should.Throw<ArgumentException>(() => TemplateFusion.Fuse([], [], new float[8]));
        Should.Throw<ArgumentException>(() => TemplateFusion.Fuse([Unit(8, 1)], [1, 1], new float[8]));
        Should
            .Throw<ArgumentException>(() => TemplateFusion.Fuse([Unit(8, 1), Unit(9, 1)], [1, 1], new float[8]))
            .Message.ShouldContain("Template 1");
        Should.Throw<ArgumentException>(() => TemplateFusion.Fuse([new float[] { 1, 0 }, new float[] { -1, 0 }], [1, 1], new float[2]));
        Should.Throw<ArgumentException>(() => TemplateFusion.Fuse([new float[] { float.NaN, 0 }], [1], new float[2]));
    }

    private static float[] Unit(int length, int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f).ToArray();
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        return values;
    }
}
