using System.Globalization;

namespace RetailGuard.Testing;

/// <summary>Searches another process's memory.</summary>
public static class ProcessMemory
{
    /// <summary>How often a byte sequence lies in a process's writable memory.</summary>
    public static int Count(int process, ReadOnlySpan<byte> mark)
    {
        var count = 0;
        using var memory = File.OpenHandle($"/proc/{process}/mem");
        var buffer = new byte[1 << 22];
        foreach (var (start, end) in Writable(process))
        {
            var at = start;
            while (at < end)
            {
                var length = ReadSome(memory, at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)));
                for (var rest = buffer.AsSpan(0, length); rest.IndexOf(mark) is var found and >= 0; rest = rest[(found + 1)..])
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
