using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using RetailGuard.Matching.Search;

namespace RetailGuard.Bench.Matching;

/// <summary>Something that is timed. All have the same vectors, one thread each, and the same number of neighbours to find.</summary>
internal abstract class Contender(string name)
{
    public string Name { get; } = name;

    /// <summary>Seconds of processor time that one search of a whole batch takes, over so many searches.</summary>
    public abstract double Time(int templates, int batch, int searches);
}

/// <summary>A contender in this process.</summary>
internal sealed class Local(string name, Action<int, int> search) : Contender(name)
{
    public override double Time(int templates, int batch, int searches)
    {
        var start = ThreadTime.Seconds();
        for (var i = 0; i < searches; i++)
        {
            search(templates, batch);
        }

        return (ThreadTime.Seconds() - start) / searches;
    }
}

/// <summary>The plain ways to do it: a loop over all vectors in single precision, the best two kept.</summary>
internal static unsafe class PlainLoops
{
    /// <summary>One value at a time, as the compiler makes it.</summary>
    public static float Scalar(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    public static float Tensor(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Dot(a, b);

    public static void BestTwo(
        Vectors gallery,
        int templates,
        ReadOnlySpan<float> probe,
        delegate* <ReadOnlySpan<float>, ReadOnlySpan<float>, float> dot,
        Span<(int Row, float Cosine)> best
    )
    {
        best.Fill((-1, float.NegativeInfinity));
        for (var i = 0; i < templates; i++)
        {
            var cosine = dot(gallery.Row(i), probe);
            if (cosine > best[1].Cosine)
            {
                best[1] = (i, cosine);
                if (cosine > best[0].Cosine)
                {
                    (best[0], best[1]) = (best[1], best[0]);
                }
            }
        }
    }
}

/// <summary>How fast one thread reads memory that is in no cache: the widest loads, four at a time, and next to no arithmetic.</summary>
internal sealed unsafe class MemoryRead : IDisposable
{
    /// <summary>More than a processor's caches together hold.</summary>
    public const long LargerThanCaches = 40L << 20;

    private const long Bytes = 1L << 29;

    private readonly ZeroedMemory _memory = new(Bytes);

    /// <summary>Keeps the reads from being left out.</summary>
    public long Sum { get; private set; }

    public double BytesPerSecond()
    {
        var start = ThreadTime.Seconds();
        var (a, b, c, d) = (Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero);
        var at = (long*)_memory.Start;
        for (var end = at + (Bytes / sizeof(long)); at < end; at += 32)
        {
            a ^= Vector512.Load(at);
            b ^= Vector512.Load(at + 8);
            c ^= Vector512.Load(at + 16);
            d ^= Vector512.Load(at + 24);
        }

        Sum = Vector512.Sum(a ^ b ^ (c ^ d));
        return Bytes / (ThreadTime.Seconds() - start);
    }

    public void Dispose() => _memory.Dispose();
}
