using System.Text.Json;
using RetailGuard.Tools.Evaluate;

namespace RetailGuard.Tests.Unit.Vision;

public sealed class EmbedPicturesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retailguard-embed-").FullName;

    private string Images => Path.Combine(_folder, "images");

    private string Output => Path.Combine(_folder, "out.jsonl");

    [Fact]
    public async Task Each_picture_has_a_line_in_order_whatever_the_number_of_workers()
    {
        Put("Subject B", "2.jpg", File.ReadAllBytes(TestMedia.Portraits('B')[0]));
        Put("Subject A", "1.JPG", File.ReadAllBytes(TestMedia.Portraits('A')[0]));
        Put("Subject A", "cut.jpg", File.ReadAllBytes(TestMedia.Portraits('A')[1])[..9000]);
        Put("Subject A", "empty.png", []);
        Put("Subject A", "note.txt", "not a picture"u8.ToArray());
        Put("Subject A", "text.jpg", "not a picture"u8.ToArray());
        using (var grey = RetailGuard.Vision.Frame.Rent(200, 200))
        {
            Put("Subject C", "nobody.jpg", RetailGuard.Vision.Pictures.EncodeJpeg(grey));
        }

        var alone = await RunAsync(workers: 1);
        var together = await RunAsync(workers: 3);

        together.ShouldBe(alone);
        var lines = alone.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines
            .Select(Image)
            .ShouldBe([
                "Subject A/1.JPG",
                "Subject A/cut.jpg",
                "Subject A/empty.png",
                "Subject A/text.jpg",
                "Subject B/2.jpg",
                "Subject C/nobody.jpg",
            ]);
        lines.Select(Reason).ShouldBe([null, "picture-truncated", "picture-empty", "picture-not-recognised", null, "no-face"]);
        var first = lines[0];
        first.GetProperty("id").GetString().ShouldBe("Subject A");
        first.GetProperty("faces").GetInt32().ShouldBe(1);
        first.GetProperty("quality").GetSingle().ShouldBeInRange(0.5f, 1);
        first.GetProperty("embedding").GetArrayLength().ShouldBe(512);
        lines[1].GetProperty("embedding").ValueKind.ShouldBe(JsonValueKind.Null);

        static string? Image(JsonElement line) => line.GetProperty("image").GetString();

        static string? Reason(JsonElement line) => line.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_what_to_do_and_leaves_no_file()
    {
        (await RefusalAsync()).ShouldContain("no folder");

        Directory.CreateDirectory(Images);
        (await RefusalAsync()).ShouldContain("a folder for each person");

        Put("Subject A", "1.jpg", File.ReadAllBytes(TestMedia.Portraits('A')[0]));
        (await RefusalAsync(workers: 0)).ShouldContain("1 to 64");
        (await RefusalAsync(output: Path.Combine(_folder, "absent", "out.jsonl"))).ShouldContain("does not exist");
        (await RefusalAsync(output: Images)).ShouldContain("cannot be written");
        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_the_file_of_the_run_before()
    {
        Put("Subject A", "1.jpg", File.ReadAllBytes(TestMedia.Portraits('A')[0]));
        await File.WriteAllTextAsync(Output, "before", TestContext.Current.CancellationToken);
        var request = new EmbedRequest(Images, Output, "faceplugin", Workers: 1);

        await Should.ThrowAsync<OperationCanceledException>(() => EmbedPictures.RunAsync(request, new CancellationToken(canceled: true)));

        Directory.EnumerateFiles(_folder).ShouldBe([Output]);
        (await File.ReadAllTextAsync(Output, TestContext.Current.CancellationToken)).ShouldBe("before");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string[]> RunAsync(int workers)
    {
        var request = new EmbedRequest(Images, Output, "faceplugin", workers);
        (await EmbedPictures.RunAsync(request, TestContext.Current.CancellationToken)).ShouldBe(0);
        return await File.ReadAllLinesAsync(Output, TestContext.Current.CancellationToken);
    }

    private async Task<string> RefusalAsync(string? output = null, int workers = 1)
    {
        var request = new EmbedRequest(Images, output ?? Output, "faceplugin", workers);
        var refusal = await Should.ThrowAsync<EvaluationRefusedException>(() =>
            EmbedPictures.RunAsync(request, TestContext.Current.CancellationToken)
        );
        return refusal.Message;
    }

    private void Put(string person, string name, byte[] file)
    {
        Directory.CreateDirectory(Path.Combine(Images, person));
        File.WriteAllBytes(Path.Combine(Images, person, name), file);
    }
}
