using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

namespace RetailGuard.Tools.Demo;

/// <summary>
/// Searches everything that the demo's programs wrote for faces that matched nobody (R1): for pictures that are not sealed,
/// and for pixels and file bytes of the photographs of people who are on no list.
/// </summary>
internal static class NonMatchScan
{
    private const int MarkBytes = 48;
    private const int MarksPerPicture = 24;

    // Sealed pictures look like noise; these beginnings stand in none by chance.
    private static readonly byte[][] OpenPictures =
    [
        [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0x00],
        [0xFF, 0xD8, 0xFF, 0xE1, 0x00],
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A],
    ];

    /// <summary>How many bytes were found; 0 is the promise.</summary>
    public static long BytesFound(ProductFolder folder, IReadOnlyList<string> nonMatching)
    {
        var marks = OpenPictures.Concat(nonMatching.SelectMany(Marks)).ToList();
        var written = new[] { folder.Data, folder.Edge, folder.Logs, folder.Temp }.SelectMany(f =>
            Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)
        );
        var found = 0L;
        foreach (var file in written)
        {
            var content = File.ReadAllBytes(file);
            found += marks.Where(mark => content.AsSpan().IndexOf(mark) >= 0).Sum(mark => mark.Length);
        }

        return found;
    }

    /// <summary>Runs of bytes that only this picture has: from the file, and from its decoded pixels.</summary>
    private static IEnumerable<byte[]> Marks(string file)
    {
        var bytes = File.ReadAllBytes(file);
        using var frame = Pictures.Decode(bytes);
        return [.. Spread(bytes), .. Spread(frame.Pixels)];
    }

    private static List<byte[]> Spread(ReadOnlySpan<byte> from)
    {
        var marks = new List<byte[]>();
        for (var i = 1; i <= MarksPerPicture; i++)
        {
            var start = (int)((long)i * (from.Length - MarkBytes) / (MarksPerPicture + 1));
            var mark = from.Slice(start, MarkBytes).ToArray();

            // A run of one colour says nothing.
            if (mark.Distinct().Count() > MarkBytes / 3)
            {
                marks.Add(mark);
            }
        }

        return marks;
    }
}
