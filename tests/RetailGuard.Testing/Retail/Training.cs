using RetailGuard.Assurance;

namespace RetailGuard.Testing;

/// <summary>Takes the exam over the real route.</summary>
public static class Training
{
    public static string Version => Course.Current.Version;

    /// <summary>The right choice by question.</summary>
    public static Dictionary<string, string> RightAnswers() => Course.Current.Key.ToDictionary(q => q.Id, q => q.Right);

    /// <summary>The right choices but for these questions.</summary>
    public static Dictionary<string, string> WrongAt(params string[] questions)
    {
        var answers = RightAnswers();
        foreach (var question in questions)
        {
            answers[question] = Course
                .Current.Texts["en"]
                .Questions.Single(q => q.Id == question)
                .Choices.First(c => c.Id != answers[question])
                .Id;
        }

        return answers;
    }

    public static Task<Answer> PassAsync(Api person) => TakeAsync(person, RightAnswers());

    public static Task<Answer> TakeAsync(Api person, IReadOnlyDictionary<string, string> answers) =>
        person.PostAsync("/api/training/exam", new { version = Version, answers });
}
