using System.Globalization;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>
/// Sends a retailer's auditors each week how its audit log ends, signed (R49). What lies in their mailboxes is out of reach of whoever runs
/// the server and its stores: with it they can tell later whether anything before was removed or rewritten.
/// </summary>
internal sealed class MailHeads(AuditLog audit, ChainHeads heads, StaffMail mail, TimeProvider time) : IDueWork
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AfterChangesOnly => true;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        var day = NewZealand.DayOf(time.GetUtcNow()).ToDateTime(TimeOnly.MinValue);
        var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day)}-W{ISOWeek.GetWeekOfYear(day):00}");
        await audit.CommitOrRetryAsync<Done>(tenant, QueueAsync, cancellation);

        async Task<Decision<Done>> QueueAsync(RetailGuardDb db)
        {
            var told =
                await heads.SignAsync(db, tenant, cancellation) is { } head
                && await mail.QueueOnceAsync(
                    db,
                    tenant,
                    Role.Auditor,
                    MailKind.AuditHead,
                    week,
                    $"Audit log, week {week}: {head.Sequence} events",
                    [
                        "Keep this mail. It says how the audit log ended at this moment; with it you can tell later whether anything before was removed or rewritten.",
                        $"Event {head.Sequence}, head {head.Hash}",
                        $"Signed: {head.Document}",
                        $"To check a copy of the database: ./retailguard audit verify --head {head.Hash}",
                    ],
                    "/console/audit",
                    cancellation
                );
            return told
                ? new(Done.Instance, new AuditEvent(Actor.System, "audit.head-mailed", tenant.ToString(), new { week }))
                : new Decision<Done>(Done.Instance);
        }
    }
}
