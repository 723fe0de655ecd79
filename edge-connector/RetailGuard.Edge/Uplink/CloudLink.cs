using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using RetailGuard.Edge.Decide;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Uplink;

/// <summary>
/// Keeps a connection to the cloud: connects again with growing, scattered pauses, rests when the cloud keeps failing, and tries a
/// cloud that refused this box only once a minute. Nothing is queued while there is no connection.
/// </summary>
internal sealed partial class CloudLink(
    EdgeIdentity identity,
    MatchingGate gate,
    CameraReports reports,
    TimeProvider time,
    ILogger<CloudLink> log
) : BackgroundService
{
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(500);

    // A connection that broke sooner did not serve: the pauses keep growing.
    private static readonly TimeSpan Served = TimeSpan.FromSeconds(10);

    private volatile CloudSession? _session;
    private volatile string? _problem;

    public bool Connected => _session is not null;

    /// <summary>What the cloud last complained of, or why there is no connection; null when all is well.</summary>
    public string? Problem => _problem;

    /// <summary>Questions that wait for the cloud's answer.</summary>
    public int Unanswered => _session?.Unanswered ?? 0;

    /// <returns>The cloud's decision; null without a connection, without room, or without an answer in time.</returns>
    public async Task<TrackDecision?> AskAsync(TrackProbe probe, CancellationToken stop)
    {
        try
        {
            return _session is { } session ? await session.AskAsync(probe, stop) : null;
        }
        catch (ObjectDisposedException)
        {
            return null; // The connection ended this very moment.
        }
    }

    /// <summary>Sends what need not arrive; false when there is no connection to take it.</summary>
    public bool TrySend(EdgeFrame frame) => _session?.TrySend(frame) ?? false;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var connecting = Connecting();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await connecting.ExecuteAsync(async token => await ServeAsync(token), stoppingToken);
                // Boxes that lost the same cloud must not all come back in the same moment.
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1000)), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped on purpose.
        }
    }

    private ResiliencePipeline Connecting() =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not OperationCanceledException),
                    MaxRetryAttempts = int.MaxValue,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(250),
                    MaxDelay = TimeSpan.FromSeconds(20),
                    UseJitter = true,
                    DelayGenerator = failed =>
                        ValueTask.FromResult<TimeSpan?>(failed.Outcome.Exception is CloudRefusedException ? RefusedPause : null),
                    OnRetry = failed =>
                    {
                        if (failed.Outcome.Exception is not BrokenCircuitException)
                        {
                            _problem = failed.Outcome.Exception!.Message;
                            LogLost(_problem);
                        }

                        return default;
                    },
                }
            )
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<Exception>(e =>
                        e is not (OperationCanceledException or CloudRefusedException)
                    ),
                    FailureRatio = 1,
                    MinimumThroughput = 6,
                    SamplingDuration = TimeSpan.FromSeconds(60),
                    BreakDuration = TimeSpan.FromSeconds(15),
                }
            )
            .Build();

    /// <summary>One connection. Returns when it served before it was lost, so that the next one is tried soon.</summary>
    private async ValueTask ServeAsync(CancellationToken stop)
    {
        using var session = await CloudSession.OpenAsync(identity, time, stop);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        gate.Connected();
        _session = session;
        _problem = null;
        var opened = time.GetTimestamp();
        LogConnected(identity.Server);
        var reporting = reports.SendAsync(session, ReportEvery, over.Token);
        try
        {
            await session.RunAsync(gate, ReportProblem, stop);
        }
        catch (CloudException e) when (e is not CloudRefusedException && time.GetElapsedTime(opened) >= Served)
        {
            _problem = e.Message;
            LogLost(e.Message);
        }
        finally
        {
            gate.Disconnected();
            _session = null;
            await over.CancelAsync();
            await reporting;
        }
    }

    private void ReportProblem(Problem problem)
    {
        _problem = $"{problem.Detail} ({problem.Code})";
        LogProblem(problem.Code, problem.Detail);
    }

    [LoggerMessage(LogLevel.Information, "Connected to {Server}")]
    private partial void LogConnected(Uri server);

    [LoggerMessage(LogLevel.Warning, "No connection to the cloud: {Problem}")]
    private partial void LogLost(string problem);

    [LoggerMessage(LogLevel.Warning, "The cloud reports a problem, {Code}: {Detail}")]
    private partial void LogProblem(string code, string detail);
}
