using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

[Trait("Rule", "R4")]
public sealed class FaceQualityTests(FaceEngineFixture faces) : IClassFixture<FaceEngineFixture>, IDisposable
{
    private readonly FaceEngine _smallFaces = new(faces.Engine.Pack, new() { MinFacePixels = 40 });

    public void Dispose() => _smallFaces.Dispose();

    [Theory]
    [InlineData('A', 0)]
    [InlineData('A', 4)]
    [InlineData('B', 0)]
    public void A_good_picture_passes_both_gates(char subject, int number)
    {
        using var frame = TestMedia.Decode(TestMedia.Portraits(subject)[number]);

        foreach (var gate in new[] { QualityGate.Probe, QualityGate.Enrolment })
        {
            var quality = Assess(frame, gate);
            quality.Passes.ShouldBeTrue(quality.Describe());
            quality.Describe().ShouldBeEmpty();
            quality.Score.ShouldBeInRange(0.7f, 1);
        }
    }

    public static TheoryData<QualityAspect, string, Func<Frame, Portrait, Frame>> Defects =>
        new()
        {
            { QualityAspect.Size, "pixels high", (frame, face) => frame.Shrink(45 / face.Face.Box.Height) },
            { QualityAspect.Sharpness, "blurred", (frame, face) => Blurred(frame, face) },
            { QualityAspect.Tilt, "leans", (frame, face) => frame.Turn(42, face.Landmarks.Nose) },
            { QualityAspect.Contrast, "too dim or hazy", (frame, _) => frame.Map(v => 0.18 * v) },
            { QualityAspect.Exposure, "burnt out", (frame, _) => frame.Map(v => 2.5 * v) },
            { QualityAspect.Occlusion, "seems covered", Masked },
            { QualityAspect.Occlusion, "seems covered", DarkGlasses },
        };

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_picture_with_one_defect_is_refused_for_it_with_the_measure_and_the_limit(
        QualityAspect aspect,
        string told,
        Func<Frame, Portrait, Frame> spoil
    )
    {
        using var good = TestMedia.Decode(TestMedia.Portraits('A')[0]);
        using var bad = spoil(good, faces.Look(good));

        Refuses(bad, aspect, told);
    }

    [Fact]
    public void A_profile_is_refused_for_its_pose()
    {
        using var profile = TestMedia.Decode(TestMedia.Portraits('C')[4]);

        Refuses(profile, QualityAspect.Pose, "away from the camera");
    }

    [Fact]
    public void Enrolment_asks_for_more_than_a_probe()
    {
        using var turned = TestMedia.Decode(TestMedia.Portraits('B')[2]);

        Assess(turned, QualityGate.Probe).Passes.ShouldBeTrue();
        Assess(turned, QualityGate.Enrolment).Shortfalls.ShouldHaveSingleItem().Aspect.ShouldBe(QualityAspect.Pose);
    }

    [Fact]
    public void The_score_falls_as_the_picture_gets_worse_and_is_the_same_at_either_gate()
    {
        using var good = TestMedia.Decode(TestMedia.Portraits('A')[0]);
        var scores = new[] { 1, 0.5, 0.35, 0.25 }.Select(light =>
        {
            using var frame = good.Map(v => light * v);
            return Assess(frame, QualityGate.Probe).Score;
        });

        scores.ShouldBeInOrder(SortDirection.Descending);
        Assess(good, QualityGate.Probe).Score.ShouldBe(Assess(good, QualityGate.Enrolment).Score);
    }

    [Fact]
    public void A_flat_area_taken_for_a_face_passes_no_gate_and_scores_zero()
    {
        using var flat = Frame.Rent(300, 300);
        flat.Pixels.Fill(90);
        var landmarks = new FaceLandmarks(new(120, 120), new(180, 120), new(150, 155), new(127, 190), new(173, 190));

        var quality = faces.Engine.Assess(flat, new(new(90, 70, 120, 160), 1), landmarks, QualityGate.Probe);

        quality.Score.ShouldBe(0);
        quality.Shortfalls.Select(s => s.Aspect).ShouldBe([QualityAspect.Sharpness, QualityAspect.Contrast, QualityAspect.Occlusion]);
    }

    [Fact]
    public void Measurements_that_are_no_numbers_meet_no_limit()
    {
        var nan = double.NaN;

        var quality = QualityLimits.Judge(new(nan, nan, nan, nan, nan, nan, nan), QualityGate.Probe);

        quality.Score.ShouldBe(0);
        quality.Shortfalls.Select(s => s.Aspect).ShouldBe(Enum.GetValues<QualityAspect>());
    }

    private void Refuses(Frame frame, QualityAspect aspect, string told)
    {
        foreach (var gate in new[] { QualityGate.Probe, QualityGate.Enrolment })
        {
            var quality = Assess(frame, gate);
            var shortfall = quality.Shortfalls.Where(s => s.Aspect == aspect).ShouldHaveSingleItem(quality.Describe());
            quality.Passes.ShouldBeFalse();
            quality.Describe().ShouldContain(told);
            double.IsFinite(shortfall.Measured).ShouldBeTrue();
        }
    }

    private FaceQuality Assess(Frame frame, QualityGate gate)
    {
        var face = _smallFaces.Detect(frame).MaxBy(f => f.Box.Area);
        return _smallFaces.Assess(frame, face, _smallFaces.Locate(frame, face), gate);
    }

    private static Frame Blurred(Frame frame, Portrait face)
    {
        using var small = frame.Shrink(120 / face.Face.Box.Height);
        return small.Blur(2);
    }

    private static Frame Masked(Frame frame, Portrait face)
    {
        var (box, nose) = (face.Face.Box, face.Landmarks.Nose);
        return frame.Cover((x, y) => y > nose.Y && y < box.Y + box.Height && x > box.X && x < box.X + box.Width, 200);
    }

    private static Frame DarkGlasses(Frame frame, Portrait face)
    {
        var (left, right) = (face.Landmarks.LeftEye, face.Landmarks.RightEye);
        var radius = 0.42f * (right.X - left.X);
        return frame.Cover((x, y) => Within(left, x, y) || Within(right, x, y), 15);

        bool Within(FacePoint eye, int x, int y) => Math.Abs(x - eye.X) < radius && Math.Abs(y - eye.Y) < 0.8f * radius;
    }
}
