using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>
/// Takes the steps of <see cref="Dunning"/> that are due, and looks now and then whether Stripe has said something that did not reach us.
/// No step is taken without having asked Stripe just before.
/// </summary>
internal sealed class WatchPayments(Database database, AuditLog audit, ReadAgain again, StaffMail mail, TimeProvider time) : IDueWork
{
    private static readonly TimeSpan KeepEvents = TimeSpan.FromDays(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(6);
    private const int AtOnce = 500;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<TenantId, DateTimeOffset> _lookedAt = new();

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var account = await db.Set<BillingAccount>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (account?.CustomerId is null)
        {
            return;
        }

        var now = time.GetUtcNow();
        var isDue = Dunning.Due(account, now).Count > 0;
        if (isDue || !_lookedAt.TryGetValue(tenant, out var looked) || now - looked >= LookEvery)
        {
            await again.RunAsync(tenant, isDue ? "stepDue" : "looked", eventId: null, cancellation);
            _lookedAt[tenant] = now;
        }

        if (isDue)
        {
            await audit.CommitOrRetryAsync(tenant, TellAsync, cancellation);
        }

        await audit.CommitOrRetryAsync(tenant, ForgetAsync, cancellation);

        async Task<Decision<Done>> TellAsync(RetailGuardDb told)
        {
            var owing = await told.Set<BillingAccount>().AsTracking().SingleAsync(cancellation);
            List<AuditEvent> events = [];
            foreach (var day in Dunning.Due(owing, now))
            {
                owing.Tell(day);
                if (day == Dunning.StopAnnouncedDay)
                {
                    owing.AnnounceStop(now);
                }

                var (subject, paragraphs) = DunningMail.Of(day, owing);
                await mail.QueueAsync(
                    told,
                    tenant,
                    Role.TenantAdmin,
                    MailKind.PaymentOverdue,
                    $"day {day}",
                    subject,
                    paragraphs,
                    "/console/billing",
                    cancellation
                );
                events.Add(
                    new(
                        Actor.System,
                        day switch
                        {
                            Dunning.GrowthStopsDay => "billing.growth-stopped",
                            Dunning.StopAnnouncedDay => "billing.stop-announced",
                            Dunning.MatchingStopsDay => "billing.matching-stopped",
                            _ => "billing.reminded",
                        },
                        "",
                        new
                        {
                            day,
                            owing.OverdueSince,
                            StopsAt = Dunning.StopsAt(owing),
                        }
                    )
                );
            }

            return new(Done.Instance, [.. events]);
        }

        async Task<Decision<Done>> ForgetAsync(RetailGuardDb old)
        {
            var before = now - KeepEvents;
            var rows = await old.Set<BillingEvent>().AsTracking().Where(e => e.At < before).Take(AtOnce).ToListAsync(cancellation);
            old.RemoveRange(rows);
            return rows.Count == 0
                ? new(Done.Instance)
                : new(Done.Instance, new AuditEvent(Actor.System, "billing.events-forgotten", "", new { rows.Count }));
        }
    }
}
