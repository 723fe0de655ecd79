using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

internal sealed class IdentityTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<Tenant>(tenant =>
        {
            tenant.ToTable("Tenants").HasKey(t => t.Id);
            tenant.HasIndex(t => t.Slug).IsUnique();
        });
        model.Entity<Store>().ToTable("Stores").HasKey(s => new { s.Tenant, s.Id });
        model.Entity<Camera>(camera =>
        {
            camera.ToTable("Cameras").HasKey(c => new { c.Tenant, c.Id });
            camera.HasIndex(c => new { c.Tenant, c.StoreId });
        });
        model.Entity<Person>(person =>
        {
            person.ToTable("People").HasKey(p => new { p.Tenant, p.Id });
            person.HasIndex(p => new { p.Tenant, p.Email }).IsUnique();
            person
                .Property(p => p.Roles)
                .HasConversion(
                    roles => string.Join(',', roles),
                    text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToList(),
                    new ListComparer<Role>()
                );
            person
                .Property(p => p.Stores)
                .HasConversion(
                    stores => string.Join(',', stores.Select(s => s.Value)),
                    text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => new StoreId(Guid.Parse(s))).ToList(),
                    new ListComparer<StoreId>()
                );
        });
        model.Entity<Secret>(secret =>
        {
            secret
                .ToTable("Secrets")
                .HasKey(s => new
                {
                    s.Tenant,
                    s.PersonId,
                    s.Kind,
                });
            secret.Property(s => s.Stamp).IsConcurrencyToken();
        });
        model.Entity<Device>(device =>
        {
            device.ToTable("Devices").HasKey(d => new { d.Tenant, d.Id });
            device.HasIndex(d => d.Credential).IsUnique();
        });
        model.Entity<PairingCode>().ToTable("PairingCodes").HasKey(c => c.CodeHash);
        model.Entity<Session>(session =>
        {
            session.ToTable("Sessions").HasKey(s => s.TokenHash);
            session.HasIndex(s => s.ExpiresAt);
        });
    }

    private sealed class ListComparer<T>()
        : ValueComparer<List<T>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList());
}
