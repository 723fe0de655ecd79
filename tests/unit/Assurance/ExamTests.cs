using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Assurance;

namespace RetailGuard.Tests.Unit.Assurance;

/// <summary>The exam's rules as pure functions (R48).</summary>
[Trait("Rule", "R48")]
public sealed class ExamTests
{
    private static readonly Course Course = Course.Current;
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_exam_is_passed_exactly_with_enough_right_and_every_critical_one_among_them()
    {
        // Every way to be right or wrong at each question.
        for (var pattern = 0; pattern < 1 << Course.Key.Count; pattern++)
        {
            var wrong = Course.Key.Where((_, i) => (pattern >> i & 1) == 1).ToHashSet();
            var mark = Exam.Mark(Course, Course.Key.ToDictionary(q => q.Id, string? (q) => wrong.Contains(q) ? Other(q) : q.Right))
                .Expect();

            mark.Right.ShouldBe(Course.Key.Count - wrong.Count);
            mark.Passed.ShouldBe(wrong.Count <= 2 && !wrong.Any(q => q.Critical));
            mark.Topics.ShouldBe(wrong.Select(q => q.Lesson).Distinct(), ignoreOrder: true);
        }
    }

    [Fact]
    public void An_answer_of_null_is_missing()
    {
        var answers = Course.Key.ToDictionary(q => q.Id, string? (q) => q.Right);
        answers["not-me"] = null;

        Exam.Mark(Course, answers).Succeeded(out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("answers-missing");
    }

    [Theory]
    [InlineData("2026-11-23", "2027-11-23")]
    [InlineData("2027-02-28", "2028-02-28")]
    [InlineData("2028-02-28", "2029-02-28")]
    [InlineData("2028-02-29", "2029-02-28")]
    [InlineData("2027-12-31", "2028-12-31")]
    public void A_certificate_is_good_for_twelve_calendar_months_to_the_millisecond(string passed, string until)
    {
        var at = DateTimeOffset.Parse($"{passed}T03:30:00.123Z");
        var certificate = new Certificate(at, Exam.ValidUntil(at));

        certificate.ValidUntil.ShouldBe(DateTimeOffset.Parse($"{until}T03:30:00.123Z"));
        certificate.IsValidAt(at).ShouldBeTrue();
        certificate.IsValidAt(certificate.ValidUntil.AddMilliseconds(-1)).ShouldBeTrue();
        certificate.IsValidAt(certificate.ValidUntil).ShouldBeFalse();
    }

    [Fact]
    public void No_four_failed_tries_ever_lie_within_an_hour_and_nobody_waits_longer_than_one() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                minutes =>
                {
                    // Somebody tries again and again, so many minutes after the last time, and fails whenever they are let in.
                    var (now, failed) = (Noon, new List<DateTimeOffset>());
                    foreach (var wait in minutes)
                    {
                        now += TimeSpan.FromMinutes(wait % 45);
                        if (Exam.LockedUntil(failed, now) is not { } until)
                        {
                            failed.Add(now);
                        }
                        else
                        {
                            until.ShouldBeInRange(now.AddTicks(1), now.AddHours(1));
                            Exam.LockedUntil(failed, until).ShouldBeNull();
                        }
                    }

                    failed.Zip(failed.Skip(3)).ShouldAllBe(pair => pair.Second - pair.First >= TimeSpan.FromHours(1));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Two_failed_tries_lock_nothing() => Exam.LockedUntil([Noon, Noon], Noon).ShouldBeNull();

    private static string Other(QuestionKey question) =>
        Course.Texts["en"].Questions.Single(q => q.Id == question.Id).Choices.First(c => c.Id != question.Right).Id;
}
