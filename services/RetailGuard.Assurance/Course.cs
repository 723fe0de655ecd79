using System.Text.Json;

namespace RetailGuard.Assurance;

internal sealed record Lesson(string Id, string Title, IReadOnlyList<string> Text);

internal sealed record Choice(string Id, string Text);

internal sealed record Question(string Id, string Text, IReadOnlyList<Choice> Choices);

/// <summary>The course in one language.</summary>
/// <param name="AwaitingReview">The translation has not been read by a certified translator yet; screens say so.</param>
internal sealed record CourseText(bool AwaitingReview, IReadOnlyList<Lesson> Lessons, IReadOnlyList<Question> Questions);

/// <summary>What is right in every language. Never leaves the server.</summary>
/// <param name="Lesson">Where the answer is taught.</param>
/// <param name="Right">Id of the right choice.</param>
/// <param name="Critical">A wrong answer fails the exam, whatever the others are.</param>
internal sealed record QuestionKey(string Id, string Lesson, string Right, bool Critical);

/// <summary>The training course and its exam (R48), as built into this version of the product.</summary>
internal sealed class Course
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    private Course(KeyFile key, IReadOnlyDictionary<string, CourseText> texts) =>
        (Version, Key, Texts, PassAt) = (
            key.Version,
            key.Questions,
            texts,
            (int)Math.Ceiling(key.Questions.Count * key.PassPercent / 100.0)
        );

    public static Course Current { get; } = new(Read<KeyFile>("key"), new[] { "en", "mi" }.ToDictionary(lang => lang, Read<CourseText>));

    /// <summary>Changes with every change of the content: an exam counts for the course that was read.</summary>
    public string Version { get; }

    /// <summary>In the order in which the questions are asked.</summary>
    public IReadOnlyList<QuestionKey> Key { get; }

    /// <summary>By language: <c>en</c>, <c>mi</c>.</summary>
    public IReadOnlyDictionary<string, CourseText> Texts { get; }

    /// <summary>So many right answers pass, when no critical question is among the wrong ones.</summary>
    public int PassAt { get; }

    private static T Read<T>(string name)
    {
        using var file = typeof(Course).Assembly.GetManifestResourceStream($"{name}.json")!;
        return JsonSerializer.Deserialize<T>(file, Json)!;
    }

    private sealed record KeyFile(string Version, int PassPercent, IReadOnlyList<QuestionKey> Questions);
}
