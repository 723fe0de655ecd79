using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Whether a password still signs somebody in who is linked with an account of the provider.</summary>
internal enum PasswordUse
{
    Allowed,

    /// <summary>Not in a browser. Administrators keep theirs: a provider that is down or set up wrongly locks nobody out for good.</summary>
    NotForLinked,
}

/// <summary>The OpenID provider of a retailer: it says who somebody is, and nothing of what they may do.</summary>
internal sealed class SingleSignOnProvider : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    /// <summary>On the button: <c>Sign in with 〈name〉</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Compared letter for letter with what the provider and its tokens say.</summary>
    public string Issuer { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>Under the retailer's key, for this issuer and client alone.</summary>
    public string SealedSecret { get; set; } = "";

    /// <summary>The claim that people recognise their account at the provider by.</summary>
    public string UserNameClaim { get; set; } = "";

    /// <summary>Of e-mail addresses, lower case, with commas between; empty lets every account in that is linked.</summary>
    public string Domains { get; set; } = "";

    public PasswordUse Passwords { get; set; }

    /// <summary>Whether a second factor that the provider has seen counts here.</summary>
    public bool TrustsSecondFactor { get; set; }

    /// <summary>Whether the provider must ask for credentials each time, though somebody is signed in there.</summary>
    public bool AsksAfresh { get; set; }

    /// <summary>Who last set what makes it another provider, and whoever may be behind them.</summary>
    public PersonId SetBy { get; set; }

    public IReadOnlyList<PersonId> SetterIssuers { get; set; } = [];

    public DateTimeOffset SetAt { get; set; }

    /// <summary>The second administrator; null until there is one, and until then it signs nobody in.</summary>
    public PersonId? ApprovedBy { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    public IReadOnlyList<string> DomainList => Domains.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Who has one key to all doors sets it up; so two do (R24).</summary>
    public void Ask(Signatory setter, DateTimeOffset now) =>
        (SetBy, SetterIssuers, SetAt, ApprovedBy, ApprovedAt) = (setter.Person, setter.Issuers, now, null, null);
}

/// <summary>
/// An account at a provider that was once linked with a person. It stays when the link ends: one account there is never two people here
/// (R24).
/// </summary>
internal sealed class LinkedSubject : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    /// <summary>HMAC of issuer and subject under a key of the retailer's.</summary>
    public required byte[] SubjectHash { get; init; }

    public required PersonId PersonId { get; init; }

    /// <summary>As the provider called the account when it was first linked.</summary>
    public required string UserName { get; init; }

    public required DateTimeOffset LinkedAt { get; init; }
}
