using System.Numerics.Tensors;
using RetailGuard.Foundation;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Vision;

public sealed class FaceTurnTests(FaceEngineFixture faces) : IClassFixture<FaceEngineFixture>
{
    [Fact]
    public void A_frame_is_turned_clockwise()
    {
        using var frame = Frame.Rent(3, 2);
        for (var i = 0; i < 6; i++)
        {
            frame.Pixels.Slice(3 * i, 3).Fill((byte)i);
        }

        Turned(0).ShouldBe((3, 2, "012345"));
        Turned(1).ShouldBe((2, 3, "304152"));
        Turned(2).ShouldBe((3, 2, "543210"));
        Turned(3).ShouldBe((2, 3, "251403"));

        (int, int, string) Turned(int quarters)
        {
            using var turned = frame.Turned(quarters);
            return (turned.Width, turned.Height, string.Concat(turned.Pixels.ToArray().Where((_, i) => i % 3 == 0)));
        }
    }

    [Fact]
    [Trait("Rule", "R4")]
    public void Which_way_up_a_face_is_is_told_from_any_way_up()
    {
        foreach (var file in TestMedia.Portraits('A').Concat(TestMedia.Portraits('C')))
        {
            using var upright = TestMedia.Decode(file);
            for (var quarters = 0; quarters < 4; quarters++)
            {
                using var turned = upright.Turned(quarters);
                FaceTurn.Of(faces.Engine, turned)?.Quarters.ShouldBe((4 - quarters) % 4, $"{Path.GetFileName(file)}, {quarters}");
            }
        }

        using var nobody = Frame.Rent(320, 240);
        FaceTurn.Of(faces.Engine, nobody).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task A_photograph_on_its_side_or_upside_down_is_enrolled_upright_or_refused_as_turned()
    {
        using var enrolment = new FaceEnrolment(new ModelPacks(ModelPack.LoadNamed()));
        var turnedByTheProduct = 0;
        foreach (var file in TestMedia.Portraits('A').Concat(TestMedia.Portraits('B')).Concat(TestMedia.Portraits('D')))
        {
            using var upright = TestMedia.Decode(file);
            var straight = await EnrolAsync(upright);
            for (var quarters = 1; quarters < 4; quarters++)
            {
                using var turned = upright.Turned(quarters);
                var seen = await EnrolAsync(turned);
                if (seen.Succeeded(out var face, out var refused))
                {
                    straight.Succeeded(out var same, out _).ShouldBeTrue("what is refused upright is not taken when it is turned");
                    TensorPrimitives.Dot<float>(face.Views[0].Template, same.Views[0].Template).ShouldBeGreaterThan(0.95f);
                    using var portrait = Pictures.Decode(face.Photos[0].Portrait);
                    FaceTurn.Of(faces.Engine, portrait)!.Value.Quarters.ShouldBe(0);
                    turnedByTheProduct++;
                }
                else
                {
                    refused.Code.ShouldBeOneOf("photo-turned", "photo-tilt", "photo-no-face");
                }
            }
        }

        turnedByTheProduct.ShouldBeGreaterThan(20);

        Task<Result<EnrolledFace>> EnrolAsync(Frame frame) =>
            enrolment.EnrolAsync(Pictures.EncodeJpeg(frame, 95), TestContext.Current.CancellationToken);
    }
}
