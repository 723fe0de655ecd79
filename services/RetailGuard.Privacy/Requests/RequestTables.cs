using Microsoft.EntityFrameworkCore;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

internal sealed class RequestTables : ITables
{
    public void Describe(ModelBuilder model) =>
        model.Entity<PersonRequest>(request =>
        {
            request.ToTable("Requests").HasKey(r => new { r.Tenant, r.Number });

            // The portal knows the number only.
            request.HasIndex(r => r.Number).IsUnique();
            request.HasIndex(r => new { r.Tenant, r.State });
            request.HasIndex(r => new { r.Tenant, r.EntryId });
        });
}
