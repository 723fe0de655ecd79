using System.ComponentModel.DataAnnotations;
using System.Globalization;
using RetailGuard.Foundation;

namespace RetailGuard.Assessment;

/// <summary>
/// What a privacy impact and proportionality assessment says (R44). Each part may be left out while it is written; none when it is
/// submitted. Evidence is named where it can be found: reports, figures, minutes.
/// </summary>
/// <param name="Purpose">What harm is to be lessened, where, and by whom it is suffered.</param>
/// <param name="HarmEvidence">What shows that harm: figures, their period and source.</param>
/// <param name="AlternativesTried">What less intrusive means were tried.</param>
/// <param name="AlternativesResult">What came of them, and why it is not enough.</param>
/// <param name="Benefit">What good is expected, and how it will be measured.</param>
/// <param name="Risks">Who may be harmed, how likely and how badly.</param>
/// <param name="Safeguards">What lessens each risk, and what is left of it.</param>
/// <param name="MaoriAsked">Who was asked about the effect on Māori.</param>
/// <param name="MaoriSaid">What they said.</param>
/// <param name="MaoriChanged">What was changed because of it, or why nothing was.</param>
/// <param name="Sharing">With whom, on what ground; or that nothing is shared.</param>
/// <param name="Retention">What is kept, how long, and why no shorter.</param>
/// <param name="Access">Who sees what, and how people get at what is held of them.</param>
/// <param name="AccuracyEvidence">How often it errs, measured on whom, and by whom.</param>
/// <param name="PublicSummary">For customers, in plain words; on each store's page.</param>
/// <param name="ReviewMonths">After how many months it is reviewed at the latest.</param>
public sealed record AssessmentContent(
    [property: MaxLength(AssessmentContent.Longest)] string? Purpose = null,
    [property: MaxLength(AssessmentContent.Longest)] string? HarmEvidence = null,
    [property: MaxLength(AssessmentContent.Longest)] string? AlternativesTried = null,
    [property: MaxLength(AssessmentContent.Longest)] string? AlternativesResult = null,
    [property: MaxLength(AssessmentContent.Longest)] string? Benefit = null,
    [property: MaxLength(AssessmentContent.Longest)] string? Risks = null,
    [property: MaxLength(AssessmentContent.Longest)] string? Safeguards = null,
    [property: MaxLength(AssessmentContent.Longest)] string? MaoriAsked = null,
    [property: MaxLength(AssessmentContent.Longest)] string? MaoriSaid = null,
    [property: MaxLength(AssessmentContent.Longest)] string? MaoriChanged = null,
    [property: MaxLength(AssessmentContent.Longest)] string? Sharing = null,
    [property: MaxLength(AssessmentContent.Longest)] string? Retention = null,
    [property: MaxLength(AssessmentContent.Longest)] string? Access = null,
    [property: MaxLength(AssessmentContent.Longest)] string? AccuracyEvidence = null,
    [property: MaxLength(AssessmentContent.Longest)] string? PublicSummary = null,
    [property: Range(1, AssessmentContent.MostMonths)] int? ReviewMonths = null
)
{
    public const int Longest = 4000;

    /// <summary>R44: no assessment stands longer without being looked at.</summary>
    public const int MostMonths = 12;

    public static AssessmentContent Empty { get; } = new();

    /// <summary>This with the parts that were sent in their place; blanks alone take a part out, what was not sent stays.</summary>
    public AssessmentContent With(AssessmentContent sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        return new(
            Text(Purpose, sent.Purpose),
            Text(HarmEvidence, sent.HarmEvidence),
            Text(AlternativesTried, sent.AlternativesTried),
            Text(AlternativesResult, sent.AlternativesResult),
            Text(Benefit, sent.Benefit),
            Text(Risks, sent.Risks),
            Text(Safeguards, sent.Safeguards),
            Text(MaoriAsked, sent.MaoriAsked),
            Text(MaoriSaid, sent.MaoriSaid),
            Text(MaoriChanged, sent.MaoriChanged),
            Text(Sharing, sent.Sharing),
            Text(Retention, sent.Retention),
            Text(Access, sent.Access),
            Text(AccuracyEvidence, sent.AccuracyEvidence),
            Text(PublicSummary, sent.PublicSummary),
            sent.ReviewMonths ?? ReviewMonths
        );

        static string? Text(string? was, string? sent) =>
            sent is null ? was
            : string.IsNullOrWhiteSpace(sent) ? null
            : sent.Trim();
    }

    /// <summary>Every part in the order in which it is read, by its field.</summary>
    public IReadOnlyList<AssessmentPart> Parts =>
        [
            new("purpose", "Purpose, and the harm that is to be lessened", Purpose),
            new("harmEvidence", "Evidence of that harm", HarmEvidence),
            new("alternativesTried", "Other means that were tried", AlternativesTried),
            new("alternativesResult", "What came of them, and why it is not enough", AlternativesResult),
            new("benefit", "Expected benefit, and how it is measured", Benefit),
            new("risks", "Risks to people", Risks),
            new("safeguards", "Safeguards, and what risk is left", Safeguards),
            new("maoriAsked", "Effect on Māori: who was asked", MaoriAsked),
            new("maoriSaid", "Effect on Māori: what they said", MaoriSaid),
            new("maoriChanged", "Effect on Māori: what was changed", MaoriChanged),
            new("sharing", "Sharing", Sharing),
            new("retention", "How long things are kept", Retention),
            new("access", "Who sees what, and how people get at what is held of them", Access),
            new("accuracyEvidence", "Evidence of accuracy", AccuracyEvidence),
            new("publicSummary", "Summary for customers", PublicSummary),
            new("reviewMonths", "Months until it is reviewed", ReviewMonths?.ToString(CultureInfo.InvariantCulture)),
        ];

    /// <summary>All parts that are missing at once; null when none is.</summary>
    internal Refusal? WhyNotWhole()
    {
        var wrong = new WrongFields();
        foreach (var part in Parts.Where(part => part.Text is null))
        {
            wrong.Add(part.Field, "assessment-incomplete", $"{part.Field} is missing: {part.Heading}.");
        }

        return wrong.Refusal;
    }

    /// <summary>What this says otherwise than a version before it.</summary>
    internal IReadOnlyList<AssessmentChange> ChangesSince(AssessmentContent before) =>
        [
            .. Parts
                .Zip(before.Parts)
                .Where(pair => pair.First.Text != pair.Second.Text)
                .Select(pair => new AssessmentChange(pair.First.Heading, pair.Second.Text ?? "", pair.First.Text ?? "")),
        ];
}

/// <param name="Field">As the API calls it.</param>
/// <param name="Text">Null where it is not written yet.</param>
public sealed record AssessmentPart(string Field, string Heading, string? Text);

/// <param name="What">Which part, in words.</param>
public sealed record AssessmentChange(string What, string Before, string After);
