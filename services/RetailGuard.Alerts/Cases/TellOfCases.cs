using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>
/// R29: whoever has to see to the record of a case hears of it while there is time. Apart from the dispute itself, which must not fail
/// where a mail cannot be queued.
/// </summary>
internal sealed class TellOfCases(Database database, AuditLog audit, StaffMail mail, TimeProvider time) : IDueWork
{
    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public bool AfterChangesOnly => true;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (!mail.IsOn)
        {
            return;
        }

        await using var db = database.Of(tenant);
        var since = time.GetUtcNow() - Case.RecordWithin;
        var cases = await db.Set<Case>()
            .Where(c => c.OpenedAt > since && c.ClosedAt == null)
            .Select(c => c.Number)
            .ToListAsync(cancellation);
        foreach (var number in cases)
        {
            await audit.CommitOrRetryAsync(tenant, again => TellAsync(again, tenant, number, cancellation), cancellation);
        }
    }

    private async Task<Decision<Done>> TellAsync(RetailGuardDb db, TenantId tenant, string number, CancellationToken cancellation)
    {
        var queued = await mail.QueueOnceAsync(
            db,
            tenant,
            Role.PrivacyOfficer,
            MailKind.CaseOpened,
            number,
            $"Case {number}: somebody says that they are another person",
            [
                $"Somebody who was approached says that they are not the person on the list, or showed who they are. It is case {number}.",
                $"What happened is recorded within {Case.RecordWithin.TotalHours:0} hours. The page below says what is known.",
            ],
            $"/console/cases/{number}",
            cancellation
        );
        return queued ? new(Done.Instance, new AuditEvent(Actor.System, "case.told", number)) : new(Done.Instance);
    }
}
