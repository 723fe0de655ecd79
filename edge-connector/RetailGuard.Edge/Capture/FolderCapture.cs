using RetailGuard.Edge.Setup;
using RetailGuard.Vision;

namespace RetailGuard.Edge.Capture;

/// <summary>Shows the pictures of a folder one after another, each as a scene of its own: for demonstrations, tests and drills.</summary>
internal sealed class FolderCapture(EdgeConfig config, CameraConfig camera, CameraSource source, CameraHealth health, TimeProvider time)
    : ICapture
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp"];

    /// <inheritdoc/>
    public async Task RunAsync(Action<CapturedFrame> onFrame, CancellationToken stop)
    {
        var files = Files();
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1 / source.Rate), time);
        do
        {
            var shown = 0;
            foreach (var file in files)
            {
                using var picture = Open(file);
                if (picture is not null)
                {
                    await ShowAsync(file, picture, clock, onFrame, stop);
                    shown++;
                }
            }

            if (shown == 0)
            {
                throw new CaptureException($"None of the {files.Count} pictures in {config.Resolve(source.Path!)} can be read.");
            }
        } while (source.Loop);
    }

    private async Task ShowAsync(string file, Frame picture, PeriodicTimer clock, Action<CapturedFrame> onFrame, CancellationToken stop)
    {
        var frames = Math.Max(1, (int)Math.Round(source.SecondsPerPicture * source.Rate));
        for (var i = 0; i < frames; i++)
        {
            await clock.WaitForNextTickAsync(stop);
            if (i == 0)
            {
                health.Shows(Path.GetFileName(file));
            }

            var capturedAt = time.GetTimestamp();
            var frame = Frame.Rent(picture.Width, picture.Height);
            picture.Pixels.CopyTo(frame.Pixels);
            onFrame(new(frame, capturedAt, time.GetElapsedTime(capturedAt), FirstOfScene: i == 0));
        }
    }

    private List<string> Files()
    {
        var folder = config.Resolve(source.Path!);
        if (!Directory.Exists(folder))
        {
            throw new CaptureException($"There is no folder {folder}.");
        }

        var files = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0
            ? files
            : throw new CaptureException($"The folder {folder} holds no picture ({string.Join(", ", Extensions)}).");
    }

    private Frame? Open(string file)
    {
        Frame picture;
        try
        {
            picture = Pictures.Decode(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is PictureRefusedException or IOException)
        {
            return null;
        }

        var ratio = Math.Max((double)picture.Width / camera.MaxWidth, (double)picture.Height / camera.MaxHeight);
        if (ratio <= 1)
        {
            return picture;
        }

        using (picture)
        {
            return Shrink(picture, (int)Math.Ceiling(ratio));
        }
    }

    // The mean of each block of by × by pixels: keeps the proportions and needs no resampling kernel.
    private static Frame Shrink(Frame from, int by)
    {
        var to = Frame.Rent(Math.Max(1, from.Width / by), Math.Max(1, from.Height / by));
        var source = from.Pixels;
        var target = to.Pixels;
        for (var y = 0; y < to.Height; y++)
        {
            for (var x = 0; x < to.Width * 3; x++)
            {
                var (column, channel) = (x / 3 * by, x % 3);
                var sum = 0;
                for (var dy = 0; dy < by; dy++)
                {
                    var row = 3 * (((y * by) + dy) * from.Width);
                    for (var dx = 0; dx < by; dx++)
                    {
                        sum += source[row + (3 * (column + dx)) + channel];
                    }
                }

                target[(y * to.Width * 3) + x] = (byte)(sum / (by * by));
            }
        }

        return to;
    }
}
