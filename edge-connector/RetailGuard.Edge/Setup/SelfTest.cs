using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Uplink;
using RetailGuard.Vision;

namespace RetailGuard.Edge.Setup;

/// <summary>Tells the installer whether the box will work: ffmpeg, model pack, each camera, the cloud.</summary>
internal sealed class SelfTest(EdgeConfig config, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan CameraLimit = TimeSpan.FromSeconds(20);

    private bool _failed;

    /// <returns>Whether all went well; each line said so or what to mend.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        var ffmpeg = Try("ffmpeg", FfmpegBinary.Find, found => $"{found.Version} at {found.Path}");
        var pack = Try("models", () => EdgeHost.LoadPack(config), loaded => $"{loaded.Name}, embedding space {loaded.Space.Id}");
        foreach (var camera in config.Cameras)
        {
            if (camera.Source!.Kind == SourceKind.Folder || ffmpeg is not null)
            {
                await TryAsync($"camera {camera.Name}", () => CameraAsync(camera, ffmpeg, pack, stop));
            }
        }

        if (pack is not null)
        {
            await TryAsync("cloud", () => CloudAsync(pack, stop));
        }

        return !_failed;
    }

    private async Task<string> CameraAsync(CameraConfig camera, FfmpegBinary? ffmpeg, ModelPack? pack, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(CameraLimit, time);
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var said = "";
        using var engine = pack is null ? null : new FaceEngine(pack);
        try
        {
            await EdgeHost
                .Capture(config, camera, new CameraHealth(time), ffmpeg, time)
                .RunAsync(
                    captured =>
                    {
                        using (captured)
                        {
                            if (said.Length == 0)
                            {
                                var faces = engine?.Detect(captured.Frame).Count;
                                said = $"{captured.Frame.Width}×{captured.Frame.Height} pixels, {faces} faces in its first picture";
                                seen.Cancel();
                            }
                        }
                    },
                    seen.Token
                );
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // One frame was all we wanted, or none came in time.
        }

        return said.Length > 0 ? said : throw new CaptureException($"gave no frame within {CameraLimit.TotalSeconds:0} s.");
    }

    private async Task<string> CloudAsync(ModelPack pack, CancellationToken stop)
    {
        using var identity = new EdgeIdentity(config, pack.Space, time);
        using var session = await CloudSession.OpenAsync(identity, time, stop);
        return $"{identity.Server} knows this box";
    }

    private T? Try<T>(string what, Func<T> action, Func<T, string> describe)
        where T : class
    {
        try
        {
            var found = action();
            Say(what, true, describe(found));
            return found;
        }
        catch (Exception e) when (IsForInstaller(e))
        {
            Say(what, false, e.Message);
            return null;
        }
    }

    private async Task TryAsync(string what, Func<Task<string>> action)
    {
        try
        {
            Say(what, true, await action());
        }
        catch (Exception e) when (IsForInstaller(e))
        {
            Say(what, false, e.Message);
        }
    }

    private void Say(string what, bool well, string detail)
    {
        _failed |= !well;
        output.WriteLine($"{(well ? "ok  " : "FAIL")}  {what}: {detail}");
    }

    private static bool IsForInstaller(Exception e) => e is EdgeSetupException or ModelPackException or CaptureException or CloudException;
}
