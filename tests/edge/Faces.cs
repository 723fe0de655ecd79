using System.Numerics.Tensors;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Edge;

/// <summary>Compares the faces of two pictures.</summary>
internal static class Faces
{
    /// <summary>Cosine of the first faces' templates, −1 to 1.</summary>
    public static float Cosine(Frame one, Frame other)
    {
        using var engine = new FaceEngine(ModelPack.LoadNamed());
        return TensorPrimitives.Dot<float>(Template(engine, one), Template(engine, other));
    }

    private static float[] Template(FaceEngine engine, Frame frame)
    {
        var template = new float[engine.Pack.Space.Dimension];
        engine.Embed(frame, engine.Locate(frame, engine.Detect(frame)[0]), template);
        return template;
    }
}
