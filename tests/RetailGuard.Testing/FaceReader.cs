using System.Security.Cryptography;
using RetailGuard.Vision;

namespace RetailGuard.Testing;

/// <summary>Makes templates as a connector does, with the real models.</summary>
public sealed class FaceReader : IDisposable
{
    private readonly FaceEngine _engine;
    private readonly Dictionary<string, float[]> _read = [];

    public FaceReader()
        : this(ModelPack.LoadNamed()) { }

    private FaceReader(ModelPack pack) => _engine = new(pack);

    public ModelPack Pack => _engine.Pack;

    /// <summary>Makes templates as a connector with another pack does.</summary>
    public static FaceReader With(ModelPack pack) => new(pack);

    /// <summary>The template of a photograph's most confident face.</summary>
    public float[] Template(byte[] photo)
    {
        var known = Convert.ToHexString(SHA256.HashData(photo));
        lock (_engine)
        {
            if (!_read.TryGetValue(known, out var template))
            {
                using var frame = Pictures.Decode(photo);
                _read[known] = template = new float[Pack.Space.Dimension];
                _engine.Embed(frame, _engine.Locate(frame, _engine.Detect(frame)[0]), template);
            }

            return [.. template];
        }
    }

    /// <summary>The five points of a picture's most confident face.</summary>
    public FaceLandmarks Landmarks(Frame frame)
    {
        lock (_engine)
        {
            return _engine.Locate(frame, _engine.Detect(frame)[0]);
        }
    }

    public void Dispose() => _engine.Dispose();
}
