using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What an embedding space is to a retailer.</summary>
public enum SpaceStanding
{
    /// <summary>Searched as well, and ready to take over.</summary>
    Beside,

    /// <summary>Its gate decides which pictures may be enrolled.</summary>
    Current,

    /// <summary>Its templates are deleted; its connectors are refused.</summary>
    Dropped,
}

/// <summary>A retailer's decision on a space. Without any, the server's first pack is current and the next one beside it.</summary>
internal sealed class TenantSpace : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required string Space { get; init; }

    public SpaceStanding Standing { get; set; }

    /// <summary>What the first of the two who must agree asked for.</summary>
    public SpaceStanding? Asked { get; private set; }

    public PersonId? AskedBy { get; private set; }

    /// <summary>As <see cref="Signatory.Issuers"/> of the one who asked, at that moment.</summary>
    public IReadOnlyList<PersonId> AskerIssuers { get; private set; } = [];

    public string? AskedReason { get; private set; }

    internal void Ask(SpaceStanding wanted, Signatory asker, string reason) =>
        (Asked, AskedBy, AskerIssuers, AskedReason) = (wanted, asker.Person, asker.Issuers, reason);

    internal void Decide(SpaceStanding standing) =>
        (Standing, Asked, AskedBy, AskerIssuers, AskedReason) = (standing, null, null, [], null);
}
