using System.Numerics.Tensors;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Protocol;
using RetailGuard.Storage;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Bench.Load;

/// <summary>A store with one camera, one paired connector and a full list.</summary>
/// <param name="Listed">Templates of the list; unit length.</param>
internal sealed record SyntheticStore(Guid Id, Guid Camera, ConnectorIdentity Connector, IReadOnlyList<float[]> Listed);

/// <summary>
/// Many stores with many entries each, put straight into the record of a server that is not running. The entries have random
/// templates instead of photographs; all else is as the product makes it: under the tenant's transform, sealed by a key of their own.
/// </summary>
/// <param name="settings">Where the server keeps its record, as <c>--Storage:Name=value</c>.</param>
internal sealed class SyntheticStores(IEnumerable<string> settings, ModelPack pack, TimeProvider time)
{
    private readonly Random _random = new(5);

    public async Task<IReadOnlyList<SyntheticStore>> AddAsync(int count, int entriesEach, CancellationToken cancellation)
    {
        await using var services = Services();
        var database = services.GetRequiredService<Database>();
        var keys = services.GetRequiredService<TenantKeys>();
        await using var all = database.AcrossTenants();
        var tenant = (await all.Set<Tenant>().SingleAsync(t => t.Slug == RetailerSeed.Tenant, cancellation)).Id;
        using var transform = await new TenantTransforms(keys).OfAsync(tenant, pack.Space, cancellation);
        var stores = new List<SyntheticStore>();
        for (var number = 1; number <= count; number++)
        {
            await using var db = database.Of(tenant);
            var store = Open(db, tenant, number);
            var listed = new List<float[]>();
            var entries = Enumerable.Range(0, entriesEach).Select(_ => EntryOf(tenant, store.StoreId)).ToList();
            var made = await keys.NewRecordKeysAsync(tenant, [.. entries.Select(e => e.KeyContext)], cancellation);
            for (var i = 0; i < entriesEach; i++)
            {
                var (entry, key) = (entries[i], made[i]);
                var template = Face();
                listed.Add(template);
                (entry.KeyId, entry.Shard, entry.ListVersion) = (key.Id, 0, i + 1);
                var texts = new EntryTexts($"Subject {i + 1}", "case file 1-2026", "Threatened a checkout operator with violence.");
                entry.SealedTexts = texts.Seal(key.Key, entry.Id);
                db.Add(entry);
                db.Add(TemplateSeals.Seal(tenant, entry.Id, new(pack.Space, [.. template], null), transform, key.Key));
            }

            db.Add(
                new StoreList
                {
                    Tenant = tenant,
                    StoreId = store.StoreId,
                    Version = entriesEach,
                }
            );
            await db.SaveChangesAsync(cancellation);
            stores.Add(new(store.StoreId.Value, store.Camera.Value, new(store.Connector.Value, store.Key), listed));
        }

        return stores;
    }

    /// <summary>Somebody whom no list knows.</summary>
    public float[] Face()
    {
        var face = new float[pack.Space.Dimension];
        for (var i = 0; i < face.Length; i++)
        {
            face[i] = (float)Gauss();
        }

        return Unit(face);
    }

    /// <summary>The same person in another picture.</summary>
    /// <param name="cosine">Of the two templates, about.</param>
    public float[] Again(float[] face, double cosine)
    {
        var spread = Math.Tan(Math.Acos(cosine)) / Math.Sqrt(face.Length);
        return Unit(Array.ConvertAll(face, value => value + (float)(spread * Gauss())));
    }

    private static float[] Unit(float[] face)
    {
        TensorPrimitives.Divide(face, TensorPrimitives.Norm<float>(face), face);
        return face;
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private (StoreId StoreId, CameraId Camera, DeviceId Connector, ECDsa Key) Open(RetailGuardDb db, TenantId tenant, int number)
    {
        var now = time.GetUtcNow();
        var (store, camera, connector) = (new StoreId(NewId()), new CameraId(NewId()), new DeviceId(NewId()));
        var key = DeviceSignature.CreateKey();
        db.Add(
            new Store
            {
                Tenant = tenant,
                Id = store,
                Name = $"Store {number}",
                Address = $"{number} Example Street, Wellington",
                TimeZone = "Pacific/Auckland",
            }
        );
        db.Add(
            new Camera
            {
                Tenant = tenant,
                Id = camera,
                StoreId = store,
                Name = "Entrance",
            }
        );
        db.Add(
            new Device
            {
                Tenant = tenant,
                Id = connector,
                StoreId = store,
                Kind = DeviceKind.Edge,
                Name = "Connector 1",
                Credential = DeviceSignature.PublicKey(key),
                PairedAt = now,
            }
        );
        return (store, camera, connector, key);
    }

    private Entry EntryOf(TenantId tenant, StoreId store) =>
        new()
        {
            Tenant = tenant,
            Id = new(NewId()),
            StoreId = store,
            Category = EntryCategory.Threat,
            Role = EntryRole.Offender,
            IncidentAt = time.GetUtcNow().AddDays(-20),
            Basis = EntryBasis.ReviewedFootage,
            ExpiresAt = time.GetUtcNow().AddMonths(12),
            EnrolledBy = new(NewId()),
            DecidedBy = new(NewId()),
            State = EntryState.Active,
        };

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    private ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder().AddCommandLine([.. settings]).Build();
        var services = new ServiceCollection().AddLogging().AddStorage(configuration.GetSection("Storage"));
        services.AddSingleton(time).AddSingleton<IIds, TimeOrderedIds>();
        new AuditModule().AddServices(services, configuration);
        new IdentityModule().AddServices(services, configuration);
        new WatchlistsModule().AddServices(services, configuration);
        return services.BuildServiceProvider();
    }
}
