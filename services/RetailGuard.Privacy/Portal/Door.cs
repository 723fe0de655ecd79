namespace RetailGuard.Privacy.Portal;

/// <summary>One of the portal's four doors, as its address and its words have it.</summary>
/// <param name="Path">The last part of its address.</param>
/// <param name="AsksWords">Whether it makes no sense without the person's own words.</param>
public sealed record Door(RequestKind Kind, string Path, string Title, string Maori, string About, string WordsLabel, bool AsksWords)
{
    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<Door> All { get; } =
    [
        new(
            RequestKind.Access,
            "hold",
            "What do you hold about me?",
            "He aha ngā kōrero mōku kei a koutou?",
            "We tell you whether you are on this store’s list, what we have of you, where it comes from, who got it, and until when we keep it. It costs nothing.",
            "Anything that helps us to find it",
            false
        ),
        new(
            RequestKind.Correction,
            "correct",
            "Correct it",
            "Whakatikahia",
            "Tell us what is wrong. As soon as we know which entry it is, nobody is matched with it until we have decided.",
            "What is wrong, and what is right",
            true
        ),
        new(
            RequestKind.WronglyApproached,
            "approached",
            "I was wrongly approached",
            "I hē te whakapā mai ki ahau",
            "We are sorry. Tell us what happened. Somebody who was not there looks at it.",
            "What happened",
            true
        ),
        new(
            RequestKind.Complaint,
            "complain",
            "Complain",
            "Amuamu",
            "Tell us what we did wrong. You can also complain to the Privacy Commissioner: privacy.org.nz, 0800 803 909.",
            "What you complain about",
            true
        ),
    ];

    /// <summary>When an answer comes, in words.</summary>
    public string Promise =>
        StatutoryClock.IsComplaint(Kind)
            ? "We tell you within 7 days that we have it, and answer in writing within 30 days."
            : "We answer within 20 working days. You get the date when you have sent it.";
}

/// <summary>A form as somebody filled it in.</summary>
public sealed record AskForm(string Name, string Contact, string Mail, string WhenAndWhere, string Reference, string Words)
{
    public const int LongestName = 80;
    public const int LongestContact = 200;
    public const int LongestWhen = 300;
    public const int LongestReference = 40;
    public const int LongestWords = 2000;

    public static AskForm Empty { get; } = new("", "", "", "", "", "");
}

/// <summary>How a request stands, as whoever holds its code sees it.</summary>
/// <param name="Code">As it was typed: each further step carries it, since no cookie is set.</param>
/// <param name="Lines">How it stands, in sentences.</param>
/// <param name="Answer">What was answered, in paragraphs.</param>
/// <param name="Notice">What was just done.</param>
public sealed record StatusView(
    string Number,
    string Code,
    string Title,
    string StoreName,
    IReadOnlyList<string> Lines,
    IReadOnlyList<string> Answer,
    AnswerPack? Pack,
    IReadOnlyList<string> Messages,
    string? Statement,
    bool IsOpen,
    bool MayState,
    string? Notice
);
