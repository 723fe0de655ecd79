using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>Shows that a person has passed the exam (R48).</summary>
/// <param name="ValidUntil">The first moment at which it is no longer valid: twelve calendar months after <paramref name="PassedAt"/>.</param>
public sealed record Certificate(DateTimeOffset PassedAt, DateTimeOffset ValidUntil)
{
    public bool IsValidAt(DateTimeOffset now) => now < ValidUntil;
}

/// <summary>Who is certified to confirm matches.</summary>
public sealed class Certificates(Database database, TimeProvider time) : ITrainingStatus
{
    /// <summary>The person's latest certificate, lapsed or not; null when they have never passed the exam.</summary>
    public async Task<Certificate?> OfAsync(TenantId tenant, PersonId person, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var passed = Passed(db).Where(t => t.PersonId == person).OrderByDescending(t => t.Number);
        return await passed.FirstOrDefaultAsync(cancellation) is { } latest ? Of(latest) : null;
    }

    /// <summary>How many people may vote in a store now: its staff and managers whose certificate is valid.</summary>
    public async Task<int> CertifiedVotersAsync(TenantId tenant, StoreId store, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var certified = Passed(db).Where(t => t.ValidUntil > now).Select(t => t.PersonId);
        var people = await db.Set<Person>().AsNoTracking().Where(p => certified.Contains(p.Id)).ToListAsync(cancellation);
        return people.Count(p => p.Stores.Contains(store) && p.Roles.Any(r => r is Role.StoreStaff or Role.StoreManager));
    }

    async Task<SessionCertificate?> ITrainingStatus.OfAsync(TenantId tenant, PersonId person, CancellationToken cancellation) =>
        await OfAsync(tenant, person, cancellation) is { } certificate
            ? new(certificate.ValidUntil, Lapsed: !certificate.IsValidAt(time.GetUtcNow()))
            : null;

    /// <summary>Everybody's latest certificate.</summary>
    internal static async Task<Dictionary<PersonId, Certificate>> LatestAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var passed = await Passed(db).OrderBy(t => t.Number).ToListAsync(cancellation);
        return passed.GroupBy(t => t.PersonId).ToDictionary(tries => tries.Key, tries => Of(tries.Last()));
    }

    private static Certificate Of(ExamTry passed) => new(passed.At, passed.ValidUntil!.Value);

    private static IQueryable<ExamTry> Passed(RetailGuardDb db) => db.Set<ExamTry>().AsNoTracking().Where(t => t.ValidUntil != null);
}
