using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using RetailGuard.Edge.Embed;

namespace RetailGuard.Edge.Uplink;

/// <summary>Delivers the crop of a track that raised an alert: once, within the evidence's life.</summary>
internal sealed partial class CropUpload
{
    /// <summary>The cloud takes no larger crop.</summary>
    public const int MostBytes = 512 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly TimeProvider _time;
    private readonly ILogger<CropUpload> _log;
    private readonly ResiliencePipeline<HttpStatusCode> _pipeline;

    public CropUpload(HttpClient http, Uri server, TimeProvider time, ILogger<CropUpload> log)
    {
        (_http, _server, _time, _log) = (http, server, time, log);
        _pipeline = new ResiliencePipelineBuilder<HttpStatusCode> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<HttpStatusCode>
                {
                    ShouldHandle = new PredicateBuilder<HttpStatusCode>()
                        .Handle<HttpRequestException>()
                        .Handle<Polly.Timeout.TimeoutRejectedException>()
                        .HandleResult(status =>
                            status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= (HttpStatusCode)500
                        ),
                    MaxRetryAttempts = 3,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(500),
                    UseJitter = true,
                }
            )
            .AddTimeout(TimeSpan.FromSeconds(10))
            .Build();
    }

    /// <param name="path">One-time path on the cloud's own address.</param>
    /// <param name="evidence">Holds the crop; is zeroed as soon as the crop is encoded.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>Whether the cloud has it.</returns>
    public async Task<bool> SendAsync(string path, TrackEvidence evidence, CancellationToken stop)
    {
        var left = EvidenceRing.MostAge - _time.GetElapsedTime(evidence.FirstGoodAt);
        if (left <= TimeSpan.Zero || evidence.EncodeCrop(MostBytes) is not { } jpeg)
        {
            LogGone();
            return false;
        }

        // The JPEG is all that is still needed.
        evidence.Dispose();
        using var tooOld = new CancellationTokenSource(left, _time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, tooOld.Token);
        try
        {
            var status = await _pipeline.ExecuteAsync(async token => await PutAsync(path, jpeg, token), giveUp.Token);
            if (status == HttpStatusCode.NoContent)
            {
                return true;
            }

            LogRefused((int)status);
        }
        catch (Exception e) when (e is HttpRequestException or Polly.Timeout.TimeoutRejectedException or OperationCanceledException)
        {
            LogFailed(e.GetType().Name);
        }
        finally
        {
            Array.Clear(jpeg);
        }

        return false;
    }

    private async Task<HttpStatusCode> PutAsync(string path, byte[] jpeg, CancellationToken stop)
    {
        using var content = new ByteArrayContent(jpeg);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var answer = await _http.PutAsync(new Uri(_server, path), content, stop);
        return answer.StatusCode;
    }

    [LoggerMessage(LogLevel.Warning, "An alert's crop had reached its age limit before it could be sent")]
    private partial void LogGone();

    [LoggerMessage(LogLevel.Warning, "The cloud refused an alert's crop: {Status}")]
    private partial void LogRefused(int status);

    [LoggerMessage(LogLevel.Warning, "An alert's crop could not be delivered: {Failure}")]
    private partial void LogFailed(string failure);
}
