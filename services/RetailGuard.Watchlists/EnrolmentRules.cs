using System.ComponentModel.DataAnnotations;
using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>An answer to an attestation. "Unsure" refuses like the wrong answer does (R11).</summary>
public enum Attestation
{
    Yes,
    No,
    Unsure,
}

/// <summary>What an enroller states about a person.</summary>
/// <param name="HarmValue">What was taken, in whole NZ$; where the criteria set a floor for the category.</param>
/// <param name="HarmIncidents">How often; where the criteria set a floor for the category.</param>
public sealed record EntryRequest(
    StoreId StoreId,
    [property: MaxLength(80)] string Label,
    EntryCategory Category,
    EntryRole Role,
    DateTimeOffset IncidentAt,
    [property: MaxLength(400)] string Evidence,
    EntryBasis Basis,
    [property: MaxLength(1000)] string Summary,
    DateTimeOffset ExpiresAt,
    Attestation Adult,
    Attestation Vulnerable,
    [property: Range(0, 1_000_000)] int? HarmValue = null,
    [property: Range(0, 1_000)] int? HarmIncidents = null
);

/// <summary>R12: the longest lives of an entry, in months from the incident.</summary>
public static class ListingPeriods
{
    public const int OffenderMonths = 24;
    public const int AccompliceMonths = 3;

    internal static int MonthsOf(EntryRole role) =>
        role switch
        {
            EntryRole.Offender => OffenderMonths,
            EntryRole.Accomplice => AccompliceMonths,
        };
}

/// <summary>What must be true before a person may be proposed for a list.</summary>
internal static class EnrolmentRules
{
    /// <summary>All rules that the request breaks, or null.</summary>
    /// <param name="zone">The store's: in it the months of an entry are counted.</param>
    public static Refusal? Check(EntryRequest request, EnrolmentCriteria criteria, DateTimeOffset now, TimeZoneInfo zone)
    {
        var wrong = new WrongFields();

        // R11: an adult, and not a vulnerable one. Nobody guesses it from the picture.
        if (request.Adult is not Attestation.Yes)
        {
            wrong.Add("adult", "adult-not-attested", "adult must be yes: a person who may be under 18 is never put on a list.");
        }

        if (request.Vulnerable is not Attestation.No)
        {
            wrong.Add(
                "vulnerable",
                "vulnerable-not-excluded",
                "vulnerable must be no: a person who may be vulnerable is never put on a list."
            );
        }

        if (request.IncidentAt > now)
        {
            wrong.Add("incidentAt", "incident-in-future", "incidentAt lies in the future.");
        }

        criteria.CheckHarm(request.Category, request.HarmValue, request.HarmIncidents, wrong);

        // R12: expiry is mandatory, ahead, and no later than the longest of the role and of the criteria.
        if (request.ExpiresAt <= now)
        {
            wrong.Add("expiresAt", "expiry-passed", "expiresAt lies in the past.");
        }
        else if (
            request.IncidentAt <= now
            && criteria.LatestEnd(request.Category, request.Role, request.IncidentAt, zone) is var latest
            && request.ExpiresAt > latest
        )
        {
            var (byRole, byCriteria) = (ListingPeriods.MonthsOf(request.Role), criteria.Of(request.Category).MostMonths);
            var whose =
                byCriteria < byRole
                    ? $"By your criteria an entry for {EnrolmentCriteria.NameOf(request.Category)}"
                    : $"An entry for an {(request.Role is EntryRole.Offender ? "offender" : "accomplice")}";
            wrong.Add(
                "expiresAt",
                "expiry-too-late",
                $"{whose} ends at most {Math.Min(byRole, byCriteria)} months after the incident: {latest:d MMMM yyyy}."
            );
        }

        return wrong.Refusal;
    }
}
