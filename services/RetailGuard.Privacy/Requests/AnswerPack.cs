using Microsoft.EntityFrameworkCore;
using RetailGuard.Alerts;
using RetailGuard.Identity;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy;

/// <summary>The first line of an answer: one of three.</summary>
public enum HeldStanding
{
    OnTheList,

    /// <summary>Not on it, but something is held.</summary>
    HeldOtherwise,
    NothingFound,
}

/// <summary>What kind of information it is, as the Code's rule 6 asks.</summary>
public enum HeldType
{
    Image,
    Template,
    MatchResult,
    Record,
}

/// <param name="What">The thing, in plain words.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Recipients">Who got it.</param>
/// <param name="Until">Until when it is kept.</param>
public sealed record HeldItem(string What, HeldType Type, string Source, string Recipients, string Until);

/// <summary>What is not told, and by what section.</summary>
public sealed record WithheldItem(string What, string Section);

/// <summary>The answer to "what do you hold about me?" (R39). Other people are in it by their role only.</summary>
/// <param name="Opening">One of three sentences.</param>
/// <param name="Searched">Where and how it was looked for, and what such a search cannot find.</param>
/// <param name="Account">What is said to have happened, with other people taken out by whoever answers.</param>
/// <param name="Note">What whoever answers adds.</param>
public sealed record AnswerPack(
    HeldStanding Standing,
    string Opening,
    DateOnly AnsweredOn,
    IReadOnlyList<string> Searched,
    IReadOnlyList<HeldItem> Held,
    string? Account,
    IReadOnlyList<WithheldItem> Withheld,
    IReadOnlyList<string> HowToCorrect,
    IReadOnlyList<string> HowToComplain,
    string? Note
)
{
    private const string OfStaff = "Staff of the store who keep its list or confirm an alert, and head office. Nobody outside.";
    private const string OfMatching = "Nobody. Only the store’s own matching reads it.";

    /// <summary>Reads what the record has on the entry that a request is tied to.</summary>
    internal static async Task<AnswerPack> BuildAsync(
        OpenedRequest opened,
        IEntryFamilies families,
        string? account,
        string? note,
        CancellationToken cancellation
    )
    {
        var (db, request, store) = (opened.Db, opened.Request, opened.Store);
        List<HeldItem> held = [];
        List<WithheldItem> withheld = [];
        var standing = HeldStanding.NothingFound;
        if (request.EntryId is { } id)
        {
            var entry = await db.Set<Entry>().AsNoTracking().SingleAsync(e => e.Id == id, cancellation);
            var alerts = await db.Set<Alert>()
                .AsNoTracking()
                .Where(a => a.EntryId == id && a.DrillExpected == null)
                .OrderBy(a => a.RaisedAt)
                .ToListAsync(cancellation);
            var kept = entry.KeyId is not null;
            var listed = entry.IsOnListAt(opened.Now);
            standing = kept && listed ? HeldStanding.OnTheList : HeldStanding.HeldOtherwise;
            var others = await families.SharedWithAsync(db, id, cancellation);
            var names = await db.Set<Store>().Where(s => others.Contains(s.Id)).Select(s => s.Name).Order().ToListAsync(cancellation);
            OfEntry(opened, entry, kept, names, held);
            OfAlerts(opened, alerts, await AlertRetention.ConfirmedDaysAsync(db, cancellation), held, withheld);
            if (kept && account is null)
            {
                withheld.Add(new("The words of staff on what happened", Grounds.Section(RefusalGround.OthersAffairs, RequestKind.Access)));
            }

            withheld.Add(new("Names of staff and of other people", Grounds.Section(RefusalGround.OthersAffairs, RequestKind.Access)));
        }

        return new(
            standing,
            standing switch
            {
                HeldStanding.OnTheList => $"You are on the list of {store.Name}.",
                HeldStanding.HeldOtherwise => $"You are not on the list of {store.Name}, but we hold something about you.",
                HeldStanding.NothingFound => "We found nothing about you.",
            },
            opened.Today,
            HowSearched(opened),
            held,
            account,
            withheld,
            [
                $"To have something corrected or taken away, go to the same page, choose “Correct it”, or tell {store.Name}, {store.Address}.",
                "While we look at it, nobody is matched with what you ask to correct.",
            ],
            [$"If you are not content with this answer, tell {store.Name} first, if you wish.", Grounds.HowToComplain],
            note
        );
    }

    /// <param name="others">Names of the other stores that were shown the entry.</param>
    private static void OfEntry(OpenedRequest opened, Entry entry, bool kept, List<string> others, List<HeldItem> held)
    {
        // R21: whoever was shown it has got it, also a store that declined.
        var whoGotIt =
            others.Count == 0
                ? OfStaff
                : $"Staff of the store who keep its list or confirm an alert, and head office. It was shown to managers of other stores of ours: {string.Join(", ", others)}. Nobody outside.";

        var source =
            $"{Basis(entry.Basis)}, about an incident on {PrivacyWords.Day(opened.DayOf(entry.IncidentAt))}. Put on the list by one person of staff and agreed by another.";
        var until = $"At the latest until {PrivacyWords.Day(opened.DayOf(entry.ExpiresAt))}; destroyed then, in every copy.";
        if (kept)
        {
            held.Add(new(PrivacyWords.Count(entry.Pictures, "photograph") + " of your face", HeldType.Image, source, whoGotIt, until));
            held.Add(
                new(
                    "A template of your face: numbers that are compared",
                    HeldType.Template,
                    "Worked out from the photographs.",
                    OfMatching,
                    until
                )
            );
        }

        held.Add(
            new(
                kept
                    ? $"An entry on the list for {Category(entry.Category)}, with what is said to have happened. It is {InWords(entry.State)}."
                    : $"A record that there was an entry for {Category(entry.Category)}. Its pictures, template and words are destroyed.",
                HeldType.Record,
                source,
                whoGotIt,
                kept ? until : "With the store’s records of what it did; it names nobody."
            )
        );
    }

    /// <param name="days">How long the retailer keeps the pictures of confirmed alerts.</param>
    private static void OfAlerts(OpenedRequest opened, List<Alert> alerts, int days, List<HeldItem> held, List<WithheldItem> withheld)
    {
        foreach (var alert in alerts.Where(a => a.ConfirmedAt is not null || a.CaseNumber is not null))
        {
            held.Add(
                new(
                    $"A match on {PrivacyWords.Day(opened.DayOf(alert.RaisedAt))}: {(alert.CaseNumber is { } number ? $"disputed, case {number}" : "confirmed by two people of staff")}{(alert.Outcome is { } outcome ? $"; what was done: {Outcome(outcome)}" : "")}.",
                    HeldType.MatchResult,
                    "A camera at the store’s entrance, compared with the list.",
                    OfStaff,
                    alert.KeyId is null
                        ? "Its picture is destroyed; the line stays with the store’s records."
                        : $"Its picture for {PrivacyWords.Count(days, "day")}, or until its case is closed; the line stays with the store’s records."
                )
            );
        }

        // Nobody knows that these show the asker: two people did not agree, so they are of others.
        if (alerts.Count(a => a is { ConfirmedAt: null, CaseNumber: null, IsOpen: false }) is var others and > 0)
        {
            withheld.Add(
                new(
                    $"{(others == 1 ? "One match" : $"{others} matches")} that staff did not confirm, and that may show other people",
                    Grounds.Section(RefusalGround.OthersAffairs, RequestKind.Access)
                )
            );
        }
    }

    private static IReadOnlyList<string> HowSearched(OpenedRequest opened) =>
        [
            $"We looked on {PrivacyWords.Day(opened.Today)} through the list of {opened.Store.Name}, its alerts and its cases, by what you told us: name, time and place{(opened.Texts?.Reference is null ? "" : ", and the number on your card")}.",
            "We did not compare faces, since we did not ask you for a photograph. A search by words misses whoever staff did not know by name, so we cannot promise that there is nothing.",
            "Whoever passes a camera and matches nobody is forgotten within a second, so we cannot say whether you were scanned.",
        ];

    private static string Basis(EntryBasis basis) =>
        basis switch
        {
            EntryBasis.TrespassNotice => "A trespass notice",
            EntryBasis.Conviction => "A conviction",
            EntryBasis.ReviewedFootage => "Footage that staff reviewed",
        };

    private static string Category(EntryCategory category) =>
        category switch
        {
            EntryCategory.Violence => "violence",
            EntryCategory.Threat => "a threat",
            EntryCategory.Weapon => "a weapon",
            EntryCategory.HighValueTheft => "theft of high value",
            EntryCategory.ProlificTheft => "repeated theft",
        };

    private static string InWords(EntryState state) =>
        state switch
        {
            EntryState.Proposed => "proposed, and not agreed to: it matches nobody",
            EntryState.Active => "in use",
            EntryState.Suspended => "suspended: it matches nobody",
            EntryState.Refused => "refused",
            EntryState.Removed => "removed",
            EntryState.Expired => "over",
        };

    private static string Outcome(AlertOutcome outcome) =>
        outcome switch
        {
            AlertOutcome.None => "nothing",
            AlertOutcome.Observe => "staff kept an eye on you",
            AlertOutcome.CallPolice => "police were called",
            AlertOutcome.AskToLeave => "you were asked to leave",
        };
}
