using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>One sitting of the exam, marked at once (R48). A failed one takes away no certificate that is still valid.</summary>
internal static class TakeExam
{
    public sealed record Request([property: MaxLength(40)] string Version, IReadOnlyDictionary<string, string?> Answers);

    /// <param name="PassAt">Right answers that are needed; some questions must be right in any case.</param>
    /// <param name="Topics">Lessons to read again.</param>
    /// <param name="Certificate">The person's certificate as it is now.</param>
    public sealed record ExamResult(
        bool Passed,
        int Right,
        int Of,
        int PassAt,
        IReadOnlyList<string> Topics,
        SessionCertificate? Certificate
    );

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/training/exam", RunAsync).AllowAllRoles();

    private static async Task<Answer<Ok<ExamResult>>> RunAsync(
        Request request,
        Caller caller,
        Database database,
        ITrainingStatus status,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var course = Course.Current;
        if (request.Version != course.Version)
        {
            return Refusal.Conflict("course-changed", "The course has changed since it was opened. Read it again, then take the exam.");
        }

        if (!Exam.Mark(course, request.Answers).Succeeded(out var mark, out var unmarked))
        {
            return unmarked;
        }

        await using var db = database.Of(caller.Tenant);

        // One look for the count and the number: a try that another exam adds meanwhile takes this one's number.
        var tries = await db.Set<ExamTry>().AsNoTracking().Where(t => t.PersonId == caller.Person).ToListAsync(cancellation);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var since = now - Exam.TriesWithin;
        var failed = tries.Where(t => t.ValidUntil is null && t.At > since).Select(t => t.At).ToList();
        if (Exam.LockedUntil(failed, now) is { } until)
        {
            return Locked(until - now);
        }

        var sat = new ExamTry
        {
            Tenant = caller.Tenant,
            PersonId = caller.Person,
            Number = 1 + tries.Select(t => t.Number).DefaultIfEmpty().Max(),
            At = now,
            CourseVersion = course.Version,
            Right = mark.Right,
            Of = mark.Of,
            ValidUntil = mark.Passed ? Exam.ValidUntil(now) : null,
        };
        db.Add(sat);
        try
        {
            var detail = new
            {
                sat.Number,
                sat.CourseVersion,
                sat.Right,
                sat.Of,
                mark.Passed,
            };
            await audit.CommitAsync(
                db,
                caller.Tenant,
                [new(caller.Actor, "training.exam", caller.Person.ToString(), detail)],
                cancellation
            );
        }
        catch (DbUpdateException e) when (e.Entries.Any(entry => entry.Entity == sat))
        {
            // Two at one moment: the tries that were counted above are not all there are.
            return Refusal.Conflict(
                "exam-twice",
                "The exam was handed in twice at the same moment. The other one counts; look at its result."
            );
        }

        var certificate = await status.OfAsync(caller.Tenant, caller.Person, cancellation);
        return TypedResults.Ok(new ExamResult(mark.Passed, mark.Right, mark.Of, course.PassAt, mark.Topics, certificate));
    }

    private static Refusal Locked(TimeSpan wait) =>
        new(
            "exam-locked",
            $"Not passed {Exam.Tries} times within an hour. Read the lessons again, and wait {Math.Ceiling(wait.TotalMinutes):0} minutes.",
            RefusalKind.LockedOut
        );
}
