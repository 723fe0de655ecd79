using System.Numerics.Tensors;

namespace RetailGuard.Vision;

/// <summary>
/// Finds, aligns, judges and embeds faces with the networks of one pack. One per worker: not thread-safe. Network shapes are fixed and
/// buffers are reused; each call zeroes what it put into them (R1).
/// </summary>
public sealed class FaceEngine : IDisposable
{
    private readonly FaceScan _scan;
    private readonly LandmarkFinder? _points;
    private readonly Network _embedder;
    private readonly ReadOnlyMemory<float> _embedding;
    private readonly FaceMeter _meter = new();

    /// <exception cref="ModelPackException"><c>model-invalid</c>: a network does not have the shape that its manifest states.</exception>
    public FaceEngine(ModelPack pack, FaceEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, 64, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinFacePixels, 16, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MinScore ?? 0, nameof(options));
        Pack = pack;
        _scan = new(pack, options);
        _points = pack.Manifest.Landmarks is { Kind: LandmarksKind.Points68 } landmarks ? new(pack, landmarks, options.Threads) : null;
        _embedder = new("embedder", pack.Embedder, pack.Manifest.Embedder.Input, options.Threads);
        _embedding = _embedder.Output(name: null, pack.Space.Dimension);
    }

    /// <summary>The pack whose templates this engine makes.</summary>
    public ModelPack Pack { get; }

    /// <summary>All faces of a frame, most confident first: one look at the whole and, with tiling, one at each tile.</summary>
    public IReadOnlyList<FaceDetection> Detect(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return _scan.Whole(frame);
    }

    /// <summary>
    /// Faces around a region, by one look, which costs the same for any frame: to follow a known face or to visit tiles in turn. A
    /// region about three faces wide finds a face that moves; a face that it cuts may be missed.
    /// </summary>
    /// <param name="frame">Where to look.</param>
    /// <param name="region">Pixels of the frame; clipped to it.</param>
    /// <returns>Boxes in pixels of the frame, most confident first.</returns>
    public IReadOnlyList<FaceDetection> Detect(Frame frame, FaceBox region)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!float.IsFinite(region.X + region.Y + region.Width + region.Height))
        {
            throw new ArgumentException("The region is not finite.", nameof(region));
        }

        return _scan.Part(frame, region);
    }

    /// <summary>The five points of a face that this engine detected in this frame.</summary>
    public FaceLandmarks Locate(Frame frame, FaceDetection face)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return _points?.Find(frame, face.Box)
            ?? face.Landmarks
            ?? throw new ArgumentException("The pack's detector gives the landmarks: pass one of its detections.", nameof(face));
    }

    /// <summary>Measures a face against a gate's limits (R4).</summary>
    public FaceQuality Assess(Frame frame, FaceDetection face, in FaceLandmarks landmarks, QualityGate gate)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return QualityLimits.Judge(_meter.Measure(frame, face, landmarks), gate);
    }

    /// <summary>Writes the template of a face, L2 norm 1.</summary>
    /// <param name="frame">The frame that <paramref name="landmarks"/> were found in.</param>
    /// <param name="landmarks">Five points that do not coincide.</param>
    /// <param name="template">Exactly the dimension of the pack's space.</param>
    /// <returns>
    /// How strongly the embedder answered, above 0: the template's length before it was made 1. Only answers of one pack can be compared.
    /// </returns>
    /// <exception cref="InvalidOperationException">The embedder gave no finite template.</exception>
    /// <exception cref="ArgumentException">
    /// The template's length is not the space's dimension, or the landmarks coincide or are not finite.
    /// </exception>
    public float Embed(Frame frame, in FaceLandmarks landmarks, Span<float> template)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (template.Length != Pack.Space.Dimension)
        {
            throw new ArgumentException($"A template has {Pack.Space.Dimension} values, not {template.Length}.", nameof(template));
        }

        var toFrame = FaceAlignment.ToFrame(landmarks);
        try
        {
            Warp.Fill(PixelView.Of(frame), toFrame, _embedder.Shape, _embedder.Input);
            _embedder.Run();
            var norm = TensorPrimitives.Norm(_embedding.Span);
            if (!(norm > 0 && float.IsFinite(norm)))
            {
                throw new InvalidOperationException("The embedder gave no finite template.");
            }

            TensorPrimitives.Divide(_embedding.Span, norm, template);
            return norm;
        }
        finally
        {
            _embedder.Clear();
        }
    }

    /// <summary>
    /// Overwrites what the networks' own working memory still holds of the last faces by a run on blank input (R1). Costs about one
    /// look and one embedding: call it when a camera falls quiet, and in any case within the 60 s.
    /// </summary>
    public void Forget()
    {
        _scan.Forget();
        _points?.Forget();
        _embedder.Forget();
    }

    /// <summary>Forgets, then frees the networks.</summary>
    public void Dispose()
    {
        Forget();
        _scan.Dispose();
        _points?.Dispose();
        _embedder.Dispose();
    }
}
