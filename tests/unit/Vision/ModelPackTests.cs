using System.Text.Json.Nodes;
using RetailGuard.Matching;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

public class ModelPackTests
{
    [Fact]
    public void The_default_pack_loads_with_its_space_scale_and_card()
    {
        var pack = ModelPack.LoadNamed();

        pack.Name.ShouldBe("faceplugin");
        pack.Licence.ShouldBe("MIT");
        pack.Space.ShouldBe(new EmbeddingSpace("faceplugin-fr-feature-bgr-1", 512));
        pack.FusedPenalty.ShouldBe(0.02);
        pack.Card.TrainingData.ShouldNotBeEmpty();
        pack.Card.Limits.ShouldNotBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R2")]
    public void The_alert_floor_is_the_cosine_at_which_the_worst_measured_group_falsely_matches_once_in_a_million()
    {
        var scale = ModelPack.LoadNamed().Scale;

        scale.Score(0.61).ShouldBe(ScoreScale.AlertFloor, tolerance: 1e-9);
        ScoreScale.FalseMatchRate(scale.Score(0.52)).ShouldBe(1e-5, tolerance: 1e-10);
        scale.Cosine(100).ShouldBeGreaterThan(0.652, "Unmeasured rates must not be claimed at a lower cosine than the pooled interval.");
    }

    public static TheoryData<string, string, Action<JsonNode>> Faults =>
        new()
        {
            { "name", "lower-case", m => m["name"] = "Face Plugin" },
            { "space.dimension", "32 to 4096", m => m["space"]!["dimension"] = 3 },
            { "a part is missing", "detector", m => m.AsObject().Remove("detector") },
            { "the card is missing", "card", m => m.AsObject().Remove("card") },
            { "the card is silent", "card.trainingData", m => m["card"]!["trainingData"] = " " },
            { "the card has no limits", "card.limits", m => m["card"]!["limits"] = new JsonArray() },
            { "an unknown property", "colour", m => m["colour"] = "blue" },
            { "minScore", "between 0 and 1", m => m["detector"]!["minScore"] = 70 },
            { "reliablePixels", "4 to 200", m => m["detector"]!["reliablePixels"] = 0 },
            { "input size", "32 to 2048", m => m["detector"]!["input"]!["width"] = 20_000 },
            { "input scale", "above 0", m => m["embedder"]!["input"]!["scale"] = 0 },
            { "embedder size", "112×112", m => m["embedder"]!["input"]!["width"] = 96 },
            { "embedder channels", "rgb or bgr", m => m["embedder"]!["input"]!["channels"] = "grey" },
            { "points68 without a file", "needs file", m => m["landmarks"]!.AsObject().Remove("file") },
            { "points by ultraface", "must be points68", m => m["landmarks"] = new JsonObject { ["kind"] = "detector" } },
            { "sha256", "64 lower-case hex digits", m => m["embedder"]!["file"]!["sha256"] = "ABC" },
            { "path leaves its folder", "must stay within", m => m["embedder"]!["file"]!["path"] = "../../secret.onnx" },
            { "path is absolute", "must stay within", m => m["embedder"]!["file"]!["path"] = "/etc/passwd" },
            { "npm without a version", "exact version", m => m["embedder"]!["file"]!["npm"] = "faces@latest" },
            { "npm leaves its folder", "package@version", m => m["embedder"]!["file"]!["npm"] = "../faces@1.0.0" },
            { "no source", "either url, or path", m => m["embedder"]!["file"]!.AsObject().Remove("path") },
            { "plain http", "must be https", m => m["embedder"]!["file"] = Url("http://models.example/a.onnx") },
            { "a file url", "must be https", m => m["embedder"]!["file"] = Url("file:///etc/passwd") },
            { "one calibration point", "at least two", m => m["calibration"]!["points"]!.AsArray().RemoveRange(1, 3) },
            { "rising error", "does not rise", m => m["calibration"]!["points"]![1]!["falseMatchRate"] = 0.5 },
            { "fusedPenalty", "0 to 0.2", m => m["calibration"]!["fusedPenalty"] = -1 },
            { "no evidence", "calibration.evidence", m => m["calibration"]!["evidence"] = "" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_manifest_with_a_fault_is_refused_with_what_and_why(string fault, string told, Action<JsonNode> change)
    {
        using var folder = new PackFolder();
        change(folder.Manifest);

        var refusal = Should.Throw<ModelPackException>(folder.Load, fault);

        refusal.Code.ShouldBe("manifest-invalid");
        refusal.Message.ShouldContain(told);
    }

    [Theory]
    [InlineData("ageEstimator")]
    [InlineData("gender")]
    [InlineData("emotion")]
    [InlineData("ethnicity")]
    [Trait("Rule", "R5")]
    public void A_pack_cannot_bring_a_model_that_infers_more_than_identity(string part)
    {
        using var folder = new PackFolder();
        folder.Manifest[part] = folder.Manifest["embedder"]!.DeepClone();
        Should.Throw<ModelPackException>(folder.Load).Code.ShouldBe("manifest-invalid");

        folder.Manifest.AsObject().Remove(part);
        folder.Manifest["embedder"]!["kind"] = part;
        Should.Throw<ModelPackException>(folder.Load).Code.ShouldBe("manifest-invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    public void A_file_that_is_no_manifest_is_refused(string json)
    {
        using var folder = new PackFolder();
        var path = folder.WriteManifest(json);

        Should.Throw<ModelPackException>(() => ModelPack.Load(path)).Code.ShouldBe("manifest-invalid");
    }

    [Fact]
    public void A_manifest_that_is_not_there_is_refused_with_its_path()
    {
        var refusal = Should.Throw<ModelPackException>(() => ModelPack.LoadNamed("no-such-pack"));

        refusal.Code.ShouldBe("manifest-missing");
        refusal.Message.ShouldContain("no-such-pack");
    }

    [Theory]
    [InlineData("CC-BY-NC-4.0")]
    [InlineData("LicenseRef-insightface-non-commercial")]
    [InlineData("AGPL-3.0-only")]
    [InlineData("mit")]
    [InlineData("")]
    [Trait("Rule", "R53")]
    public void A_model_without_an_approved_licence_does_not_load(string licence)
    {
        using var folder = new PackFolder();
        folder.Manifest["landmarks"]!["file"]!["licence"] = licence;

        var refusal = Should.Throw<ModelPackException>(folder.Load);

        refusal.Code.ShouldBe("model-licence-unapproved");
        refusal.Message.ShouldContain("Apache-2.0");
    }

    [Fact]
    public void Files_beside_the_manifest_load()
    {
        using var folder = new PackFolder();
        foreach (var part in new[] { "detector", "landmarks", "embedder" })
        {
            folder.Put(part, folder.Network(part));
        }

        folder.Load().Name.ShouldBe("faceplugin");
    }

    [Fact]
    public void A_missing_file_is_refused_with_what_to_do()
    {
        using var folder = new PackFolder();
        var packaged = folder.Manifest["embedder"]!["file"]!.DeepClone();
        File.Delete(folder.Put("embedder", [1, 2, 3]));
        Told("Put the file beside the manifest");

        folder.Manifest["embedder"]!["file"] = Url("https://models.example/a.onnx");
        Told("vision fetch");

        folder.Manifest["embedder"]!["file"] = packaged;
        packaged["path"] = "model/gone.onnx";
        Told("npm ci");

        void Told(string remedy)
        {
            var refusal = Should.Throw<ModelPackException>(folder.Load);
            refusal.Code.ShouldBe("model-missing");
            refusal.Message.ShouldContain(remedy);
        }
    }

    [Fact]
    public void A_file_with_a_single_changed_bit_is_refused_at_every_load()
    {
        using var folder = new PackFolder();
        var network = folder.Network("embedder");
        var path = folder.Put("embedder", network);
        folder.Load();
        network[network.Length / 2] ^= 1;
        File.WriteAllBytes(path, network);

        Should.Throw<ModelPackException>(folder.Load).Code.ShouldBe("model-hash-wrong");
    }

    [Fact]
    public void A_network_that_does_not_fit_its_manifest_is_refused()
    {
        using var folder = new PackFolder();
        folder.Put("embedder", "no network"u8.ToArray());
        Told("embedder");

        folder.Put("embedder", TinyNetwork.Constant([1, 3, 64, 64], new Dictionary<string, float[]> { ["out"] = new float[512] }));
        Told("112");

        folder.Put("embedder", TinyNetwork.Constant([1, 3, 112, 112], new Dictionary<string, float[]> { ["out"] = new float[128] }));
        Told("512 values");

        folder.Put("detector", TinyNetwork.Constant([1, 3, 240, 320], new Dictionary<string, float[]> { ["boxes"] = new float[8] }));
        Told("'scores'");

        void Told(string what)
        {
            var refusal = Should.Throw<ModelPackException>(() => new FaceEngine(folder.Load()));
            refusal.Code.ShouldBe("model-invalid");
            refusal.Message.ShouldContain(what);
        }
    }

    private static JsonObject Url(string url) =>
        new()
        {
            ["url"] = url,
            ["sha256"] = new string('0', 64),
            ["licence"] = "MIT",
        };
}
