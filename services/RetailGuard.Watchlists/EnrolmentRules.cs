using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Watchlists;

/// <summary>An answer to an attestation. "Unsure" refuses like the wrong answer does (R11).</summary>
public enum Attestation
{
    Yes,
    No,
    Unsure,
}

/// <summary>What an enroller states about a person. Null where nothing was stated.</summary>
public sealed record EntryRequest(
    StoreId? StoreId,
    string? Label,
    EntryCategory? Category,
    EntryRole? Role,
    DateTimeOffset? IncidentAt,
    string? Evidence,
    EntryBasis? Basis,
    string? Summary,
    DateTimeOffset? ExpiresAt,
    Attestation? Adult,
    Attestation? Vulnerable
);

/// <summary>What must be true before a person may be proposed for a list. Checked in this order.</summary>
internal static class EnrolmentRules
{
    /// <summary>R12: the longest lives of an entry, in months from the incident.</summary>
    private static int LongestMonths(EntryRole role) =>
        role switch
        {
            EntryRole.Offender => 24,
            EntryRole.Accomplice => 3,
        };

    /// <summary>The first rule that the request breaks, or null.</summary>
    public static Refusal? Check(EntryRequest request, DateTimeOffset now)
    {
        // R9: every field is there.
        if (
            (
                (request.StoreId is null ? Missing("storeId") : null)
                ?? Required.Text(request.Label, "label", 80)
                ?? (request.Category is null ? Missing("category") : null)
                ?? (request.Role is null ? Missing("role") : null)
                ?? (request.IncidentAt is null ? Missing("incidentAt") : null)
                ?? Required.Text(request.Evidence, "evidence", 400)
                ?? (request.Basis is null ? Missing("basis") : null)
                ?? Required.Text(request.Summary, "summary", 1000)
                ?? (request.ExpiresAt is null ? Missing("expiresAt") : null)
            ) is
            { } missing
        )
        {
            return missing;
        }

        // R11: an adult, and not a vulnerable one. Nobody guesses it from the picture.
        if (request.Adult is not Attestation.Yes)
        {
            return Refusal.Invalid("adult-not-attested", "adult must be yes: a person who may be under 18 is never put on a list.");
        }

        if (request.Vulnerable is not Attestation.No)
        {
            return Refusal.Invalid(
                "vulnerable-not-excluded",
                "vulnerable must be no: a person who may be vulnerable is never put on a list."
            );
        }

        if (request.IncidentAt > now)
        {
            return Refusal.Invalid("incident-in-future", "incidentAt lies in the future.");
        }

        // R12: expiry is mandatory, ahead, and no later than the law's longest.
        if (request.ExpiresAt <= now)
        {
            return Refusal.Invalid("expiry-passed", "expiresAt lies in the past.");
        }

        var months = LongestMonths(request.Role!.Value);
        var latest = request.IncidentAt!.Value.AddMonths(months);
        return request.ExpiresAt > latest
            ? Refusal.Invalid(
                "expiry-too-late",
                $"An entry for an {(request.Role is EntryRole.Offender ? "offender" : "accomplice")} ends at most {months} months after the incident: {latest:d MMMM yyyy}."
            )
            : null;
    }

    private static Refusal Missing(string field) => Refusal.Invalid("field-missing", $"{field} is missing.");
}
