using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>One engine of the default pack for the tests of a class, which run one after another.</summary>
public sealed class FaceEngineFixture : IDisposable
{
    public FaceEngine Engine { get; } = new(ModelPack.LoadNamed());

    /// <summary>The largest face of a frame with its template.</summary>
    public Portrait Look(Frame frame)
    {
        var face = Engine.Detect(frame).MaxBy(f => f.Box.Area);
        var landmarks = Engine.Locate(frame, face);
        return new(face, landmarks, Embed(frame, landmarks));
    }

    public float[] Embed(Frame frame, FaceLandmarks landmarks)
    {
        var template = new float[Engine.Pack.Space.Dimension];
        Engine.Embed(frame, landmarks, template);
        return template;
    }

    public void Dispose() => Engine.Dispose();
}

public sealed record Portrait(FaceDetection Face, FaceLandmarks Landmarks, float[] Template);
