using System.Net;
using System.Net.WebSockets;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What happens to a person who is seen, in order.</summary>
/// <param name="Steps">Taken one after the other; some of them the server does not survive.</param>
internal sealed record Plot(string Name, params Step[] Steps)
{
    private static readonly Step[] Confirmed = [Step.Raise, Step.Upload, Step.FirstVote, Step.SecondVote];

    public static IReadOnlyList<Plot> All { get; } =
    [
        new("acted on", [.. Confirmed, Step.Sight, Step.BringSighting, Step.CheckInAisle, Step.Outcome]),
        new("disputed in the aisle", [.. Confirmed, Step.CheckInAisle, Step.Dispute, Step.Outcome]),
        new("without a picture", Step.Raise),
        new("disputed while people vote", Step.Raise, Step.Upload, Step.FirstVote, Step.Dispute),
        new("left with one vote", Step.Raise, Step.Upload, Step.FirstVote),
        new("left without an outcome", [.. Confirmed, Step.CheckInAisle]),
    ];
}

internal enum Step
{
    Raise,
    Upload,
    FirstVote,
    SecondVote,
    Sight,
    BringSighting,
    CheckInAisle,
    Outcome,
    Dispute,
}

/// <summary>One pass of Subject A through a plot. Keeps account of what was tried and what was acknowledged.</summary>
internal sealed class Visit(ServerProcess server, FaceReader reader, Stage stage, Plot plot) : IAsyncDisposable
{
    /// <summary>So old is the picture at the match that a later one is a new sighting at once.</summary>
    private static readonly TimeSpan Since = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Step, Guid> _keys = plot.Steps.ToDictionary(step => step, _ => Unique.Id());
    private readonly HashSet<Step> _tried = [];
    private readonly HashSet<Step> _acknowledged = [];
    private Connector? _connector;
    private string? _sightingPath;

    public Stage Stage => stage;

    /// <summary>Null when the server died before it could tell the connector.</summary>
    public RaisedAlert? Alert { get; private set; }

    /// <summary>As it was acknowledged.</summary>
    public string? CaseNumber { get; private set; }

    /// <summary>Whether an alert may be open that never got its picture.</summary>
    public bool IsBlind => !_tried.Contains(Step.Upload);

    /// <summary>The steps that the server did not survive, and whether it had answered before.</summary>
    public List<(Step Step, bool Answered)> Kills { get; } = [];

    /// <param name="killAfter">Milliseconds between a step's request and the kill; null lets the server live.</param>
    public async Task RunAsync(Func<int?> killAfter)
    {
        _connector = await Connector.OpenAsync(stage.Paired, reader);
        foreach (var step in plot.Steps)
        {
            if (killAfter() is { } within)
            {
                var asked = TakeInTimeAsync(step);
                await Task.Delay(TimeSpan.FromMilliseconds(within), TimeProvider.System);
                await server.KillAsync();
                await asked;
                Kills.Add((step, _acknowledged.Contains(step)));
                await server.StartAgainAsync();
                await _connector.DisposeAsync();
                _connector = await Connector.OpenAsync(stage.Paired, reader);
                await IsShownAsync();
            }

            if (!_acknowledged.Contains(step) && !await TakeAsync(step))
            {
                return;
            }

            Acknowledge(step);
        }

        await IsShownAsync();
    }

    /// <summary>How often an event may be on record: between what was acknowledged and what was tried.</summary>
    public (int Least, int Most) Recorded(Step step) => (_acknowledged.Contains(step) ? 1 : 0, _tried.Contains(step) ? 1 : 0);

    public override string ToString() =>
        $"{plot.Name}, alert {Alert?.Id}, killed in {string.Join(", ", Kills.Select(k => $"{k.Step} {(k.Answered ? "after" : "before")} the answer"))}";

    public async ValueTask DisposeAsync()
    {
        if (_connector is not null)
        {
            await _connector.DisposeAsync();
        }
    }

    /// <summary>Both people see everything that was acknowledged so far, and the gallery holds what the record does.</summary>
    private async Task IsShownAsync()
    {
        await HoldsTheRecordAsync();
        if (Alert is null)
        {
            return;
        }

        var first = (await stage.First.GetAsync($"/api/alerts/{Alert.Id}")).Ok();
        var second = (await stage.Second.GetAsync($"/api/alerts/{Alert.Id}")).Ok();
        foreach (var step in _acknowledged)
        {
            switch (step)
            {
                // R31: nobody looks at the pictures of an alert that is over.
                case Step.Upload when first["state"].GetString() is "voting" or "confirmed":
                    var live = await stage.First.GetAsync($"/api/alerts/{Alert.Id}/pictures/live");
                    live.Ok().Body.ShouldBe(Stage.KeptPicture, ToString());
                    (await stage.Second.GetAsync($"/api/alerts/{Alert.Id}/pictures/enrolment")).Ok();
                    break;
                case Step.FirstVote:
                    first["voted"].GetBoolean().ShouldBeTrue(ToString());
                    break;
                case Step.SecondVote:
                    second["voted"].GetBoolean().ShouldBeTrue(ToString());
                    first["state"].GetString().ShouldBeOneOf("confirmed", "closed", "disputed");
                    break;
                case Step.BringSighting when first["state"].GetString() is "confirmed":
                    var latest = await stage.First.GetAsync($"/api/alerts/{Alert.Id}/pictures/latest");
                    latest.Ok().Body.ShouldBe(Stage.KeptPicture, ToString());
                    break;
                case Step.CheckInAisle:
                    first["inAisle"].GetProperty("answer").GetString().ShouldBe("same", ToString());
                    break;
                case Step.Outcome:
                    first["outcome"].GetString().ShouldBe("observe", ToString());
                    first["outcomeDue"].GetBoolean().ShouldBeFalse(ToString());
                    break;
                case Step.Dispute:
                    first["state"].GetString().ShouldBe("disputed", ToString());
                    first["case"].GetProperty("number").GetString().ShouldBe(CaseNumber, ToString());
                    break;
            }
        }
    }

    private async Task HoldsTheRecordAsync()
    {
        var check = (await stage.HeadOffice.PostAsync($"/api/stores/{stage.Shop.Id}/gallery/check")).Ok();
        check["differences"].GetInt32().ShouldBe(0, ToString());
        check["status"].GetProperty("isLoaded").GetBoolean().ShouldBeTrue(ToString());
        check["status"].GetProperty("unreadable").GetInt32().ShouldBe(0, ToString());

        // A disputed entry matches nobody.
        var (least, most) = Recorded(Step.Dispute);
        check["status"].GetProperty("count").GetInt32().ShouldBeInRange(1 - most, 1 - least, ToString());
    }

    private void Acknowledge(Step step)
    {
        if (_tried.Contains(step))
        {
            _acknowledged.Add(step);
        }
    }

    /// <summary>Takes a step of which nobody knows whether its answer will come.</summary>
    private async Task TakeInTimeAsync(Step step)
    {
        try
        {
            if (await TakeAsync(step))
            {
                Acknowledge(step);
            }
        }
        catch (Exception e) when (e is HttpRequestException or WaitTimeoutException or WebSocketException or IOException)
        {
            // The server died first.
        }
    }

    /// <summary>Takes a step, for the first time or again with the same key. False when the visit ends here.</summary>
    private async Task<bool> TakeAsync(Step step)
    {
        _tried.Add(step);
        switch (step)
        {
            case Step.Raise:
                return await RaiseAsync();
            case Step.Upload:
                return await BringAsync(Alert!.UploadPath);
            case Step.FirstVote:
                (await Stage.VoteAsync(stage.First, Alert!.Id, key: _keys[step])).Ok()["voted"].GetBoolean().ShouldBeTrue();
                return true;
            case Step.SecondVote:
                (await Stage.VoteAsync(stage.Second, Alert!.Id, key: _keys[step])).Ok()["state"].GetString().ShouldBe("confirmed");
                return true;
            case Step.Sight:
                var seen = await PassAsync(server.Now);
                _sightingPath = seen.Verdict is TrackDecision.Types.Verdict.Hold ? seen.UploadPath : null;
                return true;
            case Step.BringSighting:
                // Its address was lost with the server: another comes with the next sighting.
                return _sightingPath is { } path ? await BringAsync(path) : _tried.Remove(step);
            case Step.CheckInAisle:
                var check = new { seenVersion = await VersionAsync(), answer = "same" };
                (await stage.First.PostAsync($"/api/alerts/{Alert!.Id}/in-aisle", check, _keys[step])).Ok();
                return true;
            case Step.Outcome:
                var recorded = await Stage.RecordAsync(stage.First, Alert!.Id, version: await VersionAsync(), key: _keys[step]);
                recorded.Ok()["outcome"].GetString().ShouldBe("observe");
                return true;
            case Step.Dispute:
                var disputed = (await stage.Second.PostAsync($"/api/alerts/{Alert!.Id}/dispute")).Ok();
                CaseNumber = disputed["case"].GetProperty("number").GetString();
                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private async Task<int> VersionAsync() => (await stage.First.GetAsync($"/api/alerts/{Alert!.Id}")).Ok()["version"].GetInt32();

    private async Task<bool> BringAsync(string path)
    {
        var uploaded = await server.Anyone.PutAsync(path, Stage.LivePicture);

        // Stored before the server died: its address is used up.
        uploaded.Status.ShouldBeOneOf(HttpStatusCode.NoContent, HttpStatusCode.NotFound);
        return true;
    }

    private Task<TrackDecision> PassAsync(DateTimeOffset capturedAt) =>
        _connector!.AskAsync(_connector.Probe(stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('A')), capturedAt));

    private async Task<bool> RaiseAsync()
    {
        var decision = await PassAsync(server.Now - Since);
        if (decision.Verdict == TrackDecision.Types.Verdict.Hold)
        {
            Alert = new(decision.UploadPath);
            return true;
        }

        // Raised before the server died, which could not say where to bring the picture: there is one alert, and it runs out.
        decision.Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard, decision.ToString());
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        screen.Alerts.Values.Count(a => a.GetProperty("state").GetString() == "raised").ShouldBe(1, ToString());
        return false;
    }
}
