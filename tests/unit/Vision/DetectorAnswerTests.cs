using System.Text.Json.Nodes;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>What is read out of a detector's and an embedder's numbers, also when they are no numbers.</summary>
public sealed class DetectorAnswerTests : IDisposable
{
    private const int UltrafacePlaces = 4420;
    private readonly PackFolder _folder = new();
    private readonly Frame _frame = Frame.Rent(640, 480);

    [Fact]
    public void Ultraface_boxes_are_shares_of_the_input()
    {
        var (scores, boxes) = (new float[2 * UltrafacePlaces], new float[4 * UltrafacePlaces]);
        scores[21] = 0.9f;
        new[] { 0.25f, 0.5f, 0.5f, 0.75f }.CopyTo(boxes, 40);
        PutUltraface(scores, boxes);

        using var engine = new FaceEngine(_folder.Load());

        engine.Detect(_frame).ShouldHaveSingleItem().ShouldBe(new(new(160, 240, 160, 120), 0.9f));
    }

    [Theory]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(0.9f, float.NaN)]
    [InlineData(0.9f, float.PositiveInfinity)]
    [InlineData(0.9f, -1f)]
    public void Answers_that_are_no_box_are_no_face(float score, float right)
    {
        var (scores, boxes) = (new float[2 * UltrafacePlaces], new float[4 * UltrafacePlaces]);
        scores[1] = score;
        new[] { 0.25f, 0.25f, right, 0.75f }.CopyTo(boxes, 0);
        PutUltraface(scores, boxes);

        using var engine = new FaceEngine(_folder.Load());

        engine.Detect(_frame).ShouldBeEmpty();
    }

    [Fact]
    public void Yunet_gives_boxes_and_the_five_points_with_them()
    {
        var outputs = new Dictionary<string, float[]>();
        foreach (var (stride, cells) in new[] { (8, 6400), (16, 1600), (32, 400) })
        {
            foreach (var (kind, values) in new[] { ("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10) })
            {
                outputs[$"{kind}_{stride}"] = new float[values * cells];
            }
        }

        // Row 3, column 5 of the cells of 32 pixels: centre (176, 112), 128 × 192, points one cell apart on a diagonal.
        const int Cell = (3 * 20) + 5;
        (outputs["cls_32"][Cell], outputs["obj_32"][Cell]) = (0.81f, 1.2f);
        new[] { 0.5f, 0.5f, MathF.Log(4), MathF.Log(6) }.CopyTo(outputs["bbox_32"], 4 * Cell);
        new float[] { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4 }.CopyTo(outputs["kps_32"], 10 * Cell);
        _folder.Manifest["detector"]!["kind"] = "yunet";
        _folder.Manifest["detector"]!["input"] = JsonNode.Parse("""{"width":640,"height":640,"channels":"bgr","mean":0,"scale":1}""");
        _folder.Manifest["landmarks"] = JsonNode.Parse("""{"kind":"detector"}""");
        _folder.Put("detector", TinyNetwork.Constant([1, 3, 640, 640], outputs));

        using var engine = new FaceEngine(_folder.Load());
        var face = engine.Detect(_frame).ShouldHaveSingleItem();

        face.Score.ShouldBe(0.9f, tolerance: 1e-6f);
        (face.Box.X, face.Box.Y).ShouldBe((112, 16));
        face.Box.Width.ShouldBe(128, tolerance: 1e-3f);
        face.Box.Height.ShouldBe(192, tolerance: 1e-3f);
        engine.Locate(_frame, face).ShouldBe(new(new(160, 96), new(192, 128), new(224, 160), new(256, 192), new(288, 224)));
        Should.Throw<ArgumentException>(() => engine.Locate(_frame, new(face.Box, 1)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0f)]
    [InlineData(float.PositiveInfinity)]
    public void An_embedding_without_a_finite_norm_is_refused_and_leaves_no_template(float value)
    {
        var answer = new Dictionary<string, float[]> { ["out"] = [.. Enumerable.Repeat(value, 512)] };
        _folder.Put("embedder", TinyNetwork.Constant([1, 3, 112, 112], answer));
        using var engine = new FaceEngine(_folder.Load());
        var template = new float[512];

        Should.Throw<InvalidOperationException>(() =>
            engine.Embed(_frame, new(new(1, 1), new(9, 1), new(5, 5), new(2, 9), new(8, 9)), template)
        );
        template.ShouldAllBe(v => v == 0);
    }

    public void Dispose()
    {
        _frame.Dispose();
        _folder.Dispose();
    }

    private void PutUltraface(float[] scores, float[] boxes) =>
        _folder.Put(
            "detector",
            TinyNetwork.Constant([1, 3, 240, 320], new Dictionary<string, float[]> { ["scores"] = scores, ["boxes"] = boxes })
        );
}
