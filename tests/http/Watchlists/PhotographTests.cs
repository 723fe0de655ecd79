using System.Net;
using System.Text;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Which photographs may be enrolled, and what is kept of them (R4).</summary>
[Trait("Rule", "R4")]
public sealed class PhotographTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Shop _shop = null!;
    private Api _manager = null!;

    public async ValueTask InitializeAsync()
    {
        var retailer = await Retailer.OpenAsync(fixture.Server);
        _shop = await retailer.OpenShopAsync();
        _manager = await (await retailer.HireAsync(Role.StoreManager, _shop)).SignInAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_good_photograph_is_taken_with_its_quality()
    {
        var proposed = (await ProposeAsync(Photos.Of('A'))).Ok();

        proposed.Status.ShouldBe(HttpStatusCode.Created);
        proposed["state"].GetString().ShouldBe("proposed");
        proposed["quality"].GetDouble().ShouldBeInRange(0.5, 1);
    }

    [Fact]
    public async Task A_photograph_is_never_on_the_disk_in_clear()
    {
        // Where forms are spooled to, whatever they hold.
        var created = new List<string>();
        using var watcher = new FileSystemWatcher(Path.GetTempPath(), "ASPNETCORE_*");
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = Path.Combine(Path.GetTempPath(), $"ASPNETCORE_{Unique.Name()}");
        watcher.Created += Add;
        watcher.Renamed += Add;
        watcher.EnableRaisingEvents = true;

        (await ProposeAsync([.. Photos.Of('A'), .. new byte[300_000]])).Ok();

        await File.WriteAllTextAsync(last, "", TestContext.Current.CancellationToken);
        await end.Task.WaitAsync(TestContext.Current.CancellationToken);
        File.Delete(last);
        created.ShouldBe([last]);

        void Add(object watched, FileSystemEventArgs e)
        {
            created.Add(e.FullPath);
            if (e.FullPath == last)
            {
                end.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task No_face_is_refused() =>
        await RefusedAsync(
            Photos.Changed(Photos.Of('A'), frame => frame.Crop(new(0, 0, frame.Width, 90), margin: 0)),
            "photo-no-face",
            "front"
        );

    [Fact]
    public async Task Two_faces_are_refused()
    {
        await RefusedAsync(PhotoChanges.Beside(Photos.Of('A'), Photos.Of('B')), "photo-two-faces", "2 faces");
        await RefusedAsync(Photos.Group(), "photo-two-faces", "faces");
    }

    [Fact]
    public async Task A_small_face_is_refused_with_its_size() =>
        await RefusedAsync(PhotoChanges.Smaller(Photos.Of('A'), 4), "photo-size", "at least 80");

    [Fact]
    public async Task A_blurred_face_is_refused() =>
        await RefusedAsync(PhotoChanges.Blurred(Photos.Of('A'), 15), "photo-sharpness", "at least");

    [Fact]
    public async Task A_face_that_looks_away_is_refused() => await RefusedAsync(Photos.Of('B', 2), "photo-pose", "at most 30°");

    [Fact]
    public async Task A_leaning_head_is_refused() =>
        await RefusedAsync(PhotoChanges.Turned(Photos.Of('A'), 33), "photo-tilt", "at most 25°");

    [Fact]
    public async Task A_dim_face_is_refused() =>
        await RefusedAsync(PhotoChanges.Lit(Photos.Of('A'), v => v * 0.2), "photo-contrast", "at least 40");

    [Fact]
    public async Task A_burnt_out_face_is_refused() =>
        await RefusedAsync(PhotoChanges.Lit(Photos.Of('A'), v => v * 2.2), "photo-exposure", "at least 85");

    [Fact]
    public async Task A_face_with_its_mouth_covered_is_refused() =>
        await RefusedAsync(PhotoChanges.Masked(Photos.Of('A'), reader), "photo-occlusion", "at least");

    [Fact]
    public async Task An_empty_file_is_refused() => await RefusedAsync([], "picture-empty", "empty");

    [Fact]
    public async Task A_truncated_file_is_refused()
    {
        var photo = Photos.Of('A');

        await RefusedAsync(photo[..(photo.Length / 2)], "picture-truncated", "ends early");
    }

    [Fact]
    public async Task A_text_that_was_renamed_is_refused() =>
        await RefusedAsync(Encoding.UTF8.GetBytes("This is no photograph at all."), "picture-not-recognised", "JPEG, PNG, WebP or AVIF");

    [Fact]
    public async Task A_picture_that_claims_twenty_thousand_pixels_a_side_is_refused_by_its_header() =>
        await RefusedAsync(PhotoChanges.Claiming(Photos.Of('A'), 20_000, 20_000), "picture-too-large", "20000×20000");

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused()
    {
        byte[] large = [.. Photos.Of('A'), .. new byte[21 * 1024 * 1024]];

        await RefusedAsync(large, "picture-file-too-large", "at most 20 MB");
    }

    [Fact]
    public async Task The_portrait_that_is_kept_tells_nothing_but_pixels()
    {
        const string Secret = "36.8485S 174.7633E camera owner";
        var told = PhotoChanges.Telling(Photos.Of('A'), Secret);
        Encoding.ASCII.GetString(told).ShouldContain(Secret);
        var entry = (await ProposeAsync(told)).Ok()["id"].GetGuid();

        var portrait = (await _manager.GetAsync($"/api/entries/{entry}/photo")).Ok();

        Encoding.ASCII.GetString(portrait.Body).ShouldNotContain(Secret);
        byte[] plain = [0xe0, 0xdb, 0xc0, 0xc2, 0xc4, 0xdd];
        JpegSegments.Of(portrait.Body).Select(s => s.Marker).ShouldAllBe(marker => plain.Contains(marker));
        portrait.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    private Task<Answer> ProposeAsync(byte[] photo) => Watchlist.ProposeAsync(_manager, Watchlist.Statement(_shop), photo);

    private async Task RefusedAsync(byte[] photo, string code, string detail)
    {
        var refused = (await ProposeAsync(photo)).Refused(HttpStatusCode.UnprocessableEntity, code);
        refused.Detail!.ShouldContain(detail);
        (await _manager.GetAsync($"/api/entries?storeId={_shop.Id}")).Ok().Json.GetArrayLength().ShouldBe(0);
    }
}
