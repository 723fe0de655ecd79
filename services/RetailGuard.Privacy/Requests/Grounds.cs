using System.Globalization;

namespace RetailGuard.Privacy;

/// <summary>Grounds on which a request may be refused, and the words in which the person reads them (R41).</summary>
internal static class Grounds
{
    public const string HowToComplain =
        "You can complain to the Privacy Commissioner: privacy.org.nz, 0800 803 909. You need not go through us first.";

    private const string StatementRight =
        "You have the right to ask that your own statement of correction be put beside the information, where whoever reads the one reads the other (section 64 of the Privacy Act 2020).";

    private static readonly RefusalGround[] OfComplaints = [RefusalGround.NotUpheld];
    private static readonly RefusalGround[] OfCorrections = [RefusalGround.Accurate, RefusalGround.NotFound];

    private static readonly RefusalGround[] OfAccess =
    [
        RefusalGround.SeriousThreat,
        RefusalGround.VictimDistress,
        RefusalGround.EvaluativeMaterial,
        RefusalGround.NotFound,
        RefusalGround.OthersAffairs,
        RefusalGround.MaintenanceOfLaw,
        RefusalGround.LegalPrivilege,
        RefusalGround.FrivolousOrTrivial,
    ];

    public static IReadOnlyList<RefusalGround> Of(RequestKind kind) =>
        kind switch
        {
            RequestKind.Access => OfAccess,
            RequestKind.Correction => OfCorrections,
            RequestKind.WronglyApproached => [.. OfCorrections, .. OfComplaints],
            RequestKind.Complaint => OfComplaints,
        };

    /// <summary>Where the Privacy Act 2020 has it.</summary>
    public static string Section(RefusalGround ground, RequestKind kind) =>
        ground switch
        {
            RefusalGround.SeriousThreat => "section 49(1)(a)(i) of the Privacy Act 2020",
            RefusalGround.VictimDistress => "section 49(1)(a)(iii) of the Privacy Act 2020",
            RefusalGround.EvaluativeMaterial => "section 50 of the Privacy Act 2020",
            RefusalGround.NotFound when kind is not RequestKind.Access => "section 63 of the Privacy Act 2020",
            RefusalGround.NotFound => "section 53(a) of the Privacy Act 2020",
            RefusalGround.OthersAffairs => "section 53(b) of the Privacy Act 2020",
            RefusalGround.MaintenanceOfLaw => "section 53(c) of the Privacy Act 2020",
            RefusalGround.LegalPrivilege => "section 53(d) of the Privacy Act 2020",
            RefusalGround.FrivolousOrTrivial => "section 53(h) of the Privacy Act 2020",
            RefusalGround.Accurate => "section 63 of the Privacy Act 2020",
            RefusalGround.NotUpheld => "Part 5 of the Privacy Act 2020, under which the Privacy Commissioner may look into it",
        };

    public static string Sentence(RefusalGround ground) =>
        ground switch
        {
            RefusalGround.SeriousThreat => "telling you would be likely to put somebody’s life, health or safety in serious danger",
            RefusalGround.VictimDistress => "it is about a victim of an offence, whom telling you would seriously distress",
            RefusalGround.EvaluativeMaterial => "it was given to us in confidence, to judge by",
            RefusalGround.NotFound => "there is no such information, or we looked for it with care and did not find it",
            RefusalGround.OthersAffairs => "it would tell you of somebody else’s affairs, without good reason",
            RefusalGround.MaintenanceOfLaw => "telling you would be likely to harm an investigation or a fair trial",
            RefusalGround.LegalPrivilege => "it is between us and our lawyers",
            RefusalGround.FrivolousOrTrivial => "the request is frivolous or vexatious, or what it asks for is trivial",
            RefusalGround.Accurate => "we looked at the information and at what you told us, and the information is right as it is",
            RefusalGround.NotUpheld => "we looked into it, and found that we acted as we should",
        };

    /// <summary>Whether the person may have a statement put beside what was not corrected.</summary>
    public static bool OffersStatement(PersonRequest request) =>
        request is { IsCorrection: true, State: RequestState.Refused, EntryId: not null, StatementAt: null };

    /// <summary>A refusal as the person reads it: ground, section, reason, rights.</summary>
    public static IReadOnlyList<string> Letter(PersonRequest request, RequestTexts texts) =>
        request.RefusedFor is not { } ground
            ? []
            :
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"We do not do what you asked, because {Sentence(ground)} ({Section(ground, request.Kind)})."
                ),
                texts.Answer ?? "",
                .. request.IsCorrection ? [StatementRight] : (IEnumerable<string>)[],
                HowToComplain,
            ];
}
