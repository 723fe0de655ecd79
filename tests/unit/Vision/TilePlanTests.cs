using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public class TilePlanTests
{
    private static readonly NetworkInput Shape = new(320, 240, ChannelOrder.Rgb, 0, 1);

    [Fact]
    public void A_picture_that_one_look_shows_close_enough_has_no_tiles() =>
        TilePlan.Cover(640, 480, Shape, step: 2.5f, overlap: 60).ShouldBeEmpty();

    [Fact]
    public void Full_high_definition_takes_six_tiles_for_faces_of_sixty_pixels() =>
        TilePlan.Cover(1920, 1080, Shape, step: 2.5f, overlap: 180).Length.ShouldBe(6);

    [Fact]
    public void A_face_up_to_the_overlap_lies_whole_in_a_tile_wherever_it_is() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                (
                    from width in Gen.Choose(400, 4000)
                    from height in Gen.Choose(300, 3000)
                    from step in Gen.Choose(10, 50)
                    from x in Gen.Choose(0, 100)
                    from y in Gen.Choose(0, 100)
                    select (width, height, step / 10f, x / 100f, y / 100f)
                ).ToArbitrary(),
                place =>
                {
                    var (width, height, step, x, y) = place;
                    var overlap = Math.Min(60, step * Shape.Height / 2);
                    var tiles = TilePlan.Cover(width, height, Shape, step, overlap);
                    var face = new FaceBox(x * (width - overlap), y * (height - overlap), overlap, overlap);

                    tiles.ShouldAllBe(t => t.X >= 0 && t.Y >= 0 && t.X + t.Width <= width + 0.01f && t.Y + t.Height <= height + 0.01f);
                    tiles.ShouldAllBe(t => t.Width / Shape.Width <= 1.101f * step && t.Height / Shape.Height <= 1.101f * step);
                    if (tiles.Length > 0)
                    {
                        tiles.ShouldContain(t => t.Intersection(face) >= 0.999f * face.Area, $"{face} in {width}×{height}");
                    }
                }
            )
        );
}
