using System.Globalization;
using System.Numerics.Tensors;

namespace RetailGuard.Testing;

/// <summary>Searches another process's memory.</summary>
public static class ProcessMemory
{
    // A WebSocket client's mask (RFC 6455, 5.3) repeats after so many bytes.
    private const int Mask = 4;

    /// <summary>How often a byte sequence lies in a process's writable memory, plain or under any WebSocket mask.</summary>
    public static int Count(int process, ReadOnlySpan<byte> mark)
    {
        var count = 0;
        var pattern = new byte[mark.Length - Mask];
        TensorPrimitives.Xor(mark[..^Mask], mark[Mask..], pattern);
        using var memory = File.OpenHandle($"/proc/{process}/mem");
        var buffer = new byte[1 << 22];
        var differences = new byte[buffer.Length];
        foreach (var (start, end) in Writable(process))
        {
            var at = start;
            while (at < end)
            {
                var length = ReadSome(memory, at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)));

                // What two bytes a mask's length apart differ in is the same with any mask and without.
                var part = differences.AsSpan(0, Math.Max(0, length - Mask));
                TensorPrimitives.Xor<byte>(buffer.AsSpan(0, part.Length), buffer.AsSpan(Mask, part.Length), part);
                for (var rest = part; rest.IndexOf(pattern) is var found and >= 0; rest = rest[(found + 1)..])
                {
                    count++;
                }

                // The next part begins early enough to see a mark on the border.
                at += length == buffer.Length ? length - mark.Length + 1 : Math.Max(length, 4096);
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
