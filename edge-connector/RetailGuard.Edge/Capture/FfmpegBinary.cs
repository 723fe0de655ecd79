using System.Diagnostics;
using RetailGuard.Edge.Setup;
using RetailGuard.Vision;

namespace RetailGuard.Edge.Capture;

/// <summary>The ffmpeg to use and what depends on its age.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Version">As it calls itself.</param>
/// <param name="PassThrough">The option, by this ffmpeg's name for it, that neither repeats nor drops frames.</param>
/// <param name="LineTimeout">The option, by this ffmpeg's name for it, that ends an RTSP line which is silent for some microseconds.</param>
internal sealed record FfmpegBinary(string Path, string Version, IReadOnlyList<string> PassThrough, string LineTimeout)
{
    public const string Variable = "RETAILGUARD_FFMPEG";

    private const string FromPackage = "@ffmpeg-installer/linux-x64/ffmpeg";

    /// <summary>The one that <see cref="Variable"/> names, else the one on PATH, else the one installed with the models.</summary>
    /// <exception cref="EdgeSetupException">There is none, or it does not run.</exception>
    public static FfmpegBinary Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        var path = string.IsNullOrEmpty(named)
            ? Candidates().FirstOrDefault(File.Exists)
                ?? throw new EdgeSetupException(
                    "ffmpeg-missing",
                    $"ffmpeg is not installed. Install it (apt-get install ffmpeg), or name it in {Variable}."
                )
            : named;
        if (Run(path, "-version") is not (0, var version))
        {
            throw new EdgeSetupException(
                "ffmpeg-broken",
                $"{path} does not run as ffmpeg. Install it again, or name another in {Variable}."
            );
        }

        // Newer ffmpeg renamed the option, and drops the old name some day.
        string[] newName = ["-fps_mode", "passthrough"];
        var (code, _) = Run(path, ["-loglevel", "quiet", "-f", "lavfi", "-i", "color=s=16x16:d=0.1", .. newName, "-f", "null", "-"]);
        // In older ones -timeout means how long to listen for a camera that calls.
        var (_, options) = Run(path, ["-hide_banner", "-h", "demuxer=rtsp"]);
        var lineTimeout = options.Contains("-stimeout", StringComparison.Ordinal) ? "-stimeout" : "-timeout";
        return new(path, version.Split('\n')[0].Trim(), code == 0 ? newName : ["-vsync", "0"], lineTimeout);
    }

    private static IEnumerable<string> Candidates() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, "ffmpeg"))
            .Append(System.IO.Path.Combine(ModelPackOptions.Default.PackagesFolder, FromPackage));

    private static (int Code, string Output) Run(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}
