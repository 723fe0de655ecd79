namespace RetailGuard.Vision;

/// <summary>How a <see cref="FaceEngine"/> works.</summary>
public sealed record FaceEngineOptions
{
    /// <summary>Threads within one network, 1 to 64.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether <see cref="FaceEngine.Detect(Frame)"/> also looks at large frames tile by tile, for small faces.</summary>
    public bool Tiling { get; init; } = true;

    /// <summary>
    /// Smallest face wanted, box height in pixels, 16 and up. Tiles are as large as this allows; boxes under four fifths of it are not
    /// reported.
    /// </summary>
    public float MinFacePixels { get; init; } = 60;

    /// <summary>Lowest detector confidence, 0 to 1; null takes the pack's.</summary>
    public float? MinScore { get; init; }
}
