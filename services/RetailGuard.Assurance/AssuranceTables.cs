using Microsoft.EntityFrameworkCore;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

internal sealed class AssuranceTables : ITables
{
    public void Describe(ModelBuilder model) =>
        // The number is part of the key: of two tries at one moment the later one looks again.
        model
            .Entity<ExamTry>()
            .ToTable("ExamTries")
            .HasKey(t => new
            {
                t.Tenant,
                t.PersonId,
                t.Number,
            });
}
