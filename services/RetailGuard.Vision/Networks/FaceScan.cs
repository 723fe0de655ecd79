using System.Runtime.InteropServices;

namespace RetailGuard.Vision;

/// <summary>
/// Looks at a frame with a detector of small fixed input: once at the whole of it, and, for faces too small for that, tile by tile.
/// </summary>
internal sealed class FaceScan : IDisposable
{
    /// <summary>Two boxes that overlap more than this (intersection over union) are one face.</summary>
    private const float SameFace = 0.4f;

    /// <summary>A box of which a better one covers more than this share is a part of that face.</summary>
    private const float PartOfFace = 0.4f;

    private readonly Network _network;
    private readonly IDetectorHead _head;
    private readonly Resize _resize;
    private readonly Pyramid _pyramid = new();
    private readonly List<FaceDetection> _seen = [];
    private readonly List<FaceDetection> _found = [];
    private readonly FaceEngineOptions _options;
    private readonly float _minScore;
    private readonly float _reliable;
    private (int Width, int Height, FaceBox[] Tiles) _plan = (0, 0, []);

    public FaceScan(ModelPack pack, FaceEngineOptions options)
    {
        var detector = pack.Manifest.Detector;
        _options = options;
        _minScore = options.MinScore ?? detector.MinScore;
        _reliable = detector.ReliablePixels;
        _resize = new(detector.Input);
        _network = new("detector", pack.Detector, detector.Input, options.Threads);
        _head = detector.Kind switch
        {
            DetectorKind.Ultraface => new UltrafaceHead(_network),
            DetectorKind.Yunet => new YunetHead(_network),
        };
    }

    /// <summary>All faces of a frame, most confident first.</summary>
    public FaceDetection[] Whole(Frame frame)
    {
        var picture = PixelView.Of(frame);
        try
        {
            Look(picture, new(0, 0, picture.Width, picture.Height));
            // The whole look shows larger faces better; in a tile, a part of one can pass for a face.
            var mostInTile = 2 * _reliable * Step(frame.Width, frame.Height);
            foreach (var tile in _options.Tiling ? TilesFor(frame) : [])
            {
                Look(picture, tile, mostInTile);
            }

            return Best(0, 0);
        }
        finally
        {
            Wipe();
        }
    }

    /// <summary>Faces in a region of a frame, by one look.</summary>
    public FaceDetection[] Part(Frame frame, FaceBox region)
    {
        var left = (int)Math.Clamp(region.X, 0, frame.Width - 1);
        var top = (int)Math.Clamp(region.Y, 0, frame.Height - 1);
        var right = (int)Math.Clamp(MathF.Ceiling(region.X + region.Width), left + 1, frame.Width);
        var bottom = (int)Math.Clamp(MathF.Ceiling(region.Y + region.Height), top + 1, frame.Height);
        var part = PixelView.Of(frame).Part(left, top, right - left, bottom - top);
        try
        {
            Look(part, new(0, 0, part.Width, part.Height));
            return Best(left, top);
        }
        finally
        {
            Wipe();
        }
    }

    public void Forget() => _network.Forget();

    public void Dispose() => _network.Dispose();

    private FaceBox[] TilesFor(Frame frame)
    {
        if ((_plan.Width, _plan.Height) != (frame.Width, frame.Height))
        {
            var shape = _network.Shape;
            var tiles = TilePlan.Cover(
                frame.Width,
                frame.Height,
                shape,
                _options.MinFacePixels / _reliable,
                overlap: 1.25f * _reliable * Step(frame.Width, frame.Height)
            );
            _plan = (frame.Width, frame.Height, tiles);
        }

        return _plan.Tiles;
    }

    private float Step(float width, float height) => Math.Max(width / _network.Shape.Width, height / _network.Shape.Height);

    private void Look(PixelView picture, FaceBox area, float most = float.PositiveInfinity)
    {
        var step = Step(area.Width, area.Height);
        var level = Math.Max(0, (int)MathF.Log2(step));
        var halved = MathF.Pow(2, level);
        _resize.Fill(_pyramid.Level(picture, level), area.X / halved, area.Y / halved, step / halved, _network.Input);
        _network.Run();
        _seen.Clear();
        _head.Read(_minScore, _seen);
        foreach (var face in _seen)
        {
            var placed = face.Placed(step, area.X, area.Y);
            if (Usable(placed.Box) && placed.Box.Height <= most && !CutBy(area, picture, placed.Box, margin: 2 * step))
            {
                _found.Add(placed);
            }
        }
    }

    private bool Usable(in FaceBox box) =>
        float.IsFinite(box.X + box.Y + box.Width + box.Height) && box.Width > 0 && box.Height >= 0.8f * _options.MinFacePixels;

    /// <summary>Whether a tile's inner edge cuts a face: the next tile, or the whole look, shows all of it.</summary>
    private static bool CutBy(in FaceBox area, PixelView picture, in FaceBox face, float margin) =>
        (area.X > 0 && face.X < area.X + margin)
        || (area.Y > 0 && face.Y < area.Y + margin)
        || (area.X + area.Width < picture.Width && face.X + face.Width > area.X + area.Width - margin)
        || (area.Y + area.Height < picture.Height && face.Y + face.Height > area.Y + area.Height - margin);

    /// <summary>The best box of each face found.</summary>
    private FaceDetection[] Best(float left, float top)
    {
        _found.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var found = CollectionsMarshal.AsSpan(_found);
        var kept = 0;
        foreach (var face in found)
        {
            if (!Repeats(face.Box, found[..kept]))
            {
                found[kept++] = face;
            }
        }

        var faces = new FaceDetection[kept];
        for (var i = 0; i < kept; i++)
        {
            faces[i] = found[i].Placed(1, left, top);
        }

        return faces;
    }

    /// <summary>Leaves nothing of the frame behind (R1).</summary>
    private void Wipe()
    {
        _network.Clear();
        _resize.Clear();
        _pyramid.Clear();
        _found.Clear();
    }

    private static bool Repeats(in FaceBox box, ReadOnlySpan<FaceDetection> better)
    {
        foreach (var face in better)
        {
            if (box.Overlap(face.Box) > SameFace || box.Intersection(face.Box) > PartOfFace * box.Area)
            {
                return true;
            }
        }

        return false;
    }
}
