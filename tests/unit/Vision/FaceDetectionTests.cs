using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public class FaceDetectionTests(FaceEngineFixture faces) : IClassFixture<FaceEngineFixture>
{
    /// <summary>Intersection over union from which a detection counts as the face.</summary>
    private const float Found = 0.4f;

    [Theory]
    [InlineData(140, 60, 18)]
    [InlineData(80, 60, 17)]
    [InlineData(60, 50, 17)]
    public void Faces_of_this_height_are_found_in_a_full_high_definition_frame(int height, float minFacePixels, int atLeast)
    {
        using var engine = new FaceEngine(faces.Engine.Pack, new() { MinFacePixels = minFacePixels });
        var random = new Random(3);

        var found = TestMedia.AllPortraits.Count(path =>
        {
            using var portrait = TestMedia.Decode(path);
            var face = faces.Look(portrait).Face.Box;
            var scale = height / face.Height;
            using var small = portrait.Shrink(scale);
            var (left, top) = (random.Next(1920 - small.Width), random.Next(1080 - small.Height));
            using var frame = small.On(1920, 1080, left, top);
            var truth = new FaceBox((face.X * scale) + left, (face.Y * scale) + top, face.Width * scale, face.Height * scale);
            return engine.Detect(frame).Any(detection => detection.Box.Overlap(truth) > Found);
        });

        found.ShouldBeGreaterThanOrEqualTo(atLeast, $"of 19 faces {height} pixels high");
    }

    [Fact]
    public void Without_tiles_small_faces_are_missed_so_the_tiles_earn_their_time()
    {
        using var coarse = new FaceEngine(faces.Engine.Pack, new() { Tiling = false });
        var (withTiles, without) = (0, 0);
        foreach (var path in TestMedia.Portraits('B'))
        {
            using var portrait = TestMedia.Decode(path);
            using var small = portrait.Shrink(65 / faces.Look(portrait).Face.Box.Height);
            using var frame = small.On(1920, 1080, 900, 500);
            withTiles += faces.Engine.Detect(frame).Count;
            without += coarse.Detect(frame).Count;
        }

        withTiles.ShouldBe(5);
        without.ShouldBeLessThan(3);
    }

    [Fact]
    public void A_large_face_is_one_face_also_where_tiles_show_only_parts_of_it()
    {
        using var engine = new FaceEngine(faces.Engine.Pack, new() { MinFacePixels = 50 });
        foreach (var path in TestMedia.AllPortraits)
        {
            using var portrait = TestMedia.Decode(path);
            engine.Detect(portrait).ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Each_face_of_the_group_photographs_is_found_once()
    {
        var counts = TestMedia.Groups.Select(path =>
        {
            using var frame = TestMedia.Decode(path);
            var boxes = faces.Engine.Detect(frame);
            boxes.ShouldBe(boxes.OrderByDescending(b => b.Score));
            (from a in boxes from b in boxes where a != b select a.Box.Overlap(b.Box)).ShouldAllBe(overlap => overlap < Found);
            return boxes.Count(b => b.Score > 0.95f);
        });

        counts.ShouldBe([3, 3, 3, 4, 5, 4]);
    }

    [Fact]
    public void A_region_around_a_face_finds_it_in_the_frames_own_pixels()
    {
        using var frame = TestMedia.Decode(TestMedia.Groups[4]);
        foreach (var face in faces.Engine.Detect(frame).Select(f => f.Box))
        {
            var region = new FaceBox(face.X - face.Width, face.Y - face.Height, 3 * face.Width, 3 * face.Height);

            faces.Engine.Detect(frame, region).ShouldContain(near => near.Box.Overlap(face) > 0.6f);
        }
    }

    [Fact]
    public void A_region_that_misses_the_frame_holds_no_face_and_one_without_numbers_is_refused()
    {
        using var frame = TestMedia.Decode(TestMedia.Portraits('A')[0]);

        faces.Engine.Detect(frame, new(5000, 5000, 100, 100)).ShouldBeEmpty();
        faces.Engine.Detect(frame, new(-500, -500, 100, 100)).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => faces.Engine.Detect(frame, new(0, 0, float.NaN, 10)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3000, 2)]
    [InlineData(640, 480)]
    public void A_frame_without_a_face_gives_none(int width, int height)
    {
        foreach (byte level in new byte[] { 0, 128, 255 })
        {
            using var frame = Frame.Rent(width, height);
            frame.Pixels.Fill(level);
            faces.Engine.Detect(frame).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Smaller_faces_than_wanted_are_not_reported()
    {
        using var engine = new FaceEngine(faces.Engine.Pack, new() { MinFacePixels = 400 });
        using var frame = TestMedia.Decode(TestMedia.Groups[0]);

        engine.Detect(frame).ShouldBeEmpty();
    }

    public static TheoryData<FaceEngineOptions> BadOptions =>
        [
            new FaceEngineOptions { Threads = 0 },
            new FaceEngineOptions { Threads = 65 },
            new FaceEngineOptions { MinFacePixels = 15 },
            new FaceEngineOptions { MinFacePixels = float.NaN },
            new FaceEngineOptions { MinScore = -1 },
        ];

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_out_of_range_are_refused(FaceEngineOptions options) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FaceEngine(faces.Engine.Pack, options));
}
