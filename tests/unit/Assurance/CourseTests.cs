using RetailGuard.Assurance;

namespace RetailGuard.Tests.Unit.Assurance;

/// <summary>The course's content holds together in every language (R48).</summary>
[Trait("Rule", "R48")]
public sealed class CourseTests
{
    private static readonly Course Course = Course.Current;

    public static TheoryData<string> Languages => [.. Course.Texts.Keys];

    [Fact]
    public void The_course_is_in_english_and_te_reo_maori() => Course.Texts.Keys.ShouldBe(["en", "mi"]);

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_every_lesson_question_and_choice_in_the_same_order(string language)
    {
        var (english, text) = (Course.Texts["en"], Course.Texts[language]);

        text.Lessons.Select(l => l.Id).ShouldBe(english.Lessons.Select(l => l.Id));
        text.Lessons.Select(l => l.Text.Count).ShouldBe(english.Lessons.Select(l => l.Text.Count));
        text.Questions.Select(q => q.Id).ShouldBe(Course.Key.Select(q => q.Id));
        text.Questions.ShouldAllBe(q => q.Choices.Select(c => c.Id).SequenceEqual(new[] { "a", "b", "c" }));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Nothing_is_empty_or_said_twice(string language)
    {
        var text = Course.Texts[language];
        string[] all =
        [
            .. text.Lessons.SelectMany(l => l.Text.Prepend(l.Title)),
            .. text.Questions.SelectMany(q => q.Choices.Select(c => c.Text).Prepend(q.Text)),
        ];

        all.ShouldAllBe(t => !string.IsNullOrWhiteSpace(t));
        all.ShouldBeUnique();
    }

    [Fact]
    public void What_is_right_can_be_chosen_and_is_taught_and_some_of_it_is_critical()
    {
        var text = Course.Texts["en"];

        foreach (var (question, key) in text.Questions.Zip(Course.Key))
        {
            question.Choices.ShouldContain(c => c.Id == key.Right);
            text.Lessons.ShouldContain(l => l.Id == key.Lesson);
        }

        text.Lessons.ShouldAllBe(l => Course.Key.Any(q => q.Lesson == l.Id));
        Course.Key.Count(q => q.Critical).ShouldBeGreaterThanOrEqualTo(3);
        Course.PassAt.ShouldBe(8);
    }

    [Fact]
    public void No_one_letter_passes()
    {
        foreach (var letter in (string[])["a", "b", "c"])
        {
            var answers = Course.Key.ToDictionary(q => q.Id, string? (_) => letter);
            Exam.Mark(Course, answers).Expect().Passed.ShouldBeFalse();
        }
    }

    [Fact]
    public void Lessons_are_written_in_short_sentences()
    {
        foreach (var paragraph in Course.Texts["en"].Lessons.SelectMany(l => l.Text))
        {
            paragraph.Split('.', '?', '!', ':').ShouldAllBe(s => s.Split(' ').Length <= 25);
        }
    }
}
