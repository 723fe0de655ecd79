using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Watchlists;

/// <summary>One template of a person out of what a pack saw on their photographs.</summary>
[Trait("Rule", "R4")]
public sealed class PersonTemplateTests
{
    private static readonly Refusal Blurred = Refusal.Invalid("photo-sharpness", "The face is blurred.");
    private static readonly EmbeddingSpace Space = new("space", 3);

    [Fact]
    public void One_photograph_is_its_own_template()
    {
        var made = Of(Face(0.6f, 0.8f, 0, quality: 0));

        made.Refusal.ShouldBeNull();
        made.Template.ShouldNotBeNull().ShouldBe([0.6f, 0.8f, 0], tolerance: 1e-6);
    }

    [Fact]
    public void The_better_photograph_weighs_more()
    {
        var made = Of(Face(1, 0, 0, quality: 0.8f), Face(0.6f, 0.8f, 0, quality: 0.2f));

        // (0.8 + 0.12, 0.16) brought to length 1.
        made.Template.ShouldNotBeNull().ShouldBe([0.9852f, 0.1713f, 0], tolerance: 1e-4);
    }

    [Fact]
    public void Photographs_that_the_gate_refused_are_left_out()
    {
        var made = Of(Blurred, Face(0.6f, 0.8f, 0), Blurred);

        made.Refusal.ShouldBeNull();
        made.Template.ShouldNotBeNull().ShouldBe([0.6f, 0.8f, 0], tolerance: 1e-6);
    }

    [Fact]
    public void Without_any_that_passed_there_is_a_refusal_and_no_template()
    {
        Of(Blurred).ShouldBe(new(Space, null, Blurred));

        var none = Of(Refusal.Invalid("photo-pose", "The face looks away."), Blurred);
        none.Template.ShouldBeNull();
        none.Refusal.ShouldBe(Refusal.Invalid("photo-pose", "Photograph 1: The face looks away."));
    }

    [Fact]
    public void Of_several_the_one_unlike_the_others_is_named_by_its_place_among_all()
    {
        var made = Of(Blurred, Face(1, 0, 0), Face(0, 1, 0), Face(0.96f, 0, 0.28f));

        made.Template.ShouldBeNull();
        var refusal = made.Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe("photos-differ");
        refusal.Detail.ShouldStartWith("Photograph 3 does not look like the person on the others.");

        Of(Face(1, 0, 0), Blurred, Face(0, 1, 0))
            .Refusal.ShouldNotBeNull()
            .Detail.ShouldStartWith("Photograph 3 does not look like the person on photograph 1.");
    }

    [Theory]
    [InlineData(0.99f, true)]
    [InlineData(0.9f, false)]
    public void A_picture_and_its_copy_are_told_from_two_pictures(float cosine, bool isTwice)
    {
        SeenFace[] photos = [Seen(0, 0, 1), Seen(1, 0, 0), Seen(cosine, MathF.Sqrt(1 - (cosine * cosine)), 0)];

        var refusal = PersonTemplate.FindTwice(photos);

        (refusal?.Code).ShouldBe(isTwice ? "photo-twice" : null);
        (refusal?.Detail.StartsWith("Photograph 3 is the same picture as photograph 2.", StringComparison.Ordinal)).ShouldBe(
            isTwice ? true : null
        );
    }

    private static FaceView Of(params Result<SeenFace>[] photos) => PersonTemplate.Of(Space, photos);

    private static Result<SeenFace> Face(float x, float y, float z, float quality = 1) => Seen(x, y, z, quality);

    private static SeenFace Seen(float x, float y, float z, float quality = 1) => new(default, [x, y, z], quality);
}
