using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RetailGuard.Vision;

namespace RetailGuard.Edge.Detect;

/// <summary>
/// The face engines that all cameras share: as many frames are looked at at once as there are engines, the rest wait their turn.
/// An engine that has rested is made to forget the last face it saw (R1).
/// </summary>
internal sealed partial class EnginePool : IAsyncDisposable
{
    /// <summary>R1: the networks' working memory is blanked this long after the last face went through it, at the latest.</summary>
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(250);

    private readonly Channel<Slot> _idle = Channel.CreateUnbounded<Slot>();
    private readonly List<Slot> _all;
    private readonly TimeProvider _time;
    private readonly ILogger<EnginePool> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _forgetting;

    public EnginePool(ModelPack pack, int workers, TimeProvider time, ILogger<EnginePool> log)
    {
        (_time, _log) = (time, log);
        _all = [.. Enumerable.Range(0, workers).Select(_ => new Slot(new FaceEngine(pack)))];
        WarmUp(_all[0].Engine, pack.Space.Dimension);
        foreach (var slot in _all)
        {
            _idle.Writer.TryWrite(slot);
        }

        _forgetting = ForgetWhenIdleAsync();
    }

    /// <summary>An engine for one frame; disposing the lease gives it back.</summary>
    public async ValueTask<Lease> RentAsync(CancellationToken stop) => new(this, await _idle.Reader.ReadAsync(stop));

    /// <summary>Forgets and frees the engines; waits for those in use.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _forgetting;
        for (var left = _all.Count; left > 0; left--)
        {
            (await _idle.Reader.ReadAsync()).Engine.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>One engine and since when it holds traces of a face.</summary>
    internal sealed record Slot(FaceEngine Engine)
    {
        public long? SawFaceAt { get; set; }
    }

    internal sealed class Lease(EnginePool pool, Slot slot) : IDisposable
    {
        public FaceEngine Engine => slot.Engine;

        /// <summary>To be called when a face goes through the engine.</summary>
        public void SawFace() => slot.SawFaceAt = pool._time.GetTimestamp();

        public void Dispose() => pool._idle.Writer.TryWrite(slot);
    }

    // The first visitor must not wait for the compiler: after this many calls the runtime compiles a method with all its care.
    private static void WarmUp(FaceEngine engine, int dimension)
    {
        const int Calls = 32;
        using var picture = Frame.Rent(320, 240);
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)i;
        }

        var face = new FaceDetection(new FaceBox(110, 60, 100, 120), Score: 1);
        var landmarks = new FaceLandmarks(new(140, 105), new(180, 105), new(160, 128), new(144, 148), new(176, 148));
        var template = new float[dimension];
        for (var call = 0; call < Calls; call++)
        {
            engine.Detect(picture);
            engine.Assess(picture, face, landmarks, QualityGate.Probe);
        }

        engine.Embed(picture, landmarks, template);
    }

    private async Task ForgetWhenIdleAsync()
    {
        using var clock = new PeriodicTimer(SweepEvery, _time);
        try
        {
            while (await clock.WaitForNextTickAsync(_stop.Token))
            {
                for (var i = 0; i < _all.Count && _idle.Reader.TryRead(out var slot); i++)
                {
                    ForgetIfIdle(slot);
                    _idle.Writer.TryWrite(slot);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped; the engines forget when they are disposed.
        }
    }

    private void ForgetIfIdle(Slot slot)
    {
        if (slot.SawFaceAt is { } at && _time.GetElapsedTime(at) >= ForgetAfter)
        {
            try
            {
                slot.Engine.Forget();
                slot.SawFaceAt = null;
            }
            catch (Exception e)
            {
                LogForgetFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A face engine could not be blanked; it is tried again")]
    private partial void LogForgetFailed(Exception e);
}
