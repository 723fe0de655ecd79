using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>What this process holds in writable memory, as a dump of it would show.</summary>
internal static class ProcessMemory
{
    private const int Chunk = 1 << 20;

    /// <summary>
    /// Number of places that hold a run of bytes. The run is given inverted, so that the question itself is not found.
    /// </summary>
    public static int Count(byte[] inverted)
    {
        using var memory = File.OpenHandle("/proc/self/mem");
        return Regions().Sum(region => CountIn(memory, region.Start, region.End, inverted));
    }

    /// <summary>Inverted bytes of values, read one by one so that no copy of the run itself is made.</summary>
    public static byte[] Invert<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var inverted = new byte[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            inverted[i] = (byte)~bytes[i];
        }

        return inverted;
    }

    private static IEnumerable<(long Start, long End)> Regions() =>
        File.ReadAllLines("/proc/self/maps")
            .Select(line => line.Split([' '], 6, StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].StartsWith("rw", StringComparison.Ordinal) && !fields[^1].StartsWith("[v", StringComparison.Ordinal))
            .Select(fields => fields[0].Split('-'))
            .Select(range => (Hex(range[0]), Hex(range[1])));

    private static long Hex(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int CountIn(SafeFileHandle memory, long start, long end, byte[] inverted)
    {
        // What was read is inverted at once and cleared before the next read, so that the buffer, itself memory that is searched, never
        // holds the run or, inverted twice, the question.
        var buffer = new byte[Chunk];
        var count = 0;
        for (var at = start; at < end; at += Chunk - inverted.Length)
        {
            int read;
            try
            {
                read = RandomAccess.Read(memory, buffer.AsSpan(0, (int)Math.Min(Chunk, end - at)), at);
            }
            catch (IOException)
            {
                // Reserved but not readable, such as a guard page.
                return count;
            }

            var seen = buffer.AsSpan(0, read);
            System.Numerics.Tensors.TensorPrimitives.OnesComplement<byte>(seen, seen);
            for (int found; (found = seen.IndexOf(inverted)) >= 0; seen = seen[(found + 1)..])
            {
                count++;
            }

            Array.Clear(buffer);
        }

        return count;
    }
}
