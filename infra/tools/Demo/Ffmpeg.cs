using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tools.Demo;

/// <summary>Debian's ffmpeg where it is installed, npm's otherwise: as the connector chooses.</summary>
internal static class Ffmpeg
{
    public static string Find(string root)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "ffmpeg"));
        var installed = Path.Combine(root, "edge-connector/models/node_modules/@ffmpeg-installer/linux-x64/ffmpeg");
        return onPath.Append(installed).FirstOrDefault(File.Exists)
            ?? throw new CommandRefusedException("There is no ffmpeg: install Debian's package ffmpeg.");
    }
}
