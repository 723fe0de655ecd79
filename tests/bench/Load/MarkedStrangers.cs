using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RetailGuard.Testing;

namespace RetailGuard.Bench.Load;

/// <summary>Templates of people whom nobody lists, with the same values in their middle, by which copies are found in memory (R1).</summary>
internal sealed class MarkedStrangers
{
    private const int Looks = 10;

    // Longer than any register: what a signal saves of one on a stack is no copy of a face.
    private readonly float[] _mark = new float[24];
    private readonly int _dimension;
    private readonly Random _random;

    public MarkedStrangers(int dimension, int seed)
    {
        (_dimension, _random) = (dimension, new(seed));
        foreach (ref var value in _mark.AsSpan())
        {
            value = 0.02f + (_random.NextSingle() / 50);
        }
    }

    /// <summary>Unit length.</summary>
    public float[] Next()
    {
        var template = new float[_dimension];
        lock (_random)
        {
            foreach (ref var value in template.AsSpan())
            {
                value = _random.NextSingle() - 0.5f;
            }
        }

        var middle = template.AsSpan(_dimension / 2, _mark.Length);
        middle.Clear();
        var scale = MathF.Sqrt((1 - TensorPrimitives.SumOfSquares<float>(_mark)) / TensorPrimitives.SumOfSquares<float>(template));
        TensorPrimitives.Multiply(template, scale, template);
        _mark.CopyTo(middle);
        return template;
    }

    /// <summary>
    /// Bytes of the mark in a process's memory, side by side as in a frame or one by one as Orleans writes them. Each look takes a while itself; what is on its way when the
    /// last face was answered is gone with the last of them.
    /// </summary>
    public long BytesLeftIn(int process)
    {
        var mark = MemoryMarshal.AsBytes(_mark.AsSpan());
        var found = 1;
        for (var look = 0; found > 0 && look < Looks; look++)
        {
            found = ProcessMemory.Count(process, mark) + ProcessMemory.CountTagged(process, _mark);
        }

        return (long)found * mark.Length;
    }
}
