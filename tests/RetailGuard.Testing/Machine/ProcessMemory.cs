using System.Globalization;
using System.Numerics.Tensors;

namespace RetailGuard.Testing;

/// <summary>Searches another process's memory.</summary>
public static class ProcessMemory
{
    // A WebSocket client's mask (RFC 6455, 5.3) repeats after so many bytes.
    private const int Mask = 4;

    // A value of 4 bytes and the byte that says so.
    private const int Tagged = 1 + sizeof(float);

    private const int BufferBytes = 1 << 22;

    private delegate int Counter(ReadOnlySpan<byte> memory);

    /// <summary>How often a byte sequence lies in a process's writable memory, plain or under any WebSocket mask.</summary>
    public static int Count(int process, ReadOnlySpan<byte> mark)
    {
        // What two bytes a mask's length apart differ in is the same with any mask and without.
        var pattern = new byte[mark.Length - Mask];
        TensorPrimitives.Xor(mark[..^Mask], mark[Mask..], pattern);
        var differences = new byte[BufferBytes];
        return Count(
            process,
            mark.Length,
            memory =>
            {
                var part = differences.AsSpan(0, Math.Max(0, memory.Length - Mask));
                TensorPrimitives.Xor(memory[..part.Length], memory[^part.Length..], part);
                var count = 0;
                for (ReadOnlySpan<byte> rest = part; rest.IndexOf(pattern) is var found and >= 0; rest = rest[(found + 1)..])
                {
                    count++;
                }

                return count;
            }
        );
    }

    /// <summary>
    /// How often values lie in a process's writable memory with one byte before each, as Orleans writes an array of them: a search for
    /// values side by side does not see those.
    /// </summary>
    public static int CountTagged(int process, float[] mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        var first = BitConverter.GetBytes(mark[0]);
        return Count(
            process,
            mark.Length * Tagged,
            memory =>
            {
                var count = 0;
                for (var rest = memory; rest.IndexOf(first) is var found and >= 0; rest = rest[(found + 1)..])
                {
                    count += IsTagged(rest[found..], mark) ? 1 : 0;
                }

                return count;
            }
        );
    }

    private static bool IsTagged(ReadOnlySpan<byte> memory, float[] mark)
    {
        for (var i = 0; i < mark.Length; i++)
        {
            var at = i * Tagged;
            if (at + sizeof(float) > memory.Length || BitConverter.ToSingle(memory[at..]) != mark[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="length">Of what is looked for, at most.</param>
    private static int Count(int process, int length, Counter counter)
    {
        var count = 0;
        using var memory = File.OpenHandle($"/proc/{process}/mem");
        var buffer = new byte[BufferBytes];
        foreach (var (start, end) in Writable(process))
        {
            var at = start;
            while (at < end)
            {
                var read = ReadSome(memory, at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)));
                count += counter(buffer.AsSpan(0, read));

                // The next part begins early enough to see a mark on the border.
                at += read == buffer.Length ? read - length + 1 : Math.Max(read, 4096);
            }
        }

        return count;
    }

    private static IEnumerable<(long Start, long End)> Writable(int process) =>
        from line in File.ReadLines($"/proc/{process}/maps")
        let fields = line.Split(' ')
        where fields[1].StartsWith("rw", StringComparison.Ordinal)
        let range = fields[0].Split('-')
        select (Address(range[0]), Address(range[1]));

    private static long Address(string hex) => long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int ReadSome(Microsoft.Win32.SafeHandles.SafeFileHandle memory, long at, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(memory, buffer, at);
        }
        catch (IOException)
        {
            return 0; // Unmapped since, or not readable: guard pages.
        }
    }
}
