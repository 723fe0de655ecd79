using System.Globalization;
using System.Text.Json;
using RetailGuard.Matching;
using RetailGuard.Matching.Evaluation;
using RetailGuard.Tests.Unit.Vision;
using RetailGuard.Tools.Evaluate;

namespace RetailGuard.Tests.Unit.Evaluation;

public sealed class EvaluateFacesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retailguard-evaluate-").FullName;

    private string Report => Path.Combine(_folder, "report");

    [Fact]
    [Trait("Rule", "R53")]
    public async Task The_packaged_photographs_go_through_from_picture_to_report()
    {
        var images = Path.Combine(_folder, "images");
        foreach (var subject in TestMedia.Subjects)
        {
            var folder = Directory.CreateDirectory(Path.Combine(images, $"Subject {subject}")).FullName;
            foreach (var (path, i) in TestMedia.Portraits(subject).Select((path, i) => (path, i)))
            {
                File.Copy(path, Path.Combine(folder, $"{i}.jpg"));
            }
        }

        await File.WriteAllBytesAsync(Path.Combine(images, "Subject A", "empty.jpg"), [], TestContext.Current.CancellationToken);
        var request = new EvaluateRequest(null, images, Report, null, Replicates: 40, Rounds: 1, Workers: 2);

        (await EvaluateFaces.RunAsync(request, TestContext.Current.CancellationToken)).ShouldBe(0);

        var json = JsonDocument.Parse(await ReadAsync("report.json")).RootElement;
        json.GetProperty("data").GetProperty("people").GetInt32().ShouldBe(4);
        json.GetProperty("data").GetProperty("pictures").GetInt32().ShouldBe(20);
        json.GetProperty("failuresToEnrol")[0].GetProperty("reason").GetString().ShouldBe("picture-empty");
        json.GetProperty("accuracy")[4].GetProperty("threshold").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("calibration").ValueKind.ShouldBe(JsonValueKind.Null);
        File.Exists(Path.Combine(Report, "calibration.json")).ShouldBeFalse();
        var page = await ReadAsync("report.html");
        page.ShouldContain("too few pairs");
        page.ShouldContain("data:image/jpeg;base64,");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("src=\"http");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(Report, "report.html")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    [Trait("Rule", "R53")]
    [Trait("Rule", "R47")]
    public async Task Enough_people_give_a_calibration_that_a_manifest_takes_and_that_says_its_evidence()
    {
        var templates = SimulatedFaces.Templates(people: 150, pictures: 4, dimension: 32, noise: 0.6, seed: 31);
        var groups = Path.Combine(_folder, "groups.csv");
        await File.WriteAllLinesAsync(
            groups,
            ["person,group", .. templates.Select(t => t.Person).Distinct().Take(40).Select(p => $"{p},one")],
            Stop
        );
        var request = new EvaluateRequest(Lines(templates), null, Report, null, groups, Replicates: 40, Rounds: 1, Workers: 2);

        (await EvaluateFaces.RunAsync(request, Stop)).ShouldBe(0);

        var json = JsonDocument.Parse(await ReadAsync("calibration.json")).RootElement;
        var points = json.GetProperty("points")
            .EnumerateArray()
            .Select(p => new CalibrationPoint(p.GetProperty("cosine").GetDouble(), p.GetProperty("falseMatchRate").GetDouble()))
            .ToList();
        Should.NotThrow(() => new ScoreScale(points));
        json.GetProperty("fusedPenalty").GetDouble().ShouldBeInRange(0, 0.195);
        var evidence = json.GetProperty("evidence").GetString()!;
        evidence.ShouldContain("600 pictures of 150 people");
        evidence.ShouldContain("non-mated pairs");
        evidence.ShouldContain("group one (40 people");
        evidence.ShouldContain("most confused fifth");
        (await ReadAsync("report.html")).ShouldContain("Detection-error trade-off");
    }

    [Fact]
    public async Task Frames_that_never_agree_leave_their_figures_out_and_the_report_is_written()
    {
        // Pictures of one person are nearly as far apart as strangers: no visit of three frames becomes a probe.
        var templates = SimulatedFaces.Templates(people: 160, pictures: 4, dimension: 512, noise: 2.5, seed: 34);
        var request = new EvaluateRequest(Lines(templates), null, Report, null, Replicates: 40, Rounds: 1, Workers: 2);

        (await EvaluateFaces.RunAsync(request, Stop)).ShouldBe(0);

        var row = JsonDocument
            .Parse(await ReadAsync("report.json"))
            .RootElement.GetProperty("identification")
            .EnumerateArray()
            .First(row => row.GetProperty("frames").GetInt32() == 3);
        row.GetProperty("threshold").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("note").GetString().ShouldBe("no stranger comes near enough");
    }

    [Fact]
    public async Task The_order_of_lines_changes_nothing_but_the_time()
    {
        var templates = SimulatedFaces.Templates(people: 60, pictures: 3, dimension: 16, noise: 0.6, seed: 32);
        var request = new EvaluateRequest(Lines(templates), null, Report, null, Replicates: 40, Rounds: 1, Workers: 2);
        await EvaluateFaces.RunAsync(request, Stop);
        var one = JsonDocument.Parse(await ReadAsync("report.json")).RootElement;
        var shuffled = templates.ToArray();
        new Random(1).Shuffle(shuffled);
        await EvaluateFaces.RunAsync(request with { Embeddings = Lines(shuffled), Workers = 1 }, Stop);
        var two = JsonDocument.Parse(await ReadAsync("report.json")).RootElement;

        foreach (var part in one.EnumerateObject().Where(part => part.Name != "scan"))
        {
            two.GetProperty(part.Name).GetRawText().ShouldBe(part.Value.GetRawText(), part.Name);
        }
    }

    [Theory]
    [InlineData("nonsense", "line 2: it is not a JSON object")]
    [InlineData("[1]", "line 2: it is not a JSON object")]
    [InlineData("""{"image":"b","template":[1,0]}""", "line 2: it has no \"id\" or \"person\"")]
    [InlineData("""{"person":"B","template":[1,0]}""", "line 2: it has no \"image\"")]
    [InlineData("""{"person":"B","image":"b","template":"AQ=="}""", "line 2: the template is not a list")]
    [InlineData("""{"person":"B","image":"b","template":[1]}""", "line 2: the template has 1 values, that of line 1 2")]
    [InlineData("""{"person":"B","image":"b","template":[1,"NaN"]}""", "line 2: value 1 of the template is not a finite number")]
    [InlineData("""{"person":"B","image":"b","template":[1e39,0]}""", "line 2: value 0 of the template is not a finite number")]
    [InlineData("""{"person":"B","image":"b","template":[0,0]}""", "line 2: the template's length is zero")]
    [InlineData("""{"person":"B","image":"b","template":[1,0],"space":"other"}""", "line 2: the space is other, that of line 1 not stated")]
    [InlineData("""{"person":"A","image":"b","template":[1,0]}""", "All templates are one person's")]
    [InlineData("""{"person":"B","image":"b","template":[1,0]}""", "No person has two pictures")]
    [InlineData("""{"person":"A","image":"a","template":[1,0]}""", "there twice")]
    public async Task A_bad_line_is_named_with_what_is_wrong(string line, string expected)
    {
        var path = Path.Combine(_folder, "in.jsonl");
        await File.WriteAllLinesAsync(path, ["""{"person":"A","image":"a","template":[1,0]}""", line], Stop);

        (await RefusalAsync(new(path, null, Report, null, Replicates: 40))).ShouldContain(expected);
    }

    [Fact]
    public async Task What_was_asked_for_wrongly_is_refused_with_what_to_do()
    {
        var empty = Path.Combine(_folder, "empty.jsonl");
        await File.WriteAllTextAsync(empty, "\n", Stop);
        (await RefusalAsync(new(null, null, Report, null))).ShouldContain("--embeddings");
        (await RefusalAsync(new(empty, null, Report, null))).ShouldContain("is empty");
        (await RefusalAsync(new(Path.Combine(_folder, "absent"), null, Report, null))).ShouldContain("There is no file");
        (await RefusalAsync(new(empty, Path.Combine(_folder, "absent"), Report, null))).ShouldContain("There is no folder");
        (await RefusalAsync(new(empty, null, empty, null))).ShouldContain("names a folder");
        (await RefusalAsync(new(empty, null, Report, null, Replicates: 1))).ShouldContain("40 to 10,000");

        var other = Path.Combine(_folder, "other.jsonl");
        await File.WriteAllTextAsync(other, """{"person":"A","image":"a","template":[1,0],"space":"unheard-of"}""", Stop);
        (await RefusalAsync(new(other, null, Report, null))).ShouldContain("space unheard-of");
    }

    [Fact]
    public async Task Label_errors_that_people_found_are_mended_and_counted()
    {
        var templates = SimulatedFaces.Templates(people: 30, pictures: 3, dimension: 16, noise: 0.4, seed: 33);
        var corrections = Path.Combine(_folder, "corrections.csv");
        await File.WriteAllLinesAsync(corrections, ["same,P0000,P0001", "same,P0001,P0002", "drop,P0003/00"], Stop);
        var request = new EvaluateRequest(Lines(templates), null, Report, null, Corrections: corrections, Replicates: 40, Rounds: 1);

        await EvaluateFaces.RunAsync(request, Stop);

        var data = JsonDocument.Parse(await ReadAsync("report.json")).RootElement.GetProperty("data");
        data.GetProperty("people").GetInt32().ShouldBe(28);
        data.GetProperty("templates").GetInt32().ShouldBe(90);
        data.GetProperty("matedPairs").GetInt32().ShouldBe((26 * 3) + 1 + 36);
        data.GetProperty("labelsJoined").GetInt32().ShouldBe(2);
        await File.WriteAllLinesAsync(corrections, ["same,P0000,nobody"], Stop);
        (await RefusalAsync(request)).ShouldContain("line 1");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Lines(IEnumerable<LabelledTemplate> templates)
    {
        var path = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.jsonl");
        File.WriteAllLines(
            path,
            templates.Select(t =>
                $$"""{"person":"{{t.Person}}","image":"{{t.Image}}","template":[{{string.Join(',', t.Template.ToArray().Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}}]}"""
            )
        );
        return path;
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(Report, name), Stop);

    private static async Task<string> RefusalAsync(EvaluateRequest request) =>
        (await Should.ThrowAsync<EvaluationRefusedException>(() => EvaluateFaces.RunAsync(request, Stop))).Message;
}
