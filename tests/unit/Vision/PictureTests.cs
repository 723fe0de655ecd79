using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public class PictureTests
{
    [Theory]
    [InlineData(".jpg[Q=95]", 12)]
    [InlineData(".png", 0)]
    [InlineData(".png[bitdepth=8,interlace=true]", 0)]
    [InlineData(".webp[lossless=true]", 0)]
    public void Jpeg_png_and_webp_are_read(string format, int tolerance)
    {
        using var drawn = Quadrants();
        using var read = Pictures.Decode(PictureFiles.Encode(drawn, format));

        (read.Width, read.Height).ShouldBe((drawn.Width, drawn.Height));
        Corners(read).Zip(Corners(drawn)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= tolerance);
    }

    [Fact]
    public void Grey_transparent_and_sixteen_bit_pictures_become_rgb()
    {
        using var grey = Pictures.Decode(PictureFiles.Encode([10, 200], 2, 1, bands: 1, ".png"));
        grey.Pixels.ToArray().ShouldBe([10, 10, 10, 200, 200, 200]);

        using var clear = Pictures.Decode(PictureFiles.Encode([255, 100, 0, 255, 255, 100, 0, 0], 2, 1, bands: 4, ".png"));
        clear.Pixels.ToArray().ShouldBe([255, 100, 0, 0, 0, 0]);

        using var deep = Pictures.Decode(PictureFiles.Encode([0, 128, 255], 3, 1, bands: 1, ".png[bitdepth=16]"));
        deep.Pixels.Length.ShouldBe(9);
    }

    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "BRWG")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "GWRB")]
    public void A_picture_is_turned_upright_by_its_exif_orientation(byte orientation, string upright)
    {
        using var drawn = Quadrants();
        using var read = Pictures.Decode(PictureFiles.WithOrientation(Pictures.EncodeJpeg(drawn, 95), orientation));

        var turned = orientation >= 5;
        (read.Width, read.Height).ShouldBe(turned ? (drawn.Height, drawn.Width) : (drawn.Width, drawn.Height));
        string.Concat(Corners(read).Chunk(3).Select(Name)).ShouldBe(upright);

        static char Name(int[] rgb) =>
            (rgb[0] > 128, rgb[1] > 128, rgb[2] > 128) switch
            {
                (true, true, true) => 'W',
                (true, false, false) => 'R',
                (false, true, false) => 'G',
                (false, false, true) => 'B',
                _ => '?',
            };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_png_is_turned_upright_wherever_it_says_how(bool behindThePixels)
    {
        using var drawn = Quadrants();
        var png = PictureFiles.Encode(drawn, ".png");

        using var read = Pictures.Decode(PictureFiles.WithPngOrientation(png, orientation: 6, behindThePixels));

        (read.Width, read.Height).ShouldBe((drawn.Height, drawn.Width));
        Corners(read).Take(3).ShouldBe([0, 0, 255]);
    }

    [Theory]
    [InlineData("tEXt", false)]
    [InlineData("zTXt", false)]
    [InlineData("iTXt", false)]
    [InlineData("iTXt-packed", true)]
    [InlineData("iTXt", true)]
    public void A_png_is_turned_upright_by_what_a_text_says(string kind, bool asXmp)
    {
        using var drawn = Quadrants();
        var png = PictureFiles.Encode(drawn, ".png");

        using var read = Pictures.Decode(PictureFiles.WithPngText(png, orientation: 6, kind, asXmp));

        (read.Width, read.Height).ShouldBe((drawn.Height, drawn.Width));
        Corners(read).Take(3).ShouldBe([0, 0, 255]);
    }

    [Fact]
    public void A_phones_avif_is_read()
    {
        using var drawn = Quadrants();
        using var read = Pictures.Decode(PictureFiles.Encode(drawn, ".avif[lossless=true]"));

        (read.Width, read.Height).ShouldBe((drawn.Width, drawn.Height));
        Corners(read).Zip(Corners(drawn)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 2);
    }

    [Theory]
    [InlineData("heic")]
    [InlineData("mif1")]
    [InlineData("msf1")]
    public void A_phones_own_kind_of_picture_is_refused_with_what_to_do(string brand)
    {
        var refusal = Refusal([
            0,
            0,
            0,
            24,
            .. "ftyp"u8,
            .. Encoding.ASCII.GetBytes(brand),
            0,
            0,
            0,
            0,
            .. Encoding.ASCII.GetBytes(brand),
            0,
            0,
            0,
            0,
        ]);
        refusal.Code.ShouldBe("picture-heic");
        refusal.Message.ShouldContain("JPEG");
    }

    [Fact]
    public void Colours_of_another_profile_become_those_of_srgb()
    {
        // Red as wide as Display P3's is beyond sRGB; a middle one becomes stronger.
        byte[] middle = [180, 80, 80];
        var file = PictureFiles.Encode(middle, 1, 1, bands: 3, ".png[profile=p3]");

        using var read = Pictures.Decode(file);

        ((int)read.Pixels[0]).ShouldBeGreaterThan(180 + 5);
        ((int)read.Pixels[1]).ShouldBeLessThan(80);
    }

    [Fact]
    public void An_empty_file_is_refused() => Refusal([]).Code.ShouldBe("picture-empty");

    public static TheoryData<string, byte[]> NoPictures =>
        new()
        {
            { "text named .jpg", Encoding.UTF8.GetBytes("This is a letter, not a picture.") },
            { "GIF", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B] },
            { "SVG", Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>") },
            { "PDF", Encoding.UTF8.GetBytes("%PDF-1.7\n") },
        };

    [Theory]
    [MemberData(nameof(NoPictures))]
    public void What_is_no_jpeg_png_or_webp_is_refused(string what, byte[] file)
    {
        var refusal = Refusal(file);

        refusal.Code.ShouldBe("picture-not-recognised", what);
        refusal.Message.ShouldContain("JPEG, PNG, WebP or AVIF");
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".jpg[interlace=true]")]
    [InlineData(".png")]
    [InlineData(".webp")]
    public void A_picture_cut_off_anywhere_is_refused(string format)
    {
        using var drawn = TestMedia.Decode(TestMedia.Portraits('C')[3]);
        var file = PictureFiles.Encode(drawn, format);

        foreach (var share in new[] { 0.02, 0.2, 0.5, 0.8, 0.97 })
        {
            Refusal(file[..(int)(share * file.Length)]).Code.ShouldBe("picture-truncated", $"{share:P0} of {format}");
        }
    }

    [Fact]
    public void A_file_over_twenty_megabytes_is_refused_with_the_limit()
    {
        var refusal = Refusal(new byte[Pictures.MaxBytes + 1]);

        refusal.Code.ShouldBe("picture-file-too-large");
        refusal.Message.ShouldContain("20 MB");
    }

    [Theory]
    [InlineData(20_000, 20_000)]
    [InlineData(12_001, 10)]
    [InlineData(10, 12_001)]
    [InlineData(10_000, 6_000)]
    public void A_picture_with_too_many_pixels_is_refused_by_its_header_alone(int width, int height)
    {
        var file = PictureFiles.PngHeader(width, height);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Refusal(file);

        refusal.Code.ShouldBe("picture-too-large");
        refusal.Message.ShouldContain($"{width}×{height}");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    [Fact]
    public void A_damaged_picture_is_read_or_refused_but_never_anything_else()
    {
        using var drawn = Quadrants();
        var files = new[] { ".jpg", ".png", ".webp" }.Select(format => PictureFiles.Encode(drawn, format)).ToArray();
        var damage = Gen.ListOf(Gen.Choose(0, int.MaxValue - 1));

        Check.QuickThrowOnFailure(
            Prop.ForAll(
                damage.ToArbitrary(),
                places =>
                {
                    foreach (var file in files)
                    {
                        var damaged = file.ToArray();
                        foreach (var place in places)
                        {
                            damaged[place % damaged.Length] ^= (byte)(1 + (place % 255));
                        }

                        try
                        {
                            Pictures.Decode(damaged).Dispose();
                        }
                        catch (PictureRefusedException)
                        {
                            // One of the two right answers.
                        }
                    }
                }
            )
        );
    }

    [Fact]
    public void An_encoded_frame_decodes_to_nearly_itself_and_carries_no_metadata()
    {
        using var photo = TestMedia.Decode(TestMedia.Portraits('A')[0]);

        var jpeg = Pictures.EncodeJpeg(photo, 95);

        using var read = Pictures.Decode(jpeg);
        Enumerable.Range(0, photo.Pixels.Length).Average(i => Math.Abs(photo.Pixels[i] - read.Pixels[i])).ShouldBeLessThan(4);
        jpeg.AsSpan().IndexOf("Exif"u8).ShouldBe(-1);
        Should.Throw<ArgumentOutOfRangeException>(() => Pictures.EncodeJpeg(photo, 0));
    }

    private static PictureRefusedException Refusal(byte[] file) => Should.Throw<PictureRefusedException>(() => Pictures.Decode(file));

    /// <summary>64 × 48: red, green, blue and white quarters.</summary>
    private static Frame Quadrants()
    {
        var frame = Frame.Rent(64, 48);
        byte[][] colours =
        [
            [255, 0, 0],
            [0, 255, 0],
            [0, 0, 255],
            [255, 255, 255],
        ];
        for (var y = 0; y < 48; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                colours[(x / 32) + (2 * (y / 24))].CopyTo(frame.Pixels[(3 * ((64 * y) + x))..]);
            }
        }

        return frame;
    }

    private static int[] Corners(Frame frame) =>
        [
            .. from y in new[] { frame.Height / 4, 3 * frame.Height / 4 }
            from x in new[] { frame.Width / 4, 3 * frame.Width / 4 }
            from channel in Enumerable.Range(0, 3)
            select (int)frame.At(x, y, channel),
        ];
}
