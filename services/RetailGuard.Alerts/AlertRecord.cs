using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>An alert after a command.</summary>
/// <param name="Changed">Whether anything was saved that screens may have to show.</param>
/// <param name="Suspended">Whether its entry was suspended with it (R28).</param>
/// <param name="Refusal">The command was refused, though time or the world may have changed the alert before it.</param>
internal sealed record SavedAlert(Alert Alert, bool Changed, bool Suspended = false, Refusal? Refusal = null);

/// <summary>
/// The alert on record: each command loads it, lets the rules decide and saves once, with its audit events. Two activations may do so
/// at the same time: the row's revision lets one win, and the other looks again.
/// </summary>
internal sealed class AlertRecord(
    Database database,
    AuditLog audit,
    Entries entries,
    SuspendEntry suspend,
    EvidencePictures pictures,
    Halts halts,
    TimeProvider time
)
{
    private const int Attempts = 5;

    public async Task<Alert?> FindAsync(TenantId tenant, AlertId id)
    {
        await using var db = database.Of(tenant);
        return await LoadAsync(db, id);
    }

    public async Task<Alert> RaiseAsync(TenantId tenant, AlertId id, RaiseAlert match, byte[] uploadHash)
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
        };
        await using var db = database.Of(tenant);
        db.Add(alert);
        await audit.CommitAsync(db, tenant, [AlertAudit.OfRaised(alert)], CancellationToken.None);
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
    public Task<Result<SavedAlert>> ObeyAsync(
        TenantId tenant,
        AlertId id,
        Actor actor,
        Func<StopReason?, AlertCommand> command,
        byte[]? jpeg = null
    ) =>
        AgainAsync(async () =>
        {
            await using var db = database.Of(tenant);
            if (await LoadAsync(db, id) is not { } alert)
            {
                return Refusal.NotFound("alert");
            }

            var wanted = command(alert.IsOpen ? await WhyStopAsync(alert) : null);
            return AlertWorkflow.Decide(alert, wanted, time.GetUtcNow()).Succeeded(out var events, out var refusal)
                ? await SaveAsync(db, alert, events, actor, jpeg)
                : refusal;
        });

    /// <summary>What a person does with an alert of their store: after the rules have seen what time and the world have done to it.</summary>
    public Task<Result<SavedAlert>> ActAsync(TenantId tenant, AlertId id, StoreId store, Actor actor, AlertCommand command) =>
        AgainAsync(() => ActOnceAsync(tenant, id, store, actor, command));

    /// <summary>Destroys pictures, their key, and the votes' details. Null when there is nothing to forget.</summary>
    public async Task<Alert?> ForgetAsync(TenantId tenant, AlertId id)
    {
        await using var db = database.Of(tenant);
        if (await LoadAsync(db, id) is not { IsOpen: false } alert)
        {
            return null;
        }

        alert.SealedKey = null;
        alert.Votes.Clear();
        await audit.CommitAsync(db, tenant, [AlertAudit.OfForgotten(alert)], CancellationToken.None);
        await pictures.DeleteAsync(alert, CancellationToken.None);
        return alert;
    }

    private async Task<Result<SavedAlert>> ActOnceAsync(TenantId tenant, AlertId id, StoreId store, Actor actor, AlertCommand command)
    {
        await using var db = database.Of(tenant);
        if (await LoadAsync(db, id) is not { } alert)
        {
            return Refusal.NotFound("alert");
        }

        // R31: of the alerts of their own store, people act on those that are shown.
        if (alert.StoreId != store || !alert.IsShown(time.GetUtcNow()))
        {
            var hidden = Refusal.NotFound("alert");
            await audit.CommitAsync(db, tenant, [AlertAudit.OfRefused(alert, actor, hidden.Code)], CancellationToken.None);
            return hidden;
        }

        var reconsider = new AlertCommand.Reconsider(alert.IsOpen ? await WhyStopAsync(alert) : null);
        var before = await SaveAsync(db, alert, AlertWorkflow.Decide(alert, reconsider, time.GetUtcNow()).Expect(), Actor.System);
        if (!AlertWorkflow.Decide(alert, command, time.GetUtcNow()).Succeeded(out var events, out var refusal))
        {
            await audit.CommitAsync(db, tenant, [AlertAudit.OfRefused(alert, actor, refusal.Code)], CancellationToken.None);
            return before with { Refusal = refusal };
        }

        var after = await SaveAsync(db, alert, events, actor);
        return after with { Changed = before.Changed || after.Changed };
    }

    /// <summary>One commit for the state, its case, its entry's suspension and the audit events.</summary>
    private async Task<SavedAlert> SaveAsync(RetailGuardDb db, Alert alert, AlertEvent[] events, Actor actor, byte[]? jpeg = null)
    {
        if (events.Length == 0)
        {
            return new(alert, Changed: false);
        }

        if (jpeg is not null)
        {
            var which = events is [AlertEvent.Sighted] ? AlertPicture.Latest : AlertPicture.Live;
            await pictures.SealAsync(alert, which, jpeg, CancellationToken.None);
        }

        var audited = events.Select(e => AlertAudit.Of(e, actor, alert)).ToList();
        var now = time.GetUtcNow();
        foreach (var e in events)
        {
            AlertWorkflow.Apply(alert, e, now);
        }

        // R30: what was not confirmed keeps no picture, unless a case needs it; without its key every copy is unreadable.
        var purge = alert is { IsOpen: false, ConfirmedAt: null, CaseNumber: null, SealedKey: not null };
        if (purge)
        {
            alert.SealedKey = null;
        }

        AuditEvent? suspended = null;
        if (events.OfType<AlertEvent.Disputed>().SingleOrDefault() is { } disputed)
        {
            db.Add(Case.Open(alert, disputed, now));
            suspended = await suspend.PrepareAsync(db, alert.EntryId, SuspensionReason.Disputed, (1, 1), actor, CancellationToken.None);
        }

        AuditEvent[] happened = suspended is null ? [.. audited] : [.. audited, suspended];
        await audit.CommitAsync(db, alert.Tenant, happened, CancellationToken.None);
        if (purge)
        {
            await pictures.DeleteAsync(alert, CancellationToken.None);
        }

        return new(alert, Changed: true, Suspended: suspended is not null);
    }

    private async Task<StopReason?> WhyStopAsync(Alert alert)
    {
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

    private static async Task<Result<SavedAlert>> AgainAsync(Func<Task<Result<SavedAlert>>> run)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var saved = await run();

                // A try that failed may have saved what time had done to the alert: screens are told in any case.
                return attempt > 1 && saved.Succeeded(out var done, out _) ? done with { Changed = true } : saved;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Somebody else was faster, on the alert or on its entry's list: nothing was saved, so look again.
            }
        }
    }
}
