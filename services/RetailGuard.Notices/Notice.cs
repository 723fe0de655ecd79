using System.Globalization;
using System.Text.RegularExpressions;
using RetailGuard.Watchlists;

namespace RetailGuard.Notices;

/// <summary>The separate things that tell people of the cameras (R33).</summary>
public enum NoticeKind
{
    /// <summary>Outside an entrance, to be read before going in.</summary>
    Poster,

    Checkout,
    Handout,

    /// <summary>To be read aloud.</summary>
    Announcement,

    /// <summary>What staff answer.</summary>
    StaffCard,
    WebPage,
    Policy,
}

/// <summary>The store that a notice hangs in.</summary>
/// <param name="Page">Address of its page for customers.</param>
public sealed record NoticePlace(string Store, string Address, string Page);

/// <summary>A part of a notice.</summary>
/// <param name="Key">What it is about: <c>retention</c>.</param>
/// <param name="Heading">Empty where it has none.</param>
public sealed record NoticeSection(string Key, string Heading, string Text);

/// <summary>A notice in one language.</summary>
/// <param name="Language"><c>en</c> or <c>mi</c>.</param>
public sealed record NoticeText(string Language, string Title, string Lead, IReadOnlyList<NoticeSection> Sections);

/// <summary>Makes a notice's text of its content. Pure: the same content and store give the same text.</summary>
public static partial class Notice
{
    /// <summary>What the Code's rule 3 wants said, in the order of the poster (R32).</summary>
    public static IReadOnlyList<string> Required { get; } =
    ["scan", "purposes", "alternative", "operator", "recipients", "retention", "rights", "complaints", "assessment"];

    private const int StaffQuestions = 5;

    public static NoticeText English(NoticeContent content, NoticePlace place, NoticeKind kind)
    {
        ArgumentNullException.ThrowIfNull(content);
        var particulars = content.Particulars;
        return new Writer("en", content, content.English, particulars.ContactRole, particulars.Alternative, place).Write(kind);
    }

    public static NoticeText Maori(NoticeContent content, NoticePlace place, NoticeKind kind)
    {
        ArgumentNullException.ThrowIfNull(content);
        var particulars = content.Particulars;
        return new Writer("mi", content, content.Maori, particulars.ContactRoleMaori, particulars.AlternativeMaori, place).Write(kind);
    }

    /// <summary>Names of the gaps that a text has: <c>store</c>.</summary>
    internal static IReadOnlySet<string> GapsOf(string text) => Gap().Matches(text).Select(m => m.Groups["name"].Value).ToHashSet();

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();

    private sealed class Writer
    {
        private readonly string _language;
        private readonly IReadOnlyDictionary<string, string> _words;
        private readonly Dictionary<string, string> _gaps;
        private readonly bool _isShared;
        private readonly bool _hasAlternative;

        public Writer(
            string language,
            NoticeContent content,
            IReadOnlyDictionary<string, string> words,
            string? role,
            string? alternative,
            NoticePlace place
        )
        {
            var (particulars, settings) = (content.Particulars, content.Settings);
            (_language, _words) = (language, words);
            (_isShared, _hasAlternative) = (settings.SharedKilometres is not null, particulars.HasAlternative is true);
            var purposes = Enum.GetValues<EntryCategory>().Select(category => words[$"purpose.{category}"]).ToList();
            _gaps = new(StringComparer.Ordinal)
            {
                ["store"] = place.Store,
                ["storeAddress"] = place.Address,
                ["page"] = place.Page,
                ["legalName"] = particulars.LegalName ?? "",
                ["address"] = particulars.Address ?? "",
                ["role"] = role ?? "",
                ["contact"] = string.Join(", ", new[] { particulars.Phone, particulars.Email }.OfType<string>()),
                ["assessment"] = particulars.Assessment ?? "",
                ["keptIn"] = particulars.KeptIn ?? "",
                ["alternative"] = alternative ?? "",
                ["purposes"] = $"{string.Join(", ", purposes.SkipLast(1))} {words["and"]} {purposes[^1]}",
                ["floor"] = settings.AlertFloor.ToString("0.#", CultureInfo.InvariantCulture),
                ["confirmedDays"] = Number(settings.ConfirmedDays),
                ["offenderMonths"] = Number(settings.OffenderMonths),
                ["accompliceMonths"] = Number(settings.AccompliceMonths),
                ["kilometres"] = Number(settings.SharedKilometres ?? 0),
            };
        }

        public NoticeText Write(NoticeKind kind) =>
            kind switch
            {
                NoticeKind.Poster => Of("title", "lead", [.. Required.Select(key => Section(key, "short"))]),
                NoticeKind.Checkout => Of("checkout.title", "checkout.text", []),
                NoticeKind.Handout => Of("handout.title", "lead", [.. Required.Select(key => Section(key, "long"))]),
                NoticeKind.WebPage => Of("title", "lead", [.. Required.Select(key => Section(key, "long"))]),
                NoticeKind.Announcement => Of(
                    "announcement.title",
                    "announcement.how",
                    [new("announcement", "", Text("announcement.text"))]
                ),
                NoticeKind.StaffCard => Of("staff.title", "", [.. Enumerable.Range(1, StaffQuestions).Select(Answer)]),
                NoticeKind.Policy => Of("policy.title", "lead", [.. Policy()]),
            };

        private NoticeText Of(string title, string lead, IReadOnlyList<NoticeSection> sections) =>
            new(_language, Text(title), lead.Length == 0 ? "" : Text(lead), sections);

        private IEnumerable<NoticeSection> Policy()
        {
            foreach (var key in Required)
            {
                yield return Section(key, "long");
                if (key == "purposes")
                {
                    yield return Section("policy.matching", "long");
                    yield return Section("policy.list", "long");
                }
            }

            yield return Section("policy.changes", "long");
        }

        private NoticeSection Section(string key, string length) =>
            new(
                key,
                Text($"{key}.heading"),
                key switch
                {
                    "alternative" => Alternative(),
                    "recipients" => Text(_isShared ? $"recipients.shared.{length}" : $"recipients.own.{length}"),
                    _ => Text($"{key}.{length}"),
                }
            );

        // The card's second question has the notice's own answer, so that staff say what the poster says.
        private NoticeSection Answer(int number) =>
            new($"staff.{number}", Text($"staff.{number}.question"), number == 2 ? Alternative() : Text($"staff.{number}.answer"));

        private string Alternative() => Text(_hasAlternative ? "alternative.some" : "alternative.none");

        private string Text(string key) => Gap().Replace(_words[key], match => _gaps[match.Groups["name"].Value]);

        private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
