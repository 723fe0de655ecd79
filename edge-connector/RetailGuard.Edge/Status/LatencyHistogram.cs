using System.Numerics;

namespace RetailGuard.Edge.Status;

/// <summary>Counts durations in buckets that are at most 1/32 of their value wide, from 1 µs to a day. Thread-safe, no allocation.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubBuckets = 1 << SubBits;
    private const int Octaves = 37;

    private readonly long[] _counts = new long[(Octaves - SubBits + 1) * SubBuckets];
    private long _count;
    private long _totalMicroseconds;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Milliseconds; 0 while empty.</summary>
    public double Mean => Count is var count && count > 0 ? Interlocked.Read(ref _totalMicroseconds) / 1000.0 / count : 0;

    public void Add(TimeSpan duration)
    {
        var microseconds = Math.Max(0, (long)duration.TotalMicroseconds);
        Interlocked.Increment(ref _counts[Math.Min(Bucket(microseconds), _counts.Length - 1)]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _totalMicroseconds, microseconds);
    }

    /// <summary>Upper edge, in milliseconds, of the bucket that holds this share of the values; 0 while empty.</summary>
    /// <param name="share">Above 0 and up to 1, for example 0.999.</param>
    public double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        if (wanted == 0)
        {
            return 0;
        }

        var seen = 0L;
        var bucket = 0;
        while (bucket < _counts.Length - 1 && (seen += Interlocked.Read(ref _counts[bucket])) < wanted)
        {
            bucket++;
        }

        return UpperEdge(bucket) / 1000.0;
    }

    // Linear below SubBuckets, then SubBuckets for each doubling.
    private static int Bucket(long microseconds)
    {
        if (microseconds < SubBuckets)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2((ulong)microseconds) - SubBits;
        return (shift * SubBuckets) + (int)(microseconds >> shift);
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        var shift = (bucket / SubBuckets) - 1;
        return ((long)(bucket - (shift * SubBuckets)) + 1 << shift) - 1;
    }
}
