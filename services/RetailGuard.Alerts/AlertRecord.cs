using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>An alert after a command.</summary>
/// <param name="Changed">Whether anything was saved that screens may have to show.</param>
/// <param name="Suspended">Whether its entry was suspended with it (R28).</param>
/// <param name="Purge">Where its pictures end with it: to be carried out now.</param>
/// <param name="Refusal">The command was refused, though time or the world may have changed the alert before it.</param>
internal sealed record SavedAlert(
    Alert Alert,
    bool Changed = false,
    bool Suspended = false,
    PurgeOrder? Purge = null,
    Refusal? Refusal = null
);

/// <summary>What has become of a match.</summary>
/// <param name="Alert">Null when none was raised.</param>
/// <param name="Frozen">Alerts and stores for which its entry was suspended instead (R7).</param>
internal sealed record RaisedMatch(Alert? Alert, (int Alerts, int Stores)? Frozen = null);

/// <summary>
/// The alert on record: each command loads it, lets the rules decide and saves once, with its audit events. Two activations may do so
/// at the same time: the row's revision lets one win, and the other looks again.
/// </summary>
internal sealed partial class AlertRecord(
    Database database,
    AuditLog audit,
    Entries entries,
    SuspendEntry suspend,
    IEntryFamilies families,
    EvidencePictures pictures,
    Purges purges,
    Holds holds,
    Halts halts,
    TimeProvider time,
    ILogger<AlertRecord> logger
)
{
    public async Task<Alert?> FindAsync(TenantId tenant, AlertId id)
    {
        await using var db = database.Of(tenant);
        return await LoadAsync(db, id);
    }

    /// <summary>
    /// Makes a match an alert, unless its entry does not match any more, an alert keeps its store quiet, or the entry has alerted too
    /// often and is frozen by this one (R7). One commit with the entry's revision: two nodes cannot both raise on what they saw before.
    /// </summary>
    public async Task<RaisedMatch> RaiseAsync(TenantId tenant, AlertId id, RaiseAlert match, byte[] uploadHash)
    {
        Alert? made = null;
        var saved = await audit.CommitOrRetryAsync<RaisedMatch>(tenant, DecideAsync, CancellationToken.None);
        var raised = saved.Expect();
        if (made is not null && raised.Alert is null)
        {
            // A try that lost had made it; the one that counts raised none.
            await pictures.DestroyKeyAsync(made, CancellationToken.None);
        }

        if (raised.Frozen is { } rate)
        {
            LogFrozen(match.Entry, rate.Alerts, rate.Stores);
        }

        return raised;

        async Task<Decision<RaisedMatch>> DecideAsync(RetailGuardDb db)
        {
            // A drill matches nobody's entry (R48).
            if (match.Drill is null && await WhyNotRaisedAsync(db, match) is { } instead)
            {
                return instead;
            }

            var alert = await NewAsync(tenant, id, match, uploadHash, made?.KeyId);
            made = alert;
            db.Add(alert);
            return new(new RaisedMatch(alert), AlertAudit.OfRaised(alert));
        }
    }

    private async Task<Decision<RaisedMatch>?> WhyNotRaisedAsync(RetailGuardDb db, RaiseAlert match)
    {
        var now = time.GetUtcNow();
        var since = now - EntryRate.Window;
        var family = await families.OfAsync(db, match.Entry, CancellationToken.None);
        var (matches, reinstatedAt) = await entries.ClaimAsync(db, match.Entry, family, CancellationToken.None);
        if (!matches)
        {
            return new(new RaisedMatch(null));
        }

        var earlier = await db.Set<Alert>()
            .Where(a => family.Contains(a.EntryId) && a.RaisedAt > since)
            .Select(a => new RaisedEarlier(a.StoreId, a.State, a.RaisedAt, a.VotingEndsAt, a.ActionableUntil, a.SuppressedUntil))
            .ToListAsync();
        if (earlier.Exists(a => a.Store == match.Store && a.KeepsQuiet(now)))
        {
            return new(new RaisedMatch(null));
        }

        var counted = earlier.Where(a => reinstatedAt is null || a.RaisedAt > reinstatedAt).Select(a => a.Store).ToList();
        if (EntryRate.Exceeded(counted, match.Store) is not { } rate)
        {
            return null;
        }

        var frozen = await suspend.PrepareAsync(db, match.Entry, SuspensionReason.AlertRate, rate, Actor.System, CancellationToken.None);
        return frozen.Count == 0 ? new(new RaisedMatch(null)) : new(new RaisedMatch(null, rate), frozen);
    }

    /// <param name="key">Of a try that lost; null makes one.</param>
    private async Task<Alert> NewAsync(TenantId tenant, AlertId id, RaiseAlert match, byte[] uploadHash, Guid? key)
    {
        var now = time.GetUtcNow();

        // R26: a connector whose clock is ahead gains no time to act.
        var captured = match.CapturedAt < now ? match.CapturedAt : now;
        var alert = new Alert
        {
            Tenant = tenant,
            Id = id,
            StoreId = match.Store,
            CameraId = match.Camera,
            EntryId = match.Entry,
            Match = match.Match,
            CapturedAt = captured,
            RaisedAt = now,
            VotingEndsAt = now + AlertWorkflow.VotingTime,
            ActionableUntil = captured + AlertWorkflow.ActingTime,
            UploadHash = uploadHash,
            DrillExpected = match.Drill?.Expected,
            DrillVolunteer = match.Drill?.Enrolled,
            KeyId = key,
        };
        if (key is null)
        {
            await pictures.GiveKeyAsync(alert, CancellationToken.None);
        }

        return alert;
    }

    /// <summary>Writes an event alone.</summary>
    public async Task NoteAsync(TenantId tenant, AuditEvent happened)
    {
        await using var db = database.Of(tenant);
        await audit.CommitAsync(db, tenant, [happened], CancellationToken.None);
    }

    /// <summary>What the system itself does with the alert.</summary>
    /// <param name="command">Given why the alert may not go on, or null.</param>
    /// <param name="jpeg">With evidence: sealed before the state is saved, so that an alert that claims a picture has one.</param>
    public Task<Result<SavedAlert>> ObeyAsync(TenantId tenant, AlertId id, Func<StopReason?, AlertCommand> command, byte[]? jpeg = null) =>
        SaveAsync(tenant, id, (db, alert) => ObeyAsync(db, alert, command, jpeg));

    /// <summary>What a person does with an alert of their store: after the rules have seen what time and the world have done to it.</summary>
    public Task<Result<SavedAlert>> ActAsync(TenantId tenant, AlertId id, StoreId store, Actor actor, AlertCommand command) =>
        SaveAsync(tenant, id, (db, alert) => ActAsync(db, alert, store, actor, command));

    /// <summary>
    /// Destroys pictures, their key, and the votes' details of an alert that is over. One that is open, forgotten, or held by a request or
    /// case stays as it is.
    /// </summary>
    public Task<Result<SavedAlert>> ForgetAsync(TenantId tenant, AlertId id) => SaveAsync(tenant, id, ForgetAsync);

    /// <summary>One commit for the state, its case, its entry's suspension and the audit events; pictures that it ends are deleted after it.</summary>
    private async Task<Result<SavedAlert>> SaveAsync(
        TenantId tenant,
        AlertId id,
        Func<RetailGuardDb, Alert, Task<Decision<SavedAlert>>> decide
    )
    {
        var tries = 0;
        var saved = await audit.CommitOrRetryAsync<SavedAlert>(
            tenant,
            async db =>
            {
                tries++;
                return await LoadAsync(db, id) is { } alert ? await decide(db, alert) : Refusal.NotFound("alert");
            },
            CancellationToken.None
        );
        if (!saved.Succeeded(out var done, out var refusal))
        {
            return refusal;
        }

        if (done.Purge is { } order)
        {
            await purges.CarryOutAsync([order], CancellationToken.None);
        }

        // Whoever was faster may have told other screens than ours.
        return done with
        {
            Changed = done.Changed || tries > 1,
        };
    }

    private async Task<Decision<SavedAlert>> ObeyAsync(RetailGuardDb db, Alert alert, Func<StopReason?, AlertCommand> command, byte[]? jpeg)
    {
        var now = time.GetUtcNow();
        if (!AlertWorkflow.Decide(alert, command(await WhyStopAsync(alert)), now).Succeeded(out var events, out var refusal))
        {
            return refusal;
        }

        if (jpeg is not null && events.Length > 0)
        {
            var which = events is [AlertEvent.Sighted] ? AlertPicture.Latest : AlertPicture.Live;
            await pictures.SealAsync(alert, which, jpeg, CancellationToken.None);
        }

        var audited = Apply(alert, events, Actor.System, now);
        return await WithConsequencesAsync(db, alert, events, audited, Actor.System, now);
    }

    private async Task<Decision<SavedAlert>> ActAsync(RetailGuardDb db, Alert alert, StoreId store, Actor actor, AlertCommand command)
    {
        var now = time.GetUtcNow();

        // R31: of the alerts of their own store, people act on those that are shown.
        if (alert.StoreId != store || !alert.IsShown(now))
        {
            var hidden = Refusal.NotFound("alert");
            return new(hidden, AlertAudit.OfRefused(alert, actor, hidden.Code));
        }

        var reconsider = new AlertCommand.Reconsider(await WhyStopAsync(alert));
        var before = AlertWorkflow.Decide(alert, reconsider, now).Expect();
        var audited = Apply(alert, before, Actor.System, now);
        return AlertWorkflow.Decide(alert, command, now).Succeeded(out var events, out var refusal)
            ? await WithConsequencesAsync(db, alert, [.. before, .. events], [.. audited, .. Apply(alert, events, actor, now)], actor, now)
            : await WithConsequencesAsync(
                db,
                alert,
                before,
                [.. audited, AlertAudit.OfRefused(alert, actor, refusal.Code)],
                actor,
                now,
                refusal
            );
    }

    private async Task<Decision<SavedAlert>> ForgetAsync(RetailGuardDb db, Alert alert)
    {
        if (alert.IsOpen || alert is { KeyId: null, Votes.Count: 0 })
        {
            return new(new SavedAlert(alert));
        }

        // A drill is of a volunteer, whom no request or case about an entry concerns.
        var held = await holds.ReadAsync(db, CancellationToken.None);
        if (!alert.IsDrill && held.By(alert.EntryId, alert.StoreId, await OverAsync(db, alert)).Count > 0)
        {
            return new(new SavedAlert(alert));
        }

        var order = OrderPurge(db, alert);
        alert.Votes.Clear();
        return new(new SavedAlert(alert, Changed: true, Purge: order), AlertAudit.OfForgotten(alert));
    }

    /// <summary>When an alert's pictures were due to be destroyed, or what that hung on was over.</summary>
    private static async Task<DateTimeOffset> OverAsync(RetailGuardDb db, Alert alert) =>
        alert.CaseNumber is { } number
            ? await db.Set<Case>().Where(c => c.Number == number).Select(c => c.ClosedAt).SingleOrDefaultAsync() ?? DateTimeOffset.MaxValue
            : alert.ClosedAt!.Value.AddDays(await AlertRetention.ConfirmedDaysAsync(db, CancellationToken.None));

    private PurgeOrder OrderPurge(RetailGuardDb db, Alert alert)
    {
        var order = purges.Order(db, alert.Tenant, "alert", alert.Id.ToString(), alert.KeyId, alert.PictureName, alert.LatestName);
        alert.KeyId = null;
        return order;
    }

    /// <summary>Takes events into the state.</summary>
    /// <returns>What the chain keeps of them: with the state that they met.</returns>
    private static AuditEvent[] Apply(Alert alert, AlertEvent[] events, Actor actor, DateTimeOffset now)
    {
        AuditEvent[] audited = [.. events.Select(e => AlertAudit.Of(e, actor, alert))];
        foreach (var e in events)
        {
            AlertWorkflow.Apply(alert, e, now);
        }

        return audited;
    }

    /// <summary>What is saved together with the state that events have brought.</summary>
    private async Task<Decision<SavedAlert>> WithConsequencesAsync(
        RetailGuardDb db,
        Alert alert,
        AlertEvent[] events,
        AuditEvent[] audited,
        Actor actor,
        DateTimeOffset now,
        Refusal? refusal = null
    )
    {
        // R30: what was not confirmed keeps no picture, unless a case needs it; without its key every copy is unreadable.
        var isOver = events.Length > 0 && alert is { IsOpen: false, ConfirmedAt: null, CaseNumber: null, KeyId: not null };
        var purge = isOver ? OrderPurge(db, alert) : null;

        IReadOnlyList<AuditEvent> suspended = [];
        if (events.OfType<AlertEvent.Disputed>().SingleOrDefault() is { } disputed)
        {
            db.Add(Case.Open(alert, disputed, now));
            suspended = await suspend.PrepareAsync(db, alert.EntryId, SuspensionReason.Disputed, (1, 1), actor, CancellationToken.None);
        }

        return new(
            new SavedAlert(alert, Changed: events.Length > 0, Suspended: suspended.Count > 0, purge, refusal),
            [.. audited, .. suspended]
        );
    }

    private async Task<StopReason?> WhyStopAsync(Alert alert)
    {
        if (!alert.IsOpen)
        {
            return null;
        }

        if (await halts.OfAsync(alert.Tenant, alert.StoreId, alert.CameraId, CancellationToken.None) is not null)
        {
            return StopReason.MatchingStopped;
        }

        return alert.IsDrill
            ? null
            : await entries.StandingAsync(alert.Tenant, alert.EntryId, CancellationToken.None) switch
            {
                EntryStanding.Active => null,
                EntryStanding.SuspendedForRate => StopReason.EntryRate,
                EntryStanding.SuspendedForDispute => StopReason.EntryDisputed,
                EntryStanding.Gone => StopReason.EntryRemoved,
            };
    }

    private static Task<Alert?> LoadAsync(RetailGuardDb db, AlertId id) =>
        db.Set<Alert>().Include(a => a.Votes).AsTracking().SingleOrDefaultAsync(a => a.Id == id);

    [LoggerMessage(LogLevel.Warning, "Entry {Entry} is frozen: {Alerts} alerts in {Stores} stores within a day.")]
    private partial void LogFrozen(EntryId entry, int alerts, int stores);
}
