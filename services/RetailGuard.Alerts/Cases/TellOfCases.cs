using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>
/// R29: privacy officers hear of each case while there is time to record it, and of each misidentification. Apart from the dispute and the
/// record themselves, which must not fail where a mail cannot be queued.
/// </summary>
internal sealed class TellOfCases(Database database, AuditLog audit, StaffMail mail, TimeProvider time) : IDueWork
{
    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public bool AfterChangesOnly => true;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (!mail.IsOn)
        {
            return;
        }

        await using var db = database.Of(tenant);
        var since = time.GetUtcNow() - Case.RecordWithin;
        var opened = db.Set<Case>().Where(c => c.OpenedAt > since && c.ClosedAt == null).Select(c => c.Number);
        foreach (var number in await opened.ToListAsync(cancellation))
        {
            await TellAsync(
                tenant,
                MailKind.CaseOpened,
                number,
                $"Case {number}: somebody says that they are another person",
                [
                    $"Somebody who was approached says that they are not the person on the list, or showed who they are. It is case {number}.",
                    $"What happened is recorded within {Case.RecordWithin.TotalHours:0} hours. The page below says what is known.",
                ],
                cancellation
            );
        }

        var recorded = db.Set<Case>().Where(c => c.Misidentification!.RecordedAt > since).Select(c => c.Number);
        foreach (var number in await recorded.ToListAsync(cancellation))
        {
            await TellAsync(
                tenant,
                MailKind.Misidentification,
                number,
                $"Case {number}: a misidentification was recorded",
                [
                    $"Somebody was taken for another person; it was recorded as case {number}.",
                    "What caused it, and what is done about it, is on the page below.",
                ],
                cancellation
            );
        }
    }

    /// <summary>Once: what is added to a record later is not told again.</summary>
    private Task<Result<Done>> TellAsync(
        TenantId tenant,
        MailKind kind,
        string number,
        string subject,
        IReadOnlyList<string> paragraphs,
        CancellationToken cancellation
    ) =>
        audit.CommitOrRetryAsync<Done>(
            tenant,
            async db =>
                await mail.QueueOnceAsync(
                    db,
                    tenant,
                    Role.PrivacyOfficer,
                    kind,
                    number,
                    subject,
                    paragraphs,
                    $"/console/cases/{number}",
                    cancellation
                )
                    ? new(Done.Instance, new AuditEvent(Actor.System, "case.told", number, new { kind }))
                    : new Decision<Done>(Done.Instance),
            cancellation
        );
}
