using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>The certificates of the people who work in a store, lapsed ones too.</summary>
internal static class ListCertificates
{
    public sealed record CertificateView(Named Person, DateTimeOffset PassedAt, DateTimeOffset ValidUntil, bool Lapsed);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/training/certificates", RunAsync)
            .AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention, Role.TenantAdmin, Role.PrivacyOfficer, Role.Auditor);

    private static async Task<Answer<Ok<List<CertificateView>>>> RunAsync(
        StoreId storeId,
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await caller.ReachesAsync(db, storeId, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var now = time.GetUtcNow();
        var certificates = await Certificates.LatestAsync(db, storeId, cancellation);
        var certified = certificates.Keys.ToList();
        var people = await db.Set<Person>()
            .AsNoTracking()
            .Where(p => certified.Contains(p.Id))
            .Select(p => new { p.Id, p.Name })
            .ToListByNameAsync(p => p.Name, cancellation);
        var views =
            from person in people
            let certificate = certificates[person.Id]
            select new CertificateView(
                new(person.Id.Value, person.Name),
                certificate.PassedAt,
                certificate.ValidUntil,
                Lapsed: !certificate.IsValidAt(now)
            );
        return TypedResults.Ok(views.ToList());
    }
}
