using Microsoft.Extensions.Logging;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>From tracks to verdicts: a search in the store's gallery and the decision on it (R6). In memory; nothing of a track stays.</summary>
internal sealed partial class TrackDecisions(
    Galleries galleries,
    ModelScale model,
    TimeProvider time,
    AlertMetrics metrics,
    ILogger<TrackDecisions> logger
)
{
    /// <param name="Entries">Best first; at most two.</param>
    private sealed record Nearest(NearEntry[] Entries, long ListVersion);

    /// <returns>One answer for each track, in their order.</returns>
    public async Task<TrackAnswer[]> DecideAsync(TenantId tenant, StoreId store, StoreReadiness readiness, TrackReport[] tracks)
    {
        var now = time.GetUtcNow();
        var answers = Array.ConvertAll(tracks, track => WhyNotDecided(track, readiness, now));
        var nearest = new Nearest?[tracks.Length];
        foreach (var space in Enumerable.Range(0, tracks.Length).Where(i => answers[i] is null).GroupBy(i => tracks[i].Space))
        {
            await SearchAsync(tenant, store, tracks, [.. space], nearest, answers);
        }

        for (var i = 0; i < tracks.Length; i++)
        {
            answers[i] ??= DecideOrFail(store, tracks[i], nearest[i]!);
        }

        return answers!;
    }

    /// <summary>Why a track is not looked at, or null.</summary>
    private static TrackAnswer? WhyNotDecided(TrackReport track, StoreReadiness readiness, DateTimeOffset now) =>
        readiness.WhyNot(track.Camera, now) is { } why ? new(TrackVerdict.NotDecided, Reason: why.Detail)
        // R26: nobody could act on it any more.
        : now - track.CapturedAt >= AlertWorkflow.ActingTime
            ? new(TrackVerdict.NotDecided, Reason: "The face was seen too long ago to act on. Check the connector's clock.")
        : null;

    /// <summary>Searches for tracks of one space in one turn of the gallery.</summary>
    /// <param name="which">Of <paramref name="tracks"/>; each of them gets its nearest or its answer.</param>
    private async Task SearchAsync(
        TenantId tenant,
        StoreId store,
        TrackReport[] tracks,
        int[] which,
        Nearest?[] nearest,
        TrackAnswer?[] answers
    )
    {
        try
        {
            var probes = new GalleryProbes(tracks[which[0]].Space, Array.ConvertAll(which, i => tracks[i].Template));
            var searched = await galleries.SearchAsync(tenant, store, probes);
            if (searched.Succeeded(out var found, out var refusal))
            {
                for (var i = 0; i < which.Length; i++)
                {
                    nearest[which[i]] = new(found.Nearest[i], found.ListVersion);
                }

                return;
            }

            if (which is [var refused])
            {
                answers[refused] = new(TrackVerdict.NotDecided, Reason: refusal.Detail);
                return;
            }
        }
        catch (ArgumentException e)
        {
            if (which is [var broken])
            {
                LogUndecided(e, store);
                answers[broken] = TrackAnswer.Failed;
                return;
            }
        }

        // One of them cannot be searched for; the others can.
        foreach (var one in which)
        {
            await SearchAsync(tenant, store, tracks, [one], nearest, answers);
        }
    }

    private TrackAnswer DecideOrFail(StoreId store, TrackReport track, Nearest nearest)
    {
        try
        {
            return Decide(store, track, nearest);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogUndecided(e, store);
            return TrackAnswer.Failed;
        }
    }

    private TrackAnswer Decide(StoreId store, TrackReport track, Nearest nearest)
    {
        var inputs = model.Inputs(track.Space, nearest.Entries, track.FramesFused, track.Agreement);
        var decision = MatchDecision.Decide(inputs);
        metrics.Decided(decision.Verdict);
        return decision.Verdict switch
        {
            Verdict.NoMatch or Verdict.WeakEvidence or Verdict.Tie => new(TrackVerdict.Discard),
            Verdict.Match => new(
                TrackVerdict.Match,
                Raise: new()
                {
                    Store = store,
                    Camera = track.Camera,
                    Entry = nearest.Entries[0].Entry,
                    CapturedAt = track.CapturedAt,
                    Match = new()
                    {
                        Space = track.Space,
                        Threshold = decision.ThresholdScore,
                        Score = decision.Score,
                        Cosine = decision.Cosine,
                        Margin = decision.Margin,
                        Quality = track.Quality,
                        FramesFused = track.FramesFused,
                        Agreement = track.Agreement,
                        ListVersion = nearest.ListVersion,
                        Inputs = RecordedInputs.Write(inputs),
                    },
                }
            ),
        };
    }

    [LoggerMessage(LogLevel.Error, "A track of store {Store} could not be decided.")]
    private partial void LogUndecided(Exception exception, StoreId store);
}
