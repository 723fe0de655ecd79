using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Notices;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>Every version of the assessment, to read and to print.</summary>
internal static class ReadAssessments
{
    /// <param name="Approved">By both, or by the first alone while the second is missing.</param>
    /// <param name="ApprovedAt">Since when both have; null while they have not.</param>
    /// <param name="Returned">Who sent it back; null when nobody did.</param>
    /// <param name="Changes">Since the version before.</param>
    public sealed record AssessmentVersionView(
        int Version,
        Named SubmittedBy,
        DateTimeOffset SubmittedAt,
        string? Review,
        IReadOnlyList<Named> Approved,
        DateTimeOffset? ApprovedAt,
        DateTimeOffset? ReviewBy,
        Named? Returned,
        string? ReturnedWhy,
        IReadOnlyList<WriteAssessment.SettingView> Settings,
        IReadOnlyList<AssessmentChange> Changes
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/assessment/versions", ListAsync).AllowRoles(WriteAssessment.Readers);
        routes.MapGet("/api/assessment/versions/{version}/assessment.pdf", PrintAsync).AllowRoles(WriteAssessment.Readers);
    }

    /// <summary>All versions with what each changed, the newest first.</summary>
    private static async Task<Ok<List<AssessmentVersionView>>> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var versions = await db.Set<AssessmentVersion>().AsNoTracking().OrderByDescending(v => v.Version).ToListAsync(cancellation);
        var names = await WriteAssessment.NamesAsync(db, versions, cancellation);
        return TypedResults.Ok(versions.Select(View).ToList());

        AssessmentVersionView View(AssessmentVersion v, int i) =>
            new(
                v.Version,
                names[v.SubmittedBy],
                v.SubmittedAt,
                v.Review,
                [.. new[] { v.FirstApprover, v.SecondApprover }.OfType<PersonId>().Select(person => names[person])],
                v.ApprovedAt,
                v.ReviewBy,
                v.ReturnedBy is { } by ? names[by] : null,
                v.ReturnedWhy,
                [.. v.Settings.Select(setting => new WriteAssessment.SettingView(setting.Key, setting.Value, setting.Value))],
                i + 1 < versions.Count ? v.Content.ChangesSince(versions[i + 1].Content) : []
            );
    }

    /// <summary>A version as a file to print or to send: what it says, what it was approved with, and by whom.</summary>
    private static async Task<Answer<PdfFile>> PrintAsync(int version, Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        if (await db.Set<AssessmentVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Version == version, cancellation) is not { } found)
        {
            return Refusal.NotFound("version");
        }

        var names = await WriteAssessment.NamesAsync(db, [found], cancellation);
        var retailer = await db.Set<Tenant>().Where(t => t.Id == caller.Tenant).Select(t => t.Name).SingleAsync(cancellation);
        var approved = found.ApprovedAt is { } at
            ? $"Approved on {Day(at)} by {names[found.FirstApprover!.Value].Name} and {names[found.SecondApprover!.Value].Name}. To be reviewed by {Day(found.ReviewBy!.Value)}."
            : "Not approved by two people.";
        var settings = string.Join("; ", found.Settings.Select(setting => $"{setting.Key} {setting.Value}"));
        var text = new NoticeText(
            "en",
            $"Privacy impact and proportionality assessment: {retailer}",
            $"Version {found.Version}, submitted on {Day(found.SubmittedAt)} by {names[found.SubmittedBy].Name}. {approved} Assessed with: {settings}.",
            [
                .. found.Review is { } review ? Section("What the review found", review) : [],
                .. found.Content.Parts.SelectMany(part => Section(part.Heading, part.Text ?? "")),
            ]
        );
        return new PdfFile(
            $"assessment-version-{found.Version}.pdf",
            PrintedText.Pages(text, $"{retailer} · assessment, version {found.Version}")
        );

        static string Day(DateTimeOffset at) => NewZealand.DayOf(at).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<NoticeSection> Section(string heading, string text) =>
        PublicAssessment.ParagraphsOf(text).Select((paragraph, i) => new NoticeSection(heading, i == 0 ? heading : "", paragraph));
}
