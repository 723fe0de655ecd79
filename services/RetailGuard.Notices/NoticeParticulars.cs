using System.ComponentModel.DataAnnotations;
using RetailGuard.Foundation;

namespace RetailGuard.Notices;

/// <summary>What a notice says that only the retailer knows (R32). Each may be left out while it is written; none when it is published.</summary>
/// <param name="LegalName">Of the agency: the legal person that answers for it.</param>
/// <param name="ContactRole">A role, not a person: "privacy officer".</param>
/// <param name="ContactRoleMaori">The same in te reo Māori.</param>
/// <param name="Assessment">Where the privacy impact assessment can be read: an https address, or a place.</param>
/// <param name="KeptIn">The country where pictures are kept.</param>
/// <param name="HasAlternative">Whether there is a way to shop without being scanned.</param>
/// <param name="Alternative">That way, as a sentence; only where there is one.</param>
/// <param name="AlternativeMaori">The same in te reo Māori.</param>
public sealed record NoticeParticulars(
    [property: MaxLength(120)] string? LegalName = null,
    [property: MaxLength(200)] string? Address = null,
    [property: MaxLength(60)] string? ContactRole = null,
    [property: MaxLength(60)] string? ContactRoleMaori = null,
    [property: MaxLength(40)] string? Phone = null,
    [property: MaxLength(120)] string? Email = null,
    [property: MaxLength(200)] string? Assessment = null,
    [property: MaxLength(60)] string? KeptIn = null,
    bool? HasAlternative = null,
    [property: MaxLength(300)] string? Alternative = null,
    [property: MaxLength(300)] string? AlternativeMaori = null
)
{
    public static NoticeParticulars Empty { get; } = new();

    /// <summary>Without blanks around texts; a text of blanks alone is none.</summary>
    public NoticeParticulars Trimmed() =>
        new(
            Text(LegalName),
            Text(Address),
            Text(ContactRole),
            Text(ContactRoleMaori),
            Text(Phone),
            Text(Email),
            Text(Assessment),
            Text(KeptIn),
            HasAlternative,
            Text(Alternative),
            Text(AlternativeMaori)
        );

    /// <summary>All that is missing before it may be published, by field.</summary>
    public void Check(WrongFields wrong)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        Require("legalName", LegalName, "the legal name of who answers for it");
        Require("address", Address, "the address of who answers for it");
        Require("contactRole", ContactRole, "the role that people can turn to, such as privacy officer");
        Require("contactRoleMaori", ContactRoleMaori, "that role in te reo Māori");
        Require("assessment", Assessment, "where the privacy impact assessment can be read");
        Require("keptIn", KeptIn, "the country where pictures are kept");
        if (Phone is null && Email is null)
        {
            Missing("phone", "a phone number or an e-mail address");
        }

        if (HasAlternative is null)
        {
            Missing("hasAlternative", "whether there is another way to shop, or none");
        }
        else if (HasAlternative is true)
        {
            Require("alternative", Alternative, "the other way to shop");
            Require("alternativeMaori", AlternativeMaori, "the other way to shop in te reo Māori");
        }

        void Require(string field, string? value, string what)
        {
            if (value is null)
            {
                Missing(field, what);
            }
        }

        void Missing(string field, string what) => wrong.Add(field, "notice-incomplete", $"{field} is missing: {what}.");
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
