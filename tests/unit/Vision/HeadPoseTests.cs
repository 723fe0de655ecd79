using System.Numerics;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public class HeadPoseTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(30, 0, 0)]
    [InlineData(-45, 0, 10)]
    [InlineData(0, 25, 0)]
    [InlineData(0, -20, -30)]
    [InlineData(60, 0, 40)]
    public void The_pose_of_a_turned_average_face_is_found(float yaw, float pitch, float roll)
    {
        var found = HeadPose.Of(Project(yaw, pitch, roll));

        found.Yaw.ShouldBe(yaw, tolerance: 1.5f);
        found.Pitch.ShouldBe(pitch, tolerance: 1.5f);
        found.Roll.ShouldBe(roll, tolerance: 1.5f);
        found.Turn.ShouldBe(Math.Max(Math.Abs(yaw), Math.Abs(pitch)), tolerance: 2f);
    }

    [Fact]
    public void Points_that_are_not_finite_give_no_number_that_a_gate_could_accept() =>
        float.IsNaN(HeadPose.Of(new(new(float.NaN, 0), new(1, 0), default, default, default)).Turn).ShouldBeTrue();

    /// <summary>A head seen from afar: turned about its upright axis, then bowed, then leant, 180 pixels between the eyes.</summary>
    private static FaceLandmarks Project(float yaw, float pitch, float roll)
    {
        // Right, down, towards the camera; the units of the alignment template.
        Vector3[] face =
        [
            new(-17.62f, 0, 0),
            new(17.62f, 0, 0),
            new(0, 17.9f, 17.9f),
            new(-14.59f, 40.69f, 3.9f),
            new(14.59f, 40.69f, 3.9f),
        ];
        var points = face.Select(point =>
            {
                var (sinYaw, cosYaw) = MathF.SinCos(yaw * MathF.PI / 180);
                var (sinPitch, cosPitch) = MathF.SinCos(pitch * MathF.PI / 180);
                var (sinRoll, cosRoll) = MathF.SinCos(roll * MathF.PI / 180);
                var x = (cosYaw * point.X) + (sinYaw * point.Z);
                var depth = (cosYaw * point.Z) - (sinYaw * point.X);
                var y = (cosPitch * point.Y) + (sinPitch * depth);
                return new FacePoint(500 + (5 * ((cosRoll * x) - (sinRoll * y))), 400 + (5 * ((sinRoll * x) + (cosRoll * y))));
            })
            .ToArray();
        return new(points[0], points[1], points[2], points[3], points[4]);
    }
}
