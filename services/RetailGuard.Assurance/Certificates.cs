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
        var certified = Passed(db).Where(t => t.ValidUntil > now);
        return await Voters(db)
            .Where(p => p.StoreRows.Any(s => s.StoreId == store))
            .CountAsync(p => certified.Any(t => t.PersonId == p.Id), cancellation);
    }

    async Task<SessionCertificate?> ITrainingStatus.OfAsync(TenantId tenant, PersonId person, CancellationToken cancellation) =>
        await OfAsync(tenant, person, cancellation) is { } certificate
            ? new(certificate.ValidUntil, Lapsed: !certificate.IsValidAt(time.GetUtcNow()))
            : null;

    /// <summary>The latest certificate of everybody who works in a store and ever had one.</summary>
    internal static async Task<Dictionary<PersonId, Certificate>> LatestAsync(
        RetailGuardDb db,
        StoreId store,
        CancellationToken cancellation
    )
    {
        var staff = db.Set<Person>().Where(p => p.DisabledAt == null && p.StoreRows.Any(s => s.StoreId == store)).Select(p => p.Id);
        var passed = await Passed(db).Where(t => staff.Contains(t.PersonId)).OrderBy(t => t.Number).ToListAsync(cancellation);
        return passed.GroupBy(t => t.PersonId).ToDictionary(tries => tries.Key, tries => Of(tries.Last()));
    }

    /// <summary>Whose roles let them vote; where, their stores say.</summary>
    internal static IQueryable<Person> Voters(RetailGuardDb db) =>
        db.Set<Person>().Where(p => p.DisabledAt == null && p.RoleRows.Any(r => r.Role == Role.StoreStaff || r.Role == Role.StoreManager));

    private static Certificate Of(ExamTry passed) => new(passed.At, passed.ValidUntil!.Value);

    internal static IQueryable<ExamTry> Passed(RetailGuardDb db) => db.Set<ExamTry>().AsNoTracking().Where(t => t.ValidUntil != null);
}
