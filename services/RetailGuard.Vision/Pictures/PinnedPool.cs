using System.Collections.Concurrent;
using System.Numerics;

namespace RetailGuard.Vision;

/// <summary>Pinned byte buffers in power-of-two sizes; what waits for reuse is all zero (R1).</summary>
internal static class PinnedPool
{
    private const int Largest = 1 << 24;
    private const int KeptPerSize = 16;

    private static readonly ConcurrentQueue<byte[]>[] Kept = [.. Enumerable.Range(0, 32).Select(_ => new ConcurrentQueue<byte[]>())];

    /// <summary>A zeroed buffer of at least <paramref name="length"/> bytes.</summary>
    public static byte[] Rent(int length)
    {
        if (length > Largest)
        {
            return GC.AllocateArray<byte>(length, pinned: true);
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, 1024));
        return Kept[BitOperations.Log2((uint)size)].TryDequeue(out var buffer) ? buffer : GC.AllocateArray<byte>(size, pinned: true);
    }

    public static void Return(byte[] buffer)
    {
        Array.Clear(buffer);
        if (buffer.Length <= Largest && Kept[BitOperations.Log2((uint)buffer.Length)] is { Count: < KeptPerSize } kept)
        {
            kept.Enqueue(buffer);
        }
    }
}
