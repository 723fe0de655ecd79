using RetailGuard.Edge.Track;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class SceneCutTests
{
    private readonly SceneCut _cut = new();

    [Fact]
    public void Only_a_change_of_nearly_everything_begins_a_scene()
    {
        Begins(40, 40).ShouldBeTrue("the first frame");
        Begins(40, 40).ShouldBeFalse();
        Begins(40, 220).ShouldBeFalse("a tenth of the picture changed, as when somebody walks past");
        Begins(160, 160).ShouldBeTrue();
    }

    [Fact]
    public void A_frame_of_another_size_is_compared_by_what_it_shows()
    {
        Begins(40, 40, 320, 180);
        Begins(40, 40, 640, 360).ShouldBeFalse();
        Begins(200, 200, 640, 360).ShouldBeTrue();
    }

    private bool Begins(byte background, byte stripe, int width = 320, int height = 180)
    {
        using var frame = Frame.Rent(width, height);
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            frame.Pixels[i] = i / 3 % width < width / 10 ? stripe : background;
        }

        return _cut.Begins(frame);
    }
}
