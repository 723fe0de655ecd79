using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public sealed class FusionChoiceTests
{
    private readonly float[] _fused = new float[3];

    [Fact]
    [Trait("Rule", "R6")]
    public void Frames_that_agree_are_all_fused()
    {
        var (count, agreement) = Fuse(3, [1, 0, 0], [0.9f, 0.1f, 0], [0.9f, 0, 0.1f])!.Value;
        count.ShouldBe(3);
        agreement.ShouldBeGreaterThan(0.98f);
        _fused.Sum(v => v * v).ShouldBe(1, 1e-5);
    }

    [Fact]
    public void An_odd_frame_is_left_out_when_enough_remain()
    {
        var (count, agreement) = Fuse(3, [1, 0, 0], [0.9f, 0.1f, 0], [-1, 1, 0.5f], [0.9f, 0, 0.1f])!.Value;
        count.ShouldBe(3);
        agreement.ShouldBeGreaterThan(0.98f);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public void Frames_that_do_not_agree_decide_nothing_and_leave_nothing_behind()
    {
        Fuse(3, [1, 0, 0], [0, 1, 0], [0, 0, 1], [0.9f, 0.1f, 0]).ShouldBeNull();
        _fused.ShouldAllBe(v => v == 0);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public void A_stranger_among_three_frames_decides_nothing() => Fuse(3, [1, 0, 0], [0.9f, 0.1f, 0], [0.1f, 0, 1]).ShouldBeNull();

    [Fact]
    [Trait("Rule", "R6")]
    public void A_light_frame_that_agrees_is_not_taken_for_a_stranger()
    {
        // Cosine 0.5, above the limit for one person; near the heavy frame's mean the light one has 0.6, under its limit of 0.84.
        ReadOnlyMemory<float>[] frames = [new float[] { 1, 0, 0 }, new[] { 0.5f, MathF.Sqrt(0.75f), 0 }];

        FusionChoice.TryFuse(frames, [1, 0.1f], least: 2, _fused)!.Value.Count.ShouldBe(2);

        _fused[0].ShouldBeGreaterThan(0.99f);
    }

    [Fact]
    public void Fewer_frames_than_asked_for_decide_nothing()
    {
        Fuse(3, [1, 0, 0], [1, 0, 0]).ShouldBeNull();
        Fuse(2, [1, 0, 0], [1, 0, 0])!.Value.Count.ShouldBe(2);
    }

    private (int Count, float Agreement)? Fuse(int least, params float[][] templates)
    {
        foreach (var template in templates)
        {
            var norm = MathF.Sqrt(template.Sum(v => v * v));
            for (var i = 0; i < template.Length; i++)
            {
                template[i] /= norm;
            }
        }

        var weights = Enumerable.Repeat(1f, templates.Length).ToArray();
        return FusionChoice.TryFuse([.. templates.Select(t => (ReadOnlyMemory<float>)t)], weights, least, _fused);
    }
}
