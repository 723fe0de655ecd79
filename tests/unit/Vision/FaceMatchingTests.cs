using System.Numerics.Tensors;
using RetailGuard.Matching;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>From picture to score on real faces: the facts that the demo rests on.</summary>
public class FaceMatchingTests(FaceEngineFixture faces) : IClassFixture<FaceEngineFixture>
{
    [Theory]
    [InlineData('A')]
    [InlineData('B')]
    public void Every_two_pictures_of_a_person_in_good_light_reach_the_alert_floor(char subject)
    {
        var templates = TestMedia.Portraits(subject).Select(Template).ToList();

        Pairs(templates, templates).ShouldAllBe(score => score >= ScoreScale.AlertFloor);
    }

    [Fact]
    public void Most_pairs_of_all_subjects_reach_the_alert_floor_though_some_are_in_profile_or_covered()
    {
        var scores = TestMedia.Subjects.SelectMany(subject =>
        {
            var templates = TestMedia.Portraits(subject).Select(Template).ToList();
            return Pairs(templates, templates);
        });

        scores.Average(score => score >= ScoreScale.AlertFloor ? 1 : 0).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void One_frame_of_a_film_finds_the_man_in_all_frames_of_another_film()
    {
        var enrolled = FilmTemplates(1, seconds: 10);
        var seen = FilmTemplates(2, seconds: 2);

        enrolled.Count.ShouldBeGreaterThanOrEqualTo(5);
        seen.Count.ShouldBeGreaterThanOrEqualTo(15);
        (from a in enrolled from b in seen select Score(a, b)).ShouldAllBe(score => score >= ScoreScale.AlertFloor);
    }

    [Fact]
    public void Nobody_in_the_group_photographs_and_no_other_subject_reaches_the_alert_floor()
    {
        var subjects = TestMedia.Subjects.ToDictionary(s => s, s => TestMedia.Portraits(s).Select(Template).ToList());
        subjects['E'] = FilmTemplates(2, seconds: 5);
        var strangers = TestMedia.Groups.SelectMany(GroupTemplates).ToList();

        strangers.Count.ShouldBeGreaterThanOrEqualTo(22);
        foreach (var (subject, templates) in subjects)
        {
            var others = subjects.Where(s => s.Key != subject).SelectMany(s => s.Value).Concat(strangers);
            (from a in templates from b in others select Score(a, b)).ShouldAllBe(score => score < ScoreScale.AlertFloor);
        }
    }

    [Fact]
    public void A_template_has_norm_one_and_is_the_same_each_time_and_from_each_engine()
    {
        using var frame = TestMedia.Decode(TestMedia.Portraits('A')[0]);
        using var other = new FaceEngine(faces.Engine.Pack);
        var portrait = faces.Look(frame);
        var second = new float[portrait.Template.Length];
        other.Embed(frame, portrait.Landmarks, second);

        TensorPrimitives.Norm<float>(portrait.Template).ShouldBe(1, tolerance: 1e-5f);
        faces.Embed(frame, portrait.Landmarks).ShouldBe(portrait.Template);
        second.ShouldBe(portrait.Template);
    }

    [Fact]
    public void Two_threads_give_the_template_of_one()
    {
        using var frame = TestMedia.Decode(TestMedia.Portraits('A')[0]);
        using var threaded = new FaceEngine(faces.Engine.Pack, new() { Threads = 2 });
        var portrait = faces.Look(frame);
        var template = new float[portrait.Template.Length];
        threaded.Embed(frame, portrait.Landmarks, template);

        TensorPrimitives.Dot<float>(template, portrait.Template).ShouldBe(1, tolerance: 1e-4f);
    }

    private float[] Template(string path)
    {
        using var frame = TestMedia.Decode(path);
        return faces.Look(frame).Template;
    }

    private List<float[]> GroupTemplates(string path)
    {
        using var frame = TestMedia.Decode(path);
        return [.. faces.Engine.Detect(frame).Select(face => faces.Embed(frame, faces.Engine.Locate(frame, face)))];
    }

    private List<float[]> FilmTemplates(int film, double seconds)
    {
        List<float[]> templates = [];
        foreach (var frame in TestMedia.Film(film, seconds))
        {
            using (frame)
            {
                templates.Add(faces.Look(frame).Template);
            }
        }

        return templates;
    }

    private IEnumerable<double> Pairs(List<float[]> left, List<float[]> right) =>
        from a in left
        from b in right
        where !ReferenceEquals(a, b)
        select Score(a, b);

    private double Score(float[] a, float[] b) => faces.Engine.Pack.Scale.Score(TensorPrimitives.Dot<float>(a, b));
}
