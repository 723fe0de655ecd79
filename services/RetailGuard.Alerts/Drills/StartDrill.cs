using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>When a drill comes, and what it shows (R48).</summary>
internal sealed class StartDrill(Database database, Volunteers volunteers, IIds ids, TimeProvider time)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Drills of one store and week that come at random and independently of each other, so that nobody can tell the next one.</summary>
    /// <param name="perWeek">On average.</param>
    /// <param name="elapsed">Since the last time this was asked.</param>
    /// <param name="roll">Evenly from 0 to 1.</param>
    public static bool IsDue(int perWeek, TimeSpan elapsed, double roll) => roll < 1 - Math.Exp(-perWeek * (elapsed / Week));

    /// <summary>A number evenly from 0 to 1 that nobody can foretell.</summary>
    public static double Roll() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    public async Task<int> PerStoreAndWeekAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return await db.Set<DrillSettings>().Select(s => s.PerStoreAndWeek).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Raises a drill that looks like any alert.</summary>
    /// <param name="cameras">The store's cameras that match now.</param>
    public async Task<Result<Done>> RunAsync(
        TenantId tenant,
        StoreId store,
        IReadOnlyList<CameraId> cameras,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(tenant);
        var people = await db.Set<Volunteer>().AsNoTracking().ToListAsync(cancellation);
        if (people.Count == 0)
        {
            return Refusal.Conflict("no-volunteers", "Drills show pictures of people who agreed to it. Add a volunteer first.");
        }

        var seen = Pick(people);
        var others = people.FindAll(p => p.Id != seen.Id);
        var expected = others.Count == 0 || RandomNumberGenerator.GetInt32(2) == 0 ? VoteAnswer.Same : VoteAnswer.Different;
        var enrolled = expected is VoteAnswer.Same ? seen : Pick(others);
        var picture = await volunteers.PictureAsync(tenant, seen.Id, 1 + RandomNumberGenerator.GetInt32(seen.Pictures - 1), cancellation);
        if (picture is null)
        {
            return Refusal.Conflict("no-volunteers", "The volunteer's pictures are gone. Add a volunteer first.");
        }

        var alert = new AlertId(ids.Next());
        var grain = grains.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert));
        var secret = await grain.Raise(
            new RaiseAlert
            {
                Store = store,
                Camera = Pick(cameras),
                Entry = new(ids.Next()),

                // As old as a camera's picture is when its alert is raised.
                CapturedAt = time.GetUtcNow() - TimeSpan.FromMilliseconds(200 + RandomNumberGenerator.GetInt32(600)),
                Match = new()
                {
                    Space = "drill",
                    Threshold = 0,
                    Score = 0,
                    Cosine = 0,
                    Margin = 0,
                    Quality = 0,
                    FramesFused = 0,
                    Agreement = 0,
                    ListVersion = 0,
                },
                Drill = new(expected, enrolled.Id),
            }
        );
        return await grain.AttachEvidence(secret ?? throw new InvalidOperationException("A drill was held up by an entry."), picture);
    }

    private static T Pick<T>(IReadOnlyList<T> from) => from[RandomNumberGenerator.GetInt32(from.Count)];
}
