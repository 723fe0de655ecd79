using System.Runtime.InteropServices;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public class FrameTests
{
    [Theory]
    [InlineData(112, 112)]
    [InlineData(1920, 1080)]
    [InlineData(4000, 3000)]
    [Trait("Rule", "R1")]
    public void Disposing_a_frame_zeroes_its_memory(int width, int height)
    {
        var frame = Frame.Rent(width, height);
        frame.Pixels.Fill(7);
        MemoryMarshal.TryGetArray<byte>(frame.Memory, out var memory).ShouldBeTrue();

        frame.Dispose();

        memory.Array.ShouldNotBeNull().AsSpan().ContainsAnyExcept((byte)0).ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void A_rented_frame_is_black_also_when_its_memory_was_used_before()
    {
        for (var i = 0; i < 5; i++)
        {
            using var frame = Frame.Rent(300, 200);
            frame.Pixels.ContainsAnyExcept((byte)0).ShouldBeFalse();
            frame.Pixels.Fill(200);
        }
    }

    [Fact]
    public void A_disposed_frame_refuses_its_pixels_and_may_be_disposed_again()
    {
        var frame = Frame.Rent(10, 10);
        frame.Dispose();
        frame.Dispose();

        Should.Throw<ObjectDisposedException>(() => frame.Pixels.Length);
        using var first = Frame.Rent(10, 10);
        using var second = Frame.Rent(10, 10);
        first.Pixels.Fill(1);
        second.Pixels.ContainsAnyExcept((byte)0).ShouldBeFalse("Two frames must not share memory.");
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, -1)]
    [InlineData(12_001, 10)]
    public void A_frame_without_area_or_beyond_the_limit_is_refused(int width, int height) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Frame.Rent(width, height));

    [Fact]
    public void A_crop_is_the_box_with_its_margin_clipped_to_the_frame()
    {
        using var frame = Frame.Rent(40, 30);
        for (var i = 0; i < 40 * 30; i++)
        {
            frame.Pixels[3 * i] = (byte)(i % 40);
            frame.Pixels[(3 * i) + 1] = (byte)(i / 40);
        }

        using var crop = frame.Crop(new(10, 20, 10, 8), margin: 0.5f);

        (crop.Width, crop.Height).ShouldBe((20, 14));
        (crop.At(0, 0, 0), crop.At(0, 0, 1)).ShouldBe(((byte)5, (byte)16));
        (crop.At(19, 13, 0), crop.At(19, 13, 1)).ShouldBe(((byte)24, (byte)29));
    }

    [Fact]
    public void A_crop_outside_the_frame_is_refused()
    {
        using var frame = Frame.Rent(40, 30);

        Should.Throw<ArgumentException>(() => frame.Crop(new(50, 0, 10, 10), 0)).Message.ShouldContain("40×30");
        Should.Throw<ArgumentException>(() => frame.Crop(new(float.NaN, float.NaN, float.NaN, float.NaN), 0));
    }
}
