using System.Globalization;
using Microsoft.AspNetCore.Builder;
using RetailGuard.Protocol.V1;
using RetailGuard.Server;
using RetailGuard.Testing;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>
/// The server is killed again and again while people vote, look, act and dispute. What was acknowledged is on record once, and every
/// alert comes to an end.
/// </summary>
public sealed class KillTests(FaceReader reader) : IAsyncDisposable
{
    private const int Seed = 20260302;

    /// <summary>Of so many steps one is not survived.</summary>
    private const int KillsOneIn = 2;

    /// <summary>So long an alert whose picture never came keeps the next match from alerting.</summary>
    private static readonly TimeSpan AlertWithoutPicture = TimeSpan.FromSeconds(60);

    /// <summary>A run before a release takes 100 (tests/README.md).</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("TESTS_KILLS") ?? "8", CultureInfo.InvariantCulture);

    private readonly DataStore _storage = DataStore.OnDisk();
    private readonly List<Visit> _visits = [];
    private WebApplication? _record;

    public async ValueTask DisposeAsync()
    {
        foreach (var visit in _visits)
        {
            await visit.DisposeAsync();
            await visit.Stage.DisposeAsync();
        }

        if (_record is not null)
        {
            await _record.DisposeAsync();
        }

        _storage.Dispose();
    }

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R26")]
    [Trait("Rule", "R27")]
    [Trait("Rule", "R28")]
    [Trait("Rule", "R49")]
    public async Task Killed_at_any_moment_it_keeps_what_it_acknowledged_once_and_every_alert_ends()
    {
        var random = new Random(Seed);
        await using var server = await ServerProcess.StartAsync(_storage);
        _record = ServerHost.Build([.. _storage.Settings]);
        var retailer = await Retailer.OpenAsync(server);
        var kills = 0;
        while (kills < Kills)
        {
            var plot = Plot.All[_visits.Count % Plot.All.Count];
            var visit = new Visit(server, reader, await Stage.SetAsync(server, reader, retailer), plot);
            _visits.Add(visit);
            await visit.RunAsync(NextKill);
            foreach (var each in _visits)
            {
                await IsRecordedOnceAsync(each);
            }

            Say($"{kills} kills: {visit}");
        }

        await server.KillAsync();
        await AuditHoldsAsync();
        await EverythingEndsAsync();
        await AuditHoldsAsync();
        var died = _visits.SelectMany(v => v.Kills).ToList();
        Say($"{died.Count} kills in {_visits.Count} visits: {died.Count(k => k.Answered)} after the answer, the others before it");

        int? NextKill()
        {
            if (kills == Kills || random.Next(KillsOneIn) > 0)
            {
                return null;
            }

            // At most 511 ms after the request, more often soon: before, within and after a step on fast and on busy machines.
            kills++;
            return random.Next(1 << random.Next(2, 10));
        }
    }

    /// <summary>Record and audit hold each acknowledged step once, and none that was never tried.</summary>
    private async Task IsRecordedOnceAsync(Visit visit)
    {
        var raised = await QueryAsync("""SELECT "Id" FROM "Alerts" WHERE "StoreId" = @p0""", visit.Stage.Shop.Id);
        raised.Count.ShouldBeLessThanOrEqualTo(1, $"{visit}: a match raises one alert");
        if (visit.Alert is not { } alert)
        {
            return;
        }

        raised.Count.ShouldBe(1, visit.ToString());
        var audited = await QueryAsync("""SELECT "Action", "ActorId" FROM "Audit" WHERE "Subject" = @p0""", $"{alert.Id}");
        Times("alert.raised").ShouldBe(1, visit.ToString());
        Tried(Step.Upload, Times("alert.evidence-attached"));
        Tried(Step.FirstVote, Times("alert.vote-cast", visit.Stage.FirstPerson.Id));
        Tried(Step.SecondVote, Times("alert.vote-cast", visit.Stage.SecondPerson.Id));
        Tried(Step.SecondVote, Times("alert.confirmed"));
        Tried(Step.BringSighting, Times("alert.sighting-attached"));
        Tried(Step.CheckInAisle, Times("alert.in-aisle-checked"));
        Tried(Step.Outcome, Times("alert.outcome-recorded"));
        Tried(Step.Dispute, Times("alert.disputed"));

        var votes = await QueryAsync("""SELECT "PersonId" FROM "Votes" WHERE "AlertId" = @p0""", alert.Id);
        votes.Count.ShouldBe(Times("alert.vote-cast"), $"{visit}: a vote and its audit are one");
        var state = (await QueryAsync("""SELECT "Outcome", "CaseNumber" FROM "Alerts" WHERE "Id" = @p0""", alert.Id))[0];
        state[0].ShouldBe(Times("alert.outcome-recorded") == 1 ? "Observe" : null, visit.ToString());
        var cases = await QueryAsync("""SELECT "Number" FROM "Cases" WHERE "AlertId" = @p0""", alert.Id);
        cases.Select(c => c[0]).ShouldBe(Times("alert.disputed") == 1 ? [state[1]] : [], visit.ToString());
        if (cases is [[var number]])
        {
            (visit.CaseNumber ?? number).ShouldBe(number, $"{visit}: the case is the one that was told");
            var entry = (await QueryAsync("""SELECT "State", "Suspension" FROM "Entries" WHERE "Id" = @p0""", visit.Stage.Entry))[0];
            entry.ShouldBe(["Suspended", "Disputed"], $"{visit}: a disputed entry matches nobody");
        }

        int Times(string action, Guid? by = null) =>
            audited.Count(row => (string)row[0]! == action && (by is null || (string)row[1]! == $"{by}"));

        void Tried(Step step, int times)
        {
            var (least, most) = visit.Recorded(step);
            times.ShouldBeInRange(least, most, $"{visit}: {step}");
        }
    }

    /// <summary>
    /// A server that goes on from here: open alerts take votes or run out, entries whose alert lost its picture alert again after a
    /// minute, and what was done is recorded although acting is over.
    /// </summary>
    private async Task EverythingEndsAsync()
    {
        var time = TestTime.Clock(TimeProvider.System.GetUtcNow());
        await using var later = await RunningServer.StartAsync(_storage, time);
        foreach (var visit in _visits.Where(v => v.Alert is not null))
        {
            var second = later.Anyone.SignedIn(visit.Stage.Second.Token);
            var shown = await second.GetAsync($"/api/alerts/{visit.Alert!.Id}");
            if (shown.Code is null && shown["state"].GetString() == "voting")
            {
                (await Stage.VoteAsync(second, visit.Alert.Id)).Ok()["state"].GetString().ShouldBe("confirmed", visit.ToString());
            }
        }

        time.Step(AlertWithoutPicture);
        foreach (var visit in _visits.Where(v => v.IsBlind))
        {
            await using var connector = await Connector.OpenAsync(visit.Stage.Paired with { Server = later }, reader);
            (await SeenAsync(connector, visit.Stage.Shop, later)).ShouldBe(
                TrackDecision.Types.Verdict.Hold,
                $"{visit}: no picture came, so the next match alerts"
            );
        }

        time.Step(TimeSpan.FromMinutes(15));
        foreach (var visit in _visits)
        {
            var first = later.Anyone.SignedIn(visit.Stage.First.Token);
            await using var screen = await StoreScreen.OpenAsync(first);
            await screen.UntilAsync(
                s => !s.Alerts.Values.Any(a => a.GetProperty("state").GetString() is "raised" or "voting" or "confirmed"),
                $"no open alert after {visit}"
            );
            foreach (var (id, alert) in screen.Alerts.Where(a => a.Value.GetProperty("outcomeDue").GetBoolean()))
            {
                var version = alert.GetProperty("version").GetInt32();
                (await Stage.RecordAsync(first, id, version: version)).Ok()["outcomeDue"].GetBoolean().ShouldBeFalse(visit.ToString());
            }
        }

        (await QueryAsync("""SELECT "Id" FROM "Alerts" WHERE "ConfirmedAt" IS NOT NULL AND "Outcome" IS NULL""")).ShouldBeEmpty();
        (await QueryAsync("""SELECT "Id" FROM "Alerts" WHERE "State" IN ('Raised', 'Voting', 'Confirmed')""")).ShouldBeEmpty();
        later.Log.Errors.ShouldBeEmpty();
    }

    /// <summary>The decision on Subject A, once the store has looked at its list after the clock was moved.</summary>
    private async Task<TrackDecision.Types.Verdict> SeenAsync(Connector connector, Shop shop, RunningServer server)
    {
        while (true)
        {
            var probe = connector.Probe(shop.Cameras[0], reader, reader.Template(Photos.Of('A')), server.Time.GetUtcNow());
            var decision = await connector.AskAsync(probe);
            if (decision.Verdict is not TrackDecision.Types.Verdict.NotDecided)
            {
                return decision.Verdict;
            }
        }
    }

    private static void Say(FormattableString what) =>
        TestContext.Current.TestOutputHelper?.WriteLine(what.ToString(CultureInfo.InvariantCulture));

    private async Task AuditHoldsAsync()
    {
        var verified = await ServerProgram.VerifyAuditAsync(_storage);
        verified.ExitCode.ShouldBe(0, verified.ToString());
    }

    private Task<IReadOnlyList<object?[]>> QueryAsync(string sql, params object[] values) =>
        Record.QueryAsync(_record!.Services, sql, values);
}
