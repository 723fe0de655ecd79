namespace RetailGuard.Vision;

/// <summary>How a <see cref="FaceEngine"/> works.</summary>
public sealed record FaceEngineOptions
{
    /// <summary>Threads within one network, 1 to 64.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether <see cref="FaceEngine.Detect(Frame)"/> also looks at the frame in tiles, for small faces.</summary>
    public bool Tiling { get; init; } = true;

    /// <summary>Smallest face wanted, box height in pixels; smaller ones are not reported, and tiles are as large as this allows.</summary>
    public float MinFacePixels { get; init; } = 60;

    /// <summary>Lowest detector confidence, 0 to 1; null takes the pack's.</summary>
    public float? MinScore { get; init; }
}

/// <summary>
/// Finds, aligns, judges and embeds faces with the networks of one pack. One per worker: not thread-safe.
/// Network shapes are fixed and buffers are reused; input buffers are zeroed after each call (R1).
/// </summary>
public sealed class FaceEngine : IDisposable
{
    /// <exception cref="ModelPackException"><c>model-invalid</c>: a network does not have the shape that its manifest states.</exception>
    public FaceEngine(ModelPack pack, FaceEngineOptions? options = null) => throw new NotSupportedException();

    /// <summary>The pack whose templates this engine makes.</summary>
    public ModelPack Pack { get; }

    /// <summary>All faces of a frame, most confident first.</summary>
    public IReadOnlyList<FaceDetection> Detect(Frame frame) => throw new NotSupportedException();

    /// <summary>
    /// Faces in a part of a frame, one look of the network: for following a known face cheaply.
    /// The region is widened to the network's shape; a region about three faces wide works best.
    /// </summary>
    public IReadOnlyList<FaceDetection> Detect(Frame frame, FaceBox region) => throw new NotSupportedException();

    /// <summary>The five points of a detected face.</summary>
    public FaceLandmarks Locate(Frame frame, FaceDetection face) => throw new NotSupportedException();

    /// <summary>Measures a face against a gate's limits (R4).</summary>
    public FaceQuality Assess(Frame frame, FaceDetection face, in FaceLandmarks landmarks, QualityGate gate) =>
        throw new NotSupportedException();

    /// <summary>Writes the template of a face, L2 norm 1.</summary>
    /// <param name="frame">The frame that <paramref name="landmarks"/> were found in.</param>
    /// <param name="landmarks">Five points that do not coincide.</param>
    /// <param name="template">Exactly the dimension of the pack's space.</param>
    /// <exception cref="ArgumentException">The template's length is not the space's dimension, or the landmarks span no area.</exception>
    public void Embed(Frame frame, in FaceLandmarks landmarks, Span<float> template) => throw new NotSupportedException();

    /// <summary>
    /// Overwrites what the networks' own working memory still holds of the last face by a run on blank input (R1).
    /// Costs about one detection and one embedding: call it when a camera falls quiet and in any case within the 60 s.
    /// </summary>
    public void Forget() => throw new NotSupportedException();

    /// <summary>Forgets, then frees the networks.</summary>
    public void Dispose() => throw new NotSupportedException();
}
