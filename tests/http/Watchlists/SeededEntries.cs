using System.Numerics.Tensors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Testing;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>Long lists, written to the record as the routes would write them, with faces that nobody has.</summary>
internal static class SeededEntries
{
    /// <summary>Puts active entries into a shard of a store's list.</summary>
    public static async Task AddAsync(RunningServer server, Stage stage, int count, int shard, int seed = 1)
    {
        var random = new Random(seed);
        var (tenant, store) = (new TenantId(stage.Retailer.Id), new StoreId(stage.Shop.Id));
        var services = server.Services;
        var space = services.GetRequiredService<ModelPacks>().First.Space;
        using var transform = await services.GetRequiredService<TenantTransforms>().OfAsync(tenant, space, CancellationToken.None);
        await using var db = services.GetRequiredService<Database>().Of(tenant);
        var list = await db.Set<StoreList>().AsTracking().SingleAsync(l => l.StoreId == store);
        list.Shards = Math.Max(list.Shards, shard + 1);
        if (!await db.Set<FalseAlertBudget>().AnyAsync(b => b.StoreId == store))
        {
            // So few visitors that a list of thousands stays within the budget (R3).
            db.Add(
                new FalseAlertBudget
                {
                    Tenant = tenant,
                    StoreId = store,
                    VisitsPerDay = 50,
                }
            );
        }

        for (var i = 0; i < count; i++)
        {
            var entry = new Entry
            {
                Tenant = tenant,
                Id = new(Unique.Id()),
                StoreId = store,
                Category = EntryCategory.Violence,
                Role = EntryRole.Offender,
                IncidentAt = server.Time.GetUtcNow(),
                Basis = EntryBasis.ReviewedFootage,
                ExpiresAt = server.Time.GetUtcNow().AddMonths(1),
                EnrolledBy = new(Unique.Id()),
                State = EntryState.Active,
                CriteriaVersion = CriteriaVersions.First,
                MeetsVersion = CriteriaVersions.First,
                RevalidateBy = server.Time.GetUtcNow().AddDays(Lapses.RevalidateDays),
                Shard = shard,
                ListVersion = ++list.Version,
            };
            var key = await services.GetRequiredService<TenantKeys>().NewRecordKeyAsync(tenant, entry.KeyContext, CancellationToken.None);
            entry.KeyId = key.Id;
            entry.SealedTexts = new EntryTexts("Subject S", "incident 1", "Seeded.").Seal(key.Key, entry.Id);
            db.Add(entry);
            db.Add(TemplateSeals.Seal(tenant, entry.Id, new(space, Face(random, space.Dimension), null), transform, key.Key));
        }

        await services
            .GetRequiredService<AuditLog>()
            .CommitAsync(db, tenant, [new(Actor.System, "test.entries-seeded", "", new { count })], CancellationToken.None);
    }

    private static float[] Face(Random random, int dimension)
    {
        var face = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            face[i] = random.NextSingle() - 0.5f;
        }

        TensorPrimitives.Divide(face, TensorPrimitives.Norm(face), face);
        return face;
    }
}
