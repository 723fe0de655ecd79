using System.Net.Http.Headers;
using System.Numerics.Tensors;
using System.Text.Json;
using RetailGuard.Matching;
using RetailGuard.Protocol.V1;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Bench.Load;

/// <summary>Somebody on a store's list, as the store's camera sees them.</summary>
/// <param name="Template">Of the photograph that was enrolled; unit length.</param>
/// <param name="Crop">JPEG of another photograph: what the connector brings.</param>
internal sealed record ListedFace(float[] Template, byte[] Crop);

/// <summary>One store at work: its connector sees listed people, its voters compare, and one of its tablets sleeps now and then.</summary>
/// <param name="tablets">The first two belong to voters; the last one sleeps.</param>
internal sealed class BenchStore(
    SeededStore store,
    Guid camera,
    ConnectorLine edge,
    EmbeddingSpace space,
    IReadOnlyList<BenchTablet> tablets,
    IReadOnlyList<ListedFace> faces,
    HttpClient uploads,
    ConfirmationTally tally,
    TimeProvider time
) : IAsyncDisposable
{
    /// <summary>Cosine between what the camera sees and what was enrolled: a good match, as in decent light.</summary>
    private const double Likeness = 0.9;

    private static readonly TimeSpan Asleep = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GivenUp = TimeSpan.FromMinutes(1);

    private readonly Random _random = new(store.Id.GetHashCode());

    /// <summary>Ends when every alert has its outcome.</summary>
    public async Task RunAsync(int alerts, TimeSpan every, CancellationToken cancellation)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sleeping = SleepNowAndThenAsync(closing.Token);
        await Task.Delay(every * _random.NextDouble(), time, cancellation);
        for (var i = 0; i < alerts; i++)
        {
            var next = Task.Delay(every, time, cancellation);
            await AlertAsync(faces[i % faces.Count], cancellation);
            await next;
        }

        await closing.CancelAsync();
        await sleeping;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tablet in tablets)
        {
            await tablet.DisposeAsync();
        }

        await edge.DisposeAsync();
    }

    private async Task AlertAsync(ListedFace face, CancellationToken cancellation)
    {
        var seen = Near(face.Template);
        var capturedAt = time.GetUtcNow();
        var decision = await edge.AskAsync(edge.Probe(camera, space, seen, capturedAt), cancellation);
        if (decision.Verdict is not TrackDecision.Types.Verdict.Hold)
        {
            tally.Troubles.Add($"{store.Name}: no alert: {decision.Verdict} {decision.Reason}");
            return;
        }

        tally.ToAlert.Add((time.GetUtcNow() - capturedAt).TotalMilliseconds);
        using var crop = new ByteArrayContent(face.Crop) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var brought = await uploads.PutAsync(new Uri(decision.UploadPath, UriKind.Relative), crop, cancellation);
        brought.EnsureSuccessStatusCode();
        try
        {
            // /edge/evidence/TENANT/ALERT/SECRET
            await tally.Ended(Guid.Parse(decision.UploadPath.Split('/')[4])).Task.WaitAsync(GivenUp, time, cancellation);
        }
        catch (TimeoutException)
        {
            tally.Troubles.Add($"{store.Name}: an alert had no outcome within {GivenUp.TotalSeconds:0} s.");
        }
    }

    private async Task SleepNowAndThenAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(3 + (_random.NextDouble() * 6)), time, cancellation);
                await tablets[^1].SleepAsync();
                await Task.Delay(Asleep, time, cancellation);
                var told = tablets[0].Versions.ToArray();
                var woke = time.GetTimestamp();
                var snapshot = await tablets[^1].WakeAsync(cancellation);
                tally.WakeToTruth.Add(time.GetElapsedTime(woke).TotalMilliseconds);
                var shown = snapshot.GetProperty("alerts").EnumerateArray().ToDictionary(Id, a => a.GetProperty("version").GetInt32());
                foreach (var (alert, version) in told.Where(t => shown.GetValueOrDefault(t.Key) < t.Value))
                {
                    tally.Stale.Add($"{store.Name}: alert {alert} at {shown.GetValueOrDefault(alert)}, others knew {version}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private float[] Near(float[] template)
    {
        var spread = Math.Tan(Math.Acos(Likeness)) / Math.Sqrt(template.Length);
        var seen = Array.ConvertAll(template, value => value + (float)(spread * Gauss()));
        TensorPrimitives.Divide(seen, TensorPrimitives.Norm<float>(seen), seen);
        return seen;
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static Guid Id(JsonElement alert) => alert.GetProperty("id").GetGuid();
}
