using System.Net;
using System.Net.WebSockets;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>One pass of Subject A, from the match to the outcome, with the server killed during one step of it.</summary>
internal sealed class Visit(ServerProcess server, FaceReader reader, Stage stage) : IAsyncDisposable
{
    private readonly Dictionary<Step, Guid> _keys = Steps.ToDictionary(step => step, _ => Unique.Id());
    private readonly HashSet<Step> _acknowledged = [];
    private Connector? _afterKill;
    private Step _killedIn;

    public enum Step
    {
        Raise,
        Upload,
        FirstVote,
        SecondVote,
        Outcome,
    }

    public static IReadOnlyList<Step> Steps { get; } = Enum.GetValues<Step>();

    public Stage Stage => stage;

    /// <summary>Null when the server died before it could tell the connector.</summary>
    public RaisedAlert? Alert { get; private set; }

    public bool Closed => _acknowledged.Contains(Step.Outcome);

    /// <param name="killedIn">The step that the server does not survive.</param>
    /// <param name="within">Milliseconds between the request and the kill.</param>
    public async Task RunAsync(Step killedIn, int within)
    {
        _killedIn = killedIn;
        foreach (var step in Steps)
        {
            if (step == killedIn)
            {
                var asked = TakeInTimeAsync(step);
                await Task.Delay(TimeSpan.FromMilliseconds(within), TimeProvider.System);
                await server.KillAsync();
                await asked;
                await server.StartAgainAsync();
                _afterKill = await Connector.OpenAsync(stage.Paired, reader);
                await StillHoldsAsync();
            }

            if (!_acknowledged.Contains(step) && !await TakeAsync(step))
            {
                return;
            }

            _acknowledged.Add(step);
        }
    }

    /// <summary>Everything that was acknowledged so far is there.</summary>
    public async Task StillHoldsAsync()
    {
        if (Alert is null)
        {
            return;
        }

        var first = (await stage.First.GetAsync($"/api/alerts/{Alert.Id}")).Ok();
        var second = (await stage.Second.GetAsync($"/api/alerts/{Alert.Id}")).Ok();
        // R31: nobody looks at the pictures of a closed alert.
        if (_acknowledged.Contains(Step.Upload) && !Closed)
        {
            var picture = await stage.First.GetAsync($"/api/alerts/{Alert.Id}/pictures/live");
            picture.Ok().Body.ShouldBe(Stage.LivePicture, ToString());
        }

        if (_acknowledged.Contains(Step.FirstVote))
        {
            first["voted"].GetBoolean().ShouldBeTrue(ToString());
        }

        if (_acknowledged.Contains(Step.SecondVote))
        {
            second["voted"].GetBoolean().ShouldBeTrue(ToString());
            first["state"].GetString().ShouldBeOneOf("confirmed", "closed");
        }

        if (_acknowledged.Contains(Step.Outcome))
        {
            first["state"].GetString().ShouldBe("closed", ToString());
            first["outcome"].GetString().ShouldBe("observe", ToString());
        }
    }

    public override string ToString() => $"{_killedIn} of alert {Alert?.Id}";

    public async ValueTask DisposeAsync()
    {
        if (_afterKill is not null)
        {
            await _afterKill.DisposeAsync();
        }

        await stage.DisposeAsync();
    }

    /// <summary>Takes a step of which nobody knows whether its answer will come.</summary>
    private async Task TakeInTimeAsync(Step step)
    {
        try
        {
            if (await TakeAsync(step))
            {
                _acknowledged.Add(step);
            }
        }
        catch (Exception e) when (e is HttpRequestException or NeverCameException or WebSocketException or IOException)
        {
            // The server died first.
        }
    }

    /// <summary>Takes a step, for the first time or again with the same key. False when the visit ends here.</summary>
    private async Task<bool> TakeAsync(Step step)
    {
        switch (step)
        {
            case Step.Raise:
                return await RaiseAsync();
            case Step.Upload:
                var uploaded = await server.Anyone.PutAsync(Alert!.UploadPath, Stage.LivePicture);

                // Stored before the server died: its address is used up.
                uploaded.Status.ShouldBeOneOf(HttpStatusCode.NoContent, HttpStatusCode.NotFound);
                return true;
            case Step.FirstVote:
                (await Stage.VoteAsync(stage.First, Alert!.Id, key: _keys[step])).Ok()["voted"].GetBoolean().ShouldBeTrue();
                (await Stage.VoteAsync(stage.First, Alert.Id)).Refused(HttpStatusCode.Conflict, "already-voted");
                return true;
            case Step.SecondVote:
                (await Stage.VoteAsync(stage.Second, Alert!.Id, key: _keys[step])).Ok()["state"].GetString().ShouldBe("confirmed");
                return true;
            case Step.Outcome:
                (await Stage.RecordAsync(stage.First, Alert!.Id, key: _keys[step])).Ok()["state"].GetString().ShouldBe("closed");
                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private async Task<bool> RaiseAsync()
    {
        var connector = _afterKill ?? stage.Connector;
        var probe = connector.Probe(stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('A')), server.Now);
        var decision = await connector.AskAsync(probe);
        if (decision.Verdict == TrackDecision.Types.Verdict.Hold)
        {
            Alert = new(decision.UploadPath);
        }
        else
        {
            // Raised before the server died, which could not say where to bring the picture: there is one alert, and it runs out.
            decision.Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard, decision.ToString());
        }

        await using var screen = await StoreScreen.OpenAsync(stage.First);
        screen.Alerts.Count.ShouldBe(1, ToString());
        return Alert is not null;
    }
}
