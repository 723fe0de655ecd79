using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Templates of people whom nobody looks for, each with the same values in its middle, by which copies are found (R1).</summary>
internal sealed class MarkedFace
{
    private const int Looks = 30;

    private readonly FaceReader _reader;
    private readonly Random _random;

    // Longer than any register: what a signal saves of one on a stack is no copy of a face.
    private readonly float[] _mark = new float[24];

    public MarkedFace(FaceReader reader, int seed)
    {
        (_reader, _random) = (reader, new(seed));
        foreach (ref var value in _mark.AsSpan())
        {
            value = 0.02f + _random.NextSingle() / 50;
        }

        // As Orleans writes them: a search that finds nothing must be one that could have.
        var tagged = GC.AllocateArray<byte>(_mark.Length * 5, pinned: true);
        foreach (var (i, value) in _mark.Index())
        {
            BitConverter.TryWriteBytes(tagged.AsSpan(i * 5 + 1), value);
        }

        ProcessMemory.CountTagged(Environment.ProcessId, _mark).ShouldBeGreaterThan(0, "the search finds values one by one");
        tagged.AsSpan().Clear();
    }

    /// <summary>The marking values side by side.</summary>
    public byte[] Mark => MemoryMarshal.AsBytes(_mark.AsSpan()).ToArray();

    /// <summary>Of unit length, the mark in its middle, random beside it.</summary>
    public float[] Template()
    {
        var template = new float[_reader.Pack.Space.Dimension];
        foreach (ref var value in template.AsSpan())
        {
            value = _random.NextSingle() - 0.5f;
        }

        var middle = template.AsSpan(template.Length / 2, _mark.Length);
        middle.Clear();
        var scale = MathF.Sqrt((1 - TensorPrimitives.SumOfSquares<float>(_mark)) / TensorPrimitives.SumOfSquares<float>(template));
        foreach (ref var value in template.AsSpan())
        {
            value *= scale;
        }

        _mark.CopyTo(middle);
        return template;
    }

    /// <summary>Each look takes a while itself; the last of them must find nothing.</summary>
    public int CopiesLeftIn(ServerProcess server)
    {
        var found = int.MaxValue;
        for (var look = 0; found > 0 && look < Looks; look++)
        {
            found = ProcessMemory.Count(server.Id, Mark) + ProcessMemory.CountTagged(server.Id, _mark);
        }

        return found;
    }
}
