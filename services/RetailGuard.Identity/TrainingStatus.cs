using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>What a session tells of its person's certificate (R48).</summary>
public sealed record SessionCertificate(DateTimeOffset ValidUntil, bool Lapsed);

/// <summary>Tells sign-ins how people stand with their training. The module that trains them answers.</summary>
public interface ITrainingStatus
{
    /// <summary>The person's latest certificate; null when there never was one.</summary>
    Task<SessionCertificate?> OfAsync(TenantId tenant, PersonId person, CancellationToken cancellation);
}
