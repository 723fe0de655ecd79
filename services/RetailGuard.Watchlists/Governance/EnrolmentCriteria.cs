using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>What it takes to be listed for one category (R10).</summary>
/// <param name="IsEnrolled">Whether anybody is listed for it at all.</param>
/// <param name="MostMonths">From the incident, 1 to 24; an accomplice never lasts longer than three.</param>
/// <param name="LeastValue">Floor of what was taken, in whole NZ$; thefts have one, the others none.</param>
/// <param name="LeastIncidents">Floor of incidents; prolific theft alone has one.</param>
/// <param name="Text">What the retailer says of it in plain words.</param>
public sealed record CategoryCriteria(
    EntryCategory Category,
    bool IsEnrolled,
    int MostMonths,
    int? LeastValue,
    int? LeastIncidents,
    string Text
);

/// <summary>Whom a retailer puts on its lists, and whom not: one version of its enrolment criteria (R10, R13).</summary>
/// <param name="Text">What the retailer says of all of them in plain words.</param>
/// <param name="Categories">One for each category.</param>
public sealed record EnrolmentCriteria(string Text, IReadOnlyList<CategoryCriteria> Categories)
{
    public const int LongestText = 600;

    /// <summary>Under these no retailer can put its floors: whoever takes a ten-dollar thing is never listed.</summary>
    public const int LowestValue = 100;

    public const int FewestIncidents = 2;

    private const int HighestValue = 1_000_000;
    private const int MostIncidents = 1_000;

    /// <summary>Version 1 of every retailer, until it publishes its own.</summary>
    public static EnrolmentCriteria BuiltIn { get; } =
        new(
            "We list only adults who have seriously harmed our people or our stores. Nobody is listed for what somebody suspects.",
            [
                new(
                    EntryCategory.Violence,
                    IsEnrolled: true,
                    ListingPeriods.OffenderMonths,
                    null,
                    null,
                    "Somebody who has hit, pushed or otherwise physically hurt a person in the store."
                ),
                new(
                    EntryCategory.Threat,
                    IsEnrolled: true,
                    ListingPeriods.OffenderMonths,
                    null,
                    null,
                    "Somebody who has threatened a person in the store with harm."
                ),
                new(
                    EntryCategory.Weapon,
                    IsEnrolled: true,
                    ListingPeriods.OffenderMonths,
                    null,
                    null,
                    "Somebody who has carried a weapon in the store or used something as one."
                ),
                new(
                    EntryCategory.HighValueTheft,
                    IsEnrolled: true,
                    12,
                    500,
                    null,
                    "Somebody who has taken goods worth NZ$500 or more on one occasion."
                ),
                new(
                    EntryCategory.ProlificTheft,
                    IsEnrolled: true,
                    12,
                    200,
                    3,
                    "Somebody who has stolen on three occasions or more, together NZ$200 or more."
                ),
            ]
        );

    public CategoryCriteria Of(EntryCategory category) => Categories.Single(c => c.Category == category);

    public static bool HasValue(EntryCategory category) => category is EntryCategory.HighValueTheft or EntryCategory.ProlificTheft;

    public static bool HasIncidents(EntryCategory category) => category is EntryCategory.ProlificTheft;

    /// <summary>Without blanks around texts, in the order of the categories; only whole criteria.</summary>
    public EnrolmentCriteria Trimmed() =>
        new(Text.Trim(), [.. Categories.OrderBy(c => c.Category).Select(c => c with { Text = c.Text.Trim() })]);

    /// <summary>Whether two say the same, word for word.</summary>
    public bool Says(EnrolmentCriteria other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Text == other.Text && Categories.SequenceEqual(other.Categories);
    }

    /// <summary>All that keeps them from being published, by field; null when nothing does.</summary>
    public Refusal? Check()
    {
        var wrong = new WrongFields();
        if (!Categories.Select(c => c.Category).Order().SequenceEqual(Enum.GetValues<EntryCategory>()))
        {
            wrong.Add("categories", "categories-incomplete", "categories names each category once.");
        }

        foreach (var (i, one) in Categories.Index())
        {
            var field = $"categories[{i}]";
            if (string.IsNullOrWhiteSpace(one.Text) || one.Text.Length > LongestText)
            {
                wrong.Add($"{field}.text", "criteria-text", $"{field}.text says in 1 to {LongestText} characters who is listed for it.");
            }

            if (one.MostMonths is < 1 or > ListingPeriods.OffenderMonths)
            {
                wrong.Add($"{field}.mostMonths", "criteria-months", $"{field}.mostMonths is 1 to {ListingPeriods.OffenderMonths}.");
            }

            CheckFloor($"{field}.leastValue", one.LeastValue, HasValue(one.Category), LowestValue, HighestValue);
            CheckFloor($"{field}.leastIncidents", one.LeastIncidents, HasIncidents(one.Category), FewestIncidents, MostIncidents);
        }

        return wrong.Refusal;

        void CheckFloor(string field, int? floor, bool isAsked, int least, int most)
        {
            if (!isAsked && floor is not null)
            {
                wrong.Add(field, "criteria-floor", $"{field} is left out: this category has no such floor.");
            }
            else if (isAsked && !(floor >= least && floor <= most))
            {
                wrong.Add(field, "criteria-floor", $"{field} is {least} to {most}.");
            }
        }
    }

    /// <summary>Adds all by which an entry is not one of these criteria's.</summary>
    /// <param name="value">What was taken, in whole NZ$; null where nobody has said.</param>
    /// <param name="incidents">How often; null where nobody has said.</param>
    internal void CheckHarm(EntryCategory category, int? value, int? incidents, WrongFields wrong)
    {
        var rule = Of(category);
        if (!rule.IsEnrolled)
        {
            wrong.Add("category", "category-not-enrolled", $"By your criteria nobody is listed for {NameOf(category)}.");
            return;
        }

        // R10: what is not known to reach the floor does not.
        CheckLeast("harmValue", value, rule.LeastValue, "NZ$", "the value of what was taken");
        CheckLeast("harmIncidents", incidents, rule.LeastIncidents, "", "the number of incidents");

        void CheckLeast(string field, int? stated, int? floor, string unit, string what)
        {
            if (floor is not { } least)
            {
                if (stated is not null)
                {
                    wrong.Add(field, "harm-not-asked", $"{field} is left out: {NameOf(category)} has no such floor.");
                }
            }
            else if (stated is not { } harm)
            {
                wrong.Add(field, "harm-missing", $"{field} is missing: {what}, which is at least {unit}{least} for {NameOf(category)}.");
            }
            else if (harm < least)
            {
                wrong.Add(
                    field,
                    "below-floor",
                    $"{unit}{harm} is below the floor of {unit}{least} that your criteria set for {NameOf(category)}. Who did less harm is not listed."
                );
            }
        }
    }

    /// <summary>When an entry ends at the latest: the months are counted on the calendar and the clock of its store.</summary>
    /// <param name="zone">The store's.</param>
    internal DateTimeOffset LatestEnd(EntryCategory category, EntryRole role, DateTimeOffset incidentAt, TimeZoneInfo zone)
    {
        var months = Math.Min(ListingPeriods.MonthsOf(role), Of(category).MostMonths);
        var end = TimeZoneInfo.ConvertTime(incidentAt, zone).DateTime.AddMonths(months);
        return new(end, zone.GetUtcOffset(end));
    }

    internal static string NameOf(EntryCategory category) =>
        category switch
        {
            EntryCategory.Violence => "violence",
            EntryCategory.Threat => "a threat",
            EntryCategory.Weapon => "a weapon",
            EntryCategory.HighValueTheft => "high-value theft",
            EntryCategory.ProlificTheft => "prolific theft",
        };
}
