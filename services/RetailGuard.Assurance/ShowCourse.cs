using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Assurance;

/// <summary>The lessons and the questions, without what is right.</summary>
internal static class ShowCourse
{
    public sealed record CourseView(
        string Version,
        string Lang,
        bool AwaitingReview,
        IReadOnlyList<Lesson> Lessons,
        IReadOnlyList<Question> Questions,
        int PassAt,
        int ValidMonths
    );

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/training/course", Run).AllowAllRoles();

    private static Answer<Ok<CourseView>> Run(string? lang)
    {
        var (course, language) = (Course.Current, lang ?? "en");
        return course.Texts.TryGetValue(language, out var text)
            ? TypedResults.Ok(
                new CourseView(course.Version, language, text.AwaitingReview, text.Lessons, text.Questions, course.PassAt, Exam.ValidMonths)
            )
            : Refusal.Invalid("lang-unknown", $"lang must be one of: {string.Join(", ", course.Texts.Keys)}.");
    }
}
