using RetailGuard.Foundation;

namespace RetailGuard.Assurance;

/// <summary>How an exam went.</summary>
/// <param name="Topics">Lessons to read again, in the course's order.</param>
internal sealed record ExamMark(bool Passed, int Right, int Of, IReadOnlyList<string> Topics);

/// <summary>The exam's rules (R48), as pure functions.</summary>
internal static class Exam
{
    public const int ValidMonths = 12;
    public const int Tries = 3;
    public static readonly TimeSpan TriesWithin = TimeSpan.FromHours(1);

    /// <summary>Marks a full set of answers.</summary>
    /// <param name="answers">Choice by question.</param>
    public static Result<ExamMark> Mark(Course course, IReadOnlyDictionary<string, string?> answers)
    {
        var missing = course.Key.Where(q => answers.GetValueOrDefault(q.Id) is null).Select(q => q.Id).ToList();
        if (missing.Count > 0)
        {
            return Refusal.Invalid("answers-missing", $"Every question needs an answer. Missing: {string.Join(", ", missing)}.");
        }

        if (answers.Count > course.Key.Count)
        {
            return Refusal.Invalid("question-unknown", "answers names a question that the course does not have.");
        }

        var questions = course.Texts["en"].Questions;
        if (questions.FirstOrDefault(q => q.Choices.All(c => c.Id != answers[q.Id])) is { } odd)
        {
            return Refusal.Invalid(
                "choice-unknown",
                $"The answer to {odd.Id} must be one of: {string.Join(", ", odd.Choices.Select(c => c.Id))}."
            );
        }

        var wrong = course.Key.Where(q => answers[q.Id] != q.Right).ToList();
        var right = course.Key.Count - wrong.Count;
        return new ExamMark(
            Passed: right >= course.PassAt && !wrong.Exists(q => q.Critical),
            right,
            course.Key.Count,
            [.. wrong.Select(q => q.Lesson).Distinct()]
        );
    }

    /// <summary>When the next try may be made; null when it may be made now.</summary>
    /// <param name="failedAt">The person's failed tries, in any order.</param>
    public static DateTimeOffset? LockedUntil(IEnumerable<DateTimeOffset> failedAt, DateTimeOffset now)
    {
        var recent = failedAt.Where(at => at + TriesWithin > now).OrderDescending().Take(Tries).ToList();
        return recent.Count < Tries ? null : recent[^1] + TriesWithin;
    }

    /// <summary>Twelve calendar months; from a 29 February to the 28th.</summary>
    public static DateTimeOffset ValidUntil(DateTimeOffset passedAt) => passedAt.AddMonths(ValidMonths);
}
