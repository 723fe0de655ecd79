using System.Net;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The apps of stores and head office come from the server itself, each below its own path.</summary>
public sealed class WebAppsTests : IDisposable
{
    private readonly DirectoryInfo _built = Directory.CreateTempSubdirectory("retailguard-apps-");
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose()
    {
        _storage.Dispose();
        _built.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_app_has_its_files_and_every_page_of_the_console_is_an_address()
    {
        await using var server = await RunningServer.StartAsync(
            _storage,
            settings: [$"--Web:TabletFolder={Built("tablet")}", $"--Web:ConsoleFolder={Built("console")}"]
        );
        Task<Answer> Ask(string path) => server.Anyone.GetAsync(path);

        (await Ask("/tablet/")).Ok().Text.ShouldBe("the tablet");
        (await Ask("/tablet/assets/app.js")).Ok().Text.ShouldBe("script of the tablet");
        foreach (var page in (string[])["/console/", "/console/people", "/console/people/3f2a?sort=-name"])
        {
            var answer = (await Ask(page)).Ok();
            answer.Text.ShouldBe("the console");
            answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
        }

        (await Ask("/console/assets/app.js")).Ok().Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        (await Ask("/console/assets/older.js")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Ask("/tablet/people")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.Anyone.PostAsync("/console/people")).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_gives_no_path_or_half_of_one_is_led_on()
    {
        await using var server = await RunningServer.StartAsync(_storage);

        foreach (
            var (from, to) in ((string, string)[])[("/", "/tablet/"), ("/tablet?pair=X", "/tablet/?pair=X"), ("/console", "/console/")]
        )
        {
            var answer = await server.Anyone.GetAsync(from);
            answer.Status.ShouldBe(HttpStatusCode.Redirect);
            answer.Headers.Location!.OriginalString.ShouldBe(to);
        }
    }

    private string Built(string app)
    {
        var folder = _built.CreateSubdirectory(app);
        File.WriteAllText(Path.Combine(folder.FullName, "index.html"), $"the {app}");
        File.WriteAllText(Path.Combine(folder.CreateSubdirectory("assets").FullName, "app.js"), $"script of the {app}");
        return folder.FullName;
    }
}
