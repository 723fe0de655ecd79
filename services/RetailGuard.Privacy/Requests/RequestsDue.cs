using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>Puts each warning of the clock on record once (R38), and destroys what was written in requests that are long closed.</summary>
internal sealed class RequestsDue(Database database, Purges purges, AuditLog audit, StaffMail mail, TimeProvider time) : IDueWork
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var (now, zones) = (
            time.GetUtcNow(),
            await db.Set<Store>().Select(s => new { s.Id, s.TimeZone }).ToDictionaryAsync(s => s.Id, s => s.TimeZone, cancellation)
        );
        var clocked = await db.Set<PersonRequest>()
            .AsNoTracking()
            .Where(r => r.State == RequestState.Open && (r.Kind == RequestKind.Access || r.Kind == RequestKind.Correction))
            .ToListAsync(cancellation);
        foreach (var request in clocked)
        {
            cancellation.ThrowIfCancellationRequested();
            var zone = zones[request.StoreId];
            var day = StatutoryClock.Warning(StatutoryClock.DayOf(request.ReceivedAt, zone), StatutoryClock.DayOf(now, zone));
            if (day > request.WarnedAtDay)
            {
                await WarnAsync(tenant, request.Number, day, cancellation);
            }
        }

        var old = now - PersonRequest.KeepClosed;
        foreach (
            var number in await db.Set<PersonRequest>()
                .Where(r => r.ClosedAt < old && r.KeyId != null)
                .Select(r => r.Number)
                .ToListAsync(cancellation)
        )
        {
            cancellation.ThrowIfCancellationRequested();
            await EraseAsync(tenant, number, cancellation);
        }
    }

    private async Task WarnAsync(TenantId tenant, string number, int day, CancellationToken cancellation) =>
        _ = await audit.CommitOrRetryAsync<Done>(
            tenant,
            async db =>
            {
                var request = await db.Set<PersonRequest>().AsTracking().SingleAsync(r => r.Number == number, cancellation);
                if (request.State is not RequestState.Open || request.WarnedAtDay >= day)
                {
                    return new Decision<Done>(Done.Instance);
                }

                request.WarnedAtDay = day;
                await mail.QueueAsync(
                    db,
                    tenant,
                    Role.PrivacyOfficer,
                    MailKind.RequestDue,
                    number,
                    $"Request {number}: {day} working days have passed",
                    [
                        $"{day} working days have passed since request {number} was received, and it is open.",
                        "By law it is transferred by the tenth, and answered or extended by the twentieth. The page below says what is due next.",
                    ],
                    $"/console/requests/{number}",
                    cancellation
                );
                return new(Done.Instance, new AuditEvent(Actor.System, "request.warned", number, new { day }));
            },
            cancellation
        );

    private async Task EraseAsync(TenantId tenant, string number, CancellationToken cancellation)
    {
        var erased = await audit.CommitOrRetryAsync<IReadOnlyList<PurgeOrder>>(
            tenant,
            async db =>
            {
                var request = await db.Set<PersonRequest>().AsTracking().SingleAsync(r => r.Number == number, cancellation);
                return request.Erase(purges, db) is { } order
                    ? new(new List<PurgeOrder> { order }, new AuditEvent(Actor.System, "request.erased", number))
                    : new Decision<IReadOnlyList<PurgeOrder>>(new List<PurgeOrder>());
            },
            cancellation
        );
        if (erased.Succeeded(out var orders, out _))
        {
            await purges.CarryOutAsync(orders, cancellation);
        }
    }
}
