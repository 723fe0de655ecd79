using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>One of two people who must agree (R9, R24).</summary>
/// <param name="Issuers">
/// Whoever may have signed in as this person: who made the account or last reset its password, whoever may have signed in as them at that
/// moment, and so on. Nobody where the operator made it, or where somebody independent has vouched that the person is one of their own.
/// </param>
public sealed record Signatory(PersonId Person, IReadOnlyList<PersonId> Issuers)
{
    /// <summary>Whether no one person can be behind both accounts.</summary>
    public bool IsIndependentOf(Signatory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return !Behind.Intersect(other.Behind).Any();
    }

    /// <summary>Everybody who may be behind the account, its owner first.</summary>
    public IReadOnlyList<PersonId> Behind => [Person, .. Issuers];

    /// <summary>What a person is told whose word does not count as a second one.</summary>
    public static Refusal NotIndependent { get; } =
        Refusal.Conflict(
            "not-independent",
            "One of you, or somebody else, made or reset both accounts, so the two do not count as two people. Ask somebody whose account "
                + "others made, or have a manager whose account others made vouch for yours."
        );

    public static async Task<Signatory> OfAsync(RetailGuardDb db, PersonId person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var issuers = await db.Set<Person>().Where(p => p.Id == person).Select(p => p.Issuers).SingleAsync(cancellation);
        return new(person, issuers);
    }
}

/// <summary>How issuers stand in the record: their ids, with commas between.</summary>
public static class IssuersColumn
{
    public static PropertyBuilder<IReadOnlyList<PersonId>> HasIssuers(this PropertyBuilder<IReadOnlyList<PersonId>> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return property.HasConversion(
            issuers => string.Join(',', issuers.Select(i => i.Value)),
            text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => new PersonId(Guid.Parse(id))).ToList(),
            new ValueComparer<IReadOnlyList<PersonId>>((a, b) => a!.SequenceEqual(b!), issuers => issuers.Count, issuers => issuers)
        );
    }
}
