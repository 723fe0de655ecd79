using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RetailGuard.Bench.Matching;

/// <summary>Unit vectors in single precision, row by row, outside the collected heap. The same seed gives the same vectors.</summary>
internal sealed unsafe class Vectors : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly int _dimension;

    public Vectors(int count, int dimension, int seed)
        : base(ownsHandle: true)
    {
        (Count, _dimension) = (count, dimension);
        Start = (float*)NativeMemory.AlignedAlloc((nuint)count * (nuint)dimension * sizeof(float), 64);
        SetHandle((nint)Start);
        var state = (ulong)seed;
        for (var i = 0; i < count; i++)
        {
            var row = Row(i);
            foreach (ref var value in row)
            {
                value = Normal(ref state);
            }

            TensorPrimitives.Divide(row, TensorPrimitives.Norm(row), row);
        }
    }

    public int Count { get; }

    public float* Start { get; }

    public Span<float> Row(int i) => new(Start + ((nint)i * _dimension), _dimension);

    public Span<float> Rows(int count) => new(Start, count * _dimension);

    public void WriteTo(string file)
    {
        using var stream = File.Create(file);
        for (var i = 0; i < Count; i++)
        {
            stream.Write(MemoryMarshal.AsBytes(Row(i)));
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree(Start);
        return true;
    }

    /// <summary>Nearly normal: the sum of four uniform numbers of 16 bits, from one step of SplitMix64.</summary>
    private static float Normal(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z & 0xFFFF) + ((z >> 16) & 0xFFFF) + ((z >> 32) & 0xFFFF) + (z >> 48) - (2 * 65535f);
    }
}
