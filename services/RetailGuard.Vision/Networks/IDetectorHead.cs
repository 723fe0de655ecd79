namespace RetailGuard.Vision;

/// <summary>Reads faces out of a detector's outputs.</summary>
internal interface IDetectorHead
{
    /// <summary>Adds each face scored at least <paramref name="minScore"/>, in pixels of the network's input. NaN is no face.</summary>
    void Read(float minScore, List<FaceDetection> faces);
}
