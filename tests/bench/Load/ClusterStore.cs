using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using RetailGuard.Matching;
using RetailGuard.Protocol.V1;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Bench.Load;

/// <summary>
/// One store at work on a cluster: its connector asks about strangers without pause, a listed person comes by now and then, two people
/// compare and act, and a tablet listens. All of them go to another node when theirs is gone.
/// </summary>
/// <param name="number">0 and up; the store's connector begins on the node of that number, its people on the one after.</param>
/// <param name="again">The same person in another picture.</param>
internal sealed class ClusterStore(
    int number,
    SyntheticStore store,
    ClusterNodes nodes,
    ClusterPerson first,
    ClusterPerson second,
    byte[] crop,
    MarkedStrangers strangers,
    Func<float[], float[]> again,
    EmbeddingSpace space,
    HttpClient http,
    ClusterTally tally,
    TimeProvider time
)
{
    /// <summary>Between two strangers: the processors are for the nodes, and what is measured is that none is lost.</summary>
    private static readonly TimeSpan BetweenFaces = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan BetweenVisits = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(30);

    /// <summary>R26: whoever was seen so long ago can be acted on for half a minute more, so that alerts end by their deadline too.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(9.5);

    private static readonly TimeSpan TakeoverBar = TimeSpan.FromSeconds(15);

    private readonly ConcurrentQueue<string> _waited = new();
    private long _lastDecidedAt = Stopwatch.GetTimestamp();
    private ConnectorLine? _line;

    /// <summary>The node that the connector is on.</summary>
    public int Node { get; private set; } = number % nodes.Count;

    public bool IsConnected => _line is not null;

    /// <summary>Number of the store.</summary>
    public int Number => number;

    /// <summary>Listed people come by, one after the other.</summary>
    /// <param name="visiting">Ends the visits; one that has begun goes on to its end.</param>
    /// <param name="running">Ends it too.</param>
    public async Task VisitAsync(CancellationToken visiting, CancellationToken running)
    {
        foreach (var (i, listed) in store.Listed.Index())
        {
            if (visiting.IsCancellationRequested || running.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await VisitAsync(listed, (Ending)((number + i) % Enum.GetValues<Ending>().Length), running);
                await Task.Delay(BetweenVisits, time, running);
            }
            catch (OperationCanceledException) when (running.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private enum Ending
    {
        Outcome,
        Dispute,
        NoPicture,
        DisputeWhileVoting,
        OneVote,
    }

    private async Task VisitAsync(float[] listed, Ending ending, CancellationToken cancellation)
    {
        var age = ending is Ending.NoPicture or Ending.OneVote ? Late : TimeSpan.Zero;
        if (await RaiseAsync(again(listed), age, cancellation) is not { } path)
        {
            return;
        }

        // /edge/evidence/TENANT/ALERT/SECRET
        var alert = Guid.Parse(path.Split('/')[4]);
        tally.Acknowledged.Enqueue(new(alert, "alert.raised", null));
        if (ending is Ending.NoPicture || !await BringAsync(alert, path, cancellation))
        {
            return;
        }

        if (!await VoteAsync(first, alert, cancellation) || ending is Ending.OneVote)
        {
            return;
        }

        if (ending is Ending.DisputeWhileVoting)
        {
            await second.ActAsync(alert, "dispute", "alert.disputed", null, cancellation);
            return;
        }

        if (!await VoteAsync(second, alert, cancellation))
        {
            return;
        }

        if (ending is Ending.Dispute)
        {
            await second.ActAsync(alert, "dispute", "alert.disputed", null, cancellation);
        }
        else
        {
            var check = new { seenVersion = await VersionAsync(alert, cancellation), answer = "same" };
            await first.ActAsync(alert, "in-aisle", "alert.in-aisle-checked", check, cancellation);
        }

        var outcome = new
        {
            seenVersion = await VersionAsync(alert, cancellation),
            outcome = ending is Ending.Outcome ? "observe" : "none",
        };
        await first.ActAsync(alert, "outcome", "alert.outcome-recorded", outcome, cancellation);
    }

    private async Task<bool> VoteAsync(ClusterPerson person, Guid alert, CancellationToken cancellation)
    {
        var vote = new
        {
            seenVersion = await VersionAsync(alert, cancellation),
            answer = "same",
            features = new[] { "brow", "nose" },
        };
        return await person.ActAsync(alert, "votes", "alert.vote-cast", vote, cancellation);
    }

    private async Task<int> VersionAsync(Guid alert, CancellationToken cancellation) =>
        (await first.GetAsync($"/api/alerts/{alert}", cancellation))?["version"].GetInt32() ?? 0;

    /// <summary>Where to bring the picture; null when the alert was raised and its node died before it could say so.</summary>
    private async Task<string?> RaiseAsync(float[] seen, TimeSpan age, CancellationToken cancellation)
    {
        while (true)
        {
            if (_line is { } line && await AskAsync(line, seen, time.GetUtcNow() - age, cancellation) is { } decision)
            {
                switch (decision.Verdict)
                {
                    case TrackDecision.Types.Verdict.Hold:
                        return decision.UploadPath;
                    case TrackDecision.Types.Verdict.Discard:
                        return null;
                }
            }

            await Task.Delay(BetweenTries, time, cancellation);
        }
    }

    private async Task<bool> BringAsync(Guid alert, string path, CancellationToken cancellation)
    {
        for (var turn = 0; turn < 100; turn++)
        {
            try
            {
                using var picture = new ByteArrayContent(crop) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
                using var brought = await http.PutAsync(new Uri(nodes[Node + turn].Address, path), picture, cancellation);
                if (brought.IsSuccessStatusCode)
                {
                    tally.Acknowledged.Enqueue(new(alert, "alert.evidence-attached", null));
                    return true;
                }

                if ((int)brought.StatusCode < 500)
                {
                    // Taken before the node died: its address is used up.
                    return turn > 0;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                // The next node is asked.
            }

            await Task.Delay(BetweenTries, time, cancellation);
        }

        return false;
    }

    /// <summary>The connector asks about strangers, on any other node when its own is gone, as a proxy would have it.</summary>
    public async Task KeepAskingAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                soon.CancelAfter(Silent);
                await using var line = await ConnectorLine.OpenAsync(nodes[Node].Address, store.Connector, space, time, soon.Token);
                _line = line;
                Note($"a line to node {Node}");
                while (!line.Ended.IsCompleted)
                {
                    var decision = await AskAsync(line, strangers.Next(), time.GetUtcNow(), cancellation);
                    var isDecided = decision is { Verdict: not TrackDecision.Types.Verdict.NotDecided };
                    await Task.Delay(isDecided ? BetweenFaces : BetweenTries, time, cancellation);
                }
            }
            catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException)
            {
                Note($"no line to node {Node}: {e.GetType().Name}");
            }

            _line = null;
            Node = nodes.Another(Node);
            await Task.Delay(BetweenTries, time, CancellationToken.None);
        }
    }

    /// <summary>Null when the line ended first.</summary>
    private async Task<TrackDecision?> AskAsync(ConnectorLine line, float[] face, DateTimeOffset capturedAt, CancellationToken cancellation)
    {
        var sentAt = Stopwatch.GetTimestamp();
        try
        {
            var decision = await line.AskAsync(line.Probe(store.Camera, space, face, capturedAt), cancellation)
                .WaitAsync(Silent, time, cancellation);
            if (decision.Verdict is TrackDecision.Types.Verdict.NotDecided)
            {
                NotDecided(sentAt, decision.Reason);
            }
            else
            {
                Decided(sentAt);
            }

            return decision;
        }
        catch (Exception e) when (e is IOException or WebSocketException or TimeoutException or ObjectDisposedException)
        {
            NotDecided(sentAt, e.GetType().Name);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            NotDecided(sentAt, "cancelled");
            return null;
        }
    }

    private void Decided(long sentAt)
    {
        if (tally.Decided(number, sentAt) is { } took && took > TakeoverBar)
        {
            Note("decided");
            Console.Error.WriteLine($"→ Store {number} was taken over after {took.TotalSeconds:0.0} s: {string.Join("; ", _waited)}");
        }

        _waited.Clear();
        _lastDecidedAt = Stopwatch.GetTimestamp();
    }

    private void NotDecided(long sentAt, string why)
    {
        tally.NotDecided();
        var asked = Stopwatch.GetElapsedTime(sentAt).TotalSeconds;
        if (_waited.IsEmpty || asked > 0.5)
        {
            Note($"asked for {asked:0.0} s: {why}");
        }
    }

    /// <summary>What a store without a decision waits for, in seconds since its last one.</summary>
    private void Note(string what) => _waited.Enqueue($"{Stopwatch.GetElapsedTime(_lastDecidedAt).TotalSeconds:0.0} {what}");

    /// <summary>The tablet listens, on another node when its own is gone.</summary>
    public async Task KeepListeningAsync(CancellationToken cancellation)
    {
        for (var at = number + 1; !cancellation.IsCancellationRequested; at++)
        {
            try
            {
                await using var line = await HubLine.ConnectAsync(
                    nodes[at].Address,
                    first.Token,
                    _ => Task.CompletedTask,
                    time,
                    cancellation
                );
                await line.Ended.WaitAsync(cancellation);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException or OperationCanceledException)
            {
                // The next node is tried.
            }

            await Task.Delay(BetweenTries, time, CancellationToken.None);
        }
    }
}
