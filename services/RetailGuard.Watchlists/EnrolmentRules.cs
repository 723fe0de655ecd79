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
    Attestation Vulnerable
);

/// <summary>R12: the longest lives of an entry, in months from the incident.</summary>
public static class ListingPeriods
{
    public const int OffenderMonths = 24;
    public const int AccompliceMonths = 3;
}

/// <summary>What must be true before a person may be proposed for a list.</summary>
internal static class EnrolmentRules
{
    private static int LongestMonths(EntryRole role) =>
        role switch
        {
            EntryRole.Offender => ListingPeriods.OffenderMonths,
            EntryRole.Accomplice => ListingPeriods.AccompliceMonths,
        };

    /// <summary>All rules that the request breaks, or null.</summary>
    public static Refusal? Check(EntryRequest request, DateTimeOffset now)
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

        // R12: expiry is mandatory, ahead, and no later than the law's longest.
        var months = LongestMonths(request.Role);
        if (request.ExpiresAt <= now)
        {
            wrong.Add("expiresAt", "expiry-passed", "expiresAt lies in the past.");
        }
        else if (request.IncidentAt <= now && request.IncidentAt.AddMonths(months) is var latest && request.ExpiresAt > latest)
        {
            wrong.Add(
                "expiresAt",
                "expiry-too-late",
                $"An entry for an {(request.Role is EntryRole.Offender ? "offender" : "accomplice")} ends at most {months} months after the incident: {latest:d MMMM yyyy}."
            );
        }

        return wrong.Refusal;
    }
}
