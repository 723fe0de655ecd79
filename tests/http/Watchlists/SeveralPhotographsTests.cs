using System.Net;
using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Storage;
using RetailGuard.Testing;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Http;

/// <summary>An entry that is enrolled from two or three photographs of one person.</summary>
public abstract class SeveralPhotographsTests(ServerFixture fixture, FaceReader reader) : IAsyncLifetime
{
    private Retailer _retailer = null!;
    private Shop _shop = null!;
    private Api _manager = null!;
    private Api _headOffice = null!;

    private RunningServer Server => fixture.Server;

    public async ValueTask InitializeAsync()
    {
        _retailer = await Retailer.OpenAsync(Server);
        _shop = await _retailer.OpenShopAsync();
        _manager = await (await _retailer.HireAsync(Role.StoreManager, _shop)).SignInAsync();
        _headOffice = await (await _retailer.HireAsync(Role.HeadOfficeLossPrevention)).SignInAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    [Trait("Rule", "R4")]
    public async Task Two_photographs_make_one_template_that_lies_nearer_to_a_third_than_each_alone()
    {
        var (first, second) = ((await ProposeAsync(Photos.Of('A'))).Ok(), (await ProposeAsync(Photos.Of('A', 1))).Ok());
        var both = (await ProposeAsync(Photos.Of('A'), Photos.Of('A', 1))).Ok();
        var (one, other, fused) = (await TemplateAsync(first), await TemplateAsync(second), await TemplateAsync(both));

        foreach (var number in (int[])[2, 3])
        {
            var seen = await StoredTemplates.TransformedAsync(
                Server,
                _retailer.Id,
                reader.Template(Photos.Of('A', number)),
                reader.Pack.Space
            );
            TensorPrimitives.Dot(fused, seen).ShouldBeGreaterThan(TensorPrimitives.Dot(one, seen));
            TensorPrimitives.Dot(fused, seen).ShouldBeGreaterThan(TensorPrimitives.Dot(other, seen));
        }

        // Their mean by quality, and nothing else.
        var qualities = both["qualities"].EnumerateArray().Select(q => q.GetSingle()).ToArray();
        qualities.ShouldBe([first["quality"].GetSingle(), second["quality"].GetSingle()]);
        both["quality"].GetSingle().ShouldBe(qualities.Min());
        var mean = new float[fused.Length];
        TemplateFusion.Fuse([one, other], qualities, mean);
        TensorPrimitives.Dot<float>(fused, mean).ShouldBe(1, tolerance: 1e-5f);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task An_entry_of_three_photographs_matches_its_person_and_nobody_else()
    {
        await using var stage = await Stage.SetAsync(Server, reader, _retailer);
        var statement = Watchlist.Statement(stage.Shop, "Subject C");
        var proposed = await Watchlist.ProposeAsync(stage.Manager, statement, Photos.Of('C'), Photos.Of('C', 1), Photos.Of('C', 2));
        (await stage.HeadOffice.PostAsync($"/api/entries/{proposed.Ok()["id"].GetGuid()}/approve")).Ok();

        (await stage.PassAsync(Photos.Of('C', 3))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        var check = (await stage.HeadOffice.PostAsync($"/api/stores/{stage.Shop.Id}/gallery/check")).Ok();
        check["differences"].GetInt32().ShouldBe(0);
        check["status"].GetProperty("count").GetInt32().ShouldBe(2);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task Photographs_of_two_people_are_refused_and_the_odd_one_is_named()
    {
        var (a, again, b) = (Photos.Of('A'), Photos.Of('A', 1), Photos.Of('B'));

        await RefusedAsync("photos-differ", "Photograph 2 does not look like the person on photograph 1.", a, b);
        await RefusedAsync("photos-differ", "Photograph 1 does not look like the person on the others.", b, a, again);
        await RefusedAsync("photos-differ", "Photograph 2 does not look like the person on the others.", a, b, again);
        await RefusedAsync("photos-differ", "Photograph 3 does not look like the person on the others.", a, again, b);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task Each_photograph_passes_the_same_gate_and_a_refusal_says_which_did_not()
    {
        var good = Photos.Of('A');
        var faceless = Photos.Changed(good, frame => frame.Crop(new(0, 0, frame.Width, 90), margin: 0));
        byte[] large = [.. good, .. new byte[21 * 1024 * 1024]];

        await RefusedAsync("photo-no-face", "Photograph 2: No face", good, faceless);
        await RefusedAsync("photo-no-face", "Photograph 1: No face", faceless, good);
        await RefusedAsync("photo-two-faces", "Photograph 2: The picture shows 5 faces", good, Photos.Group(), Photos.Of('A', 1));
        await RefusedAsync("photo-pose", "Photograph 3: The face looks", Photos.Of('B'), Photos.Of('B', 1), Photos.Of('B', 2));
        await RefusedAsync("picture-truncated", "Photograph 2: ", good, good[..(good.Length / 2)]);
        await RefusedAsync("picture-file-too-large", "Photograph 2: The file has 21.", good, large);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task A_photograph_that_is_there_twice_is_refused()
    {
        var photo = Photos.Of('A');
        var copy = Photos.Changed(PhotoChanges.Lit(photo, light => light * 1.05), frame => Pictures.Shrink(frame, frame.Width * 3 / 4));

        await RefusedAsync("photo-twice", "Photograph 2 is the same picture as photograph 1.", photo, photo);
        await RefusedAsync("photo-twice", "Photograph 3 is the same picture as photograph 1.", photo, Photos.Of('A', 1), copy);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task More_than_three_photographs_are_refused_with_the_limit() =>
        await RefusedAsync(
            "field-missing",
            "photo is there 4 times; 1 to 3 files are needed.",
            [.. Enumerable.Range(0, 4).Select(number => Photos.Of('A', number))]
        );

    [Fact]
    [Trait("Rule", "R9")]
    public async Task The_approver_sees_every_picture_and_strangers_none()
    {
        var photos = Enumerable.Range(0, 3).Select(number => Photos.Of('A', number)).ToList();
        var entry = (await ProposeAsync([.. photos])).Ok()["id"].GetGuid();

        var listed = (await _headOffice.GetAsync($"/api/entries?storeId={_shop.Id}")).Ok().Json.EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("pictures").GetInt32().ShouldBe(3);
        for (var number = 1; number <= 3; number++)
        {
            var picture = (await _headOffice.GetAsync($"/api/entries/{entry}/photo?number={number}")).Ok();
            picture.Headers.CacheControl!.NoStore.ShouldBeTrue();
            var cosines = photos.ConvertAll(p => TensorPrimitives.Dot<float>(reader.Template(p), reader.Template(picture.Body)));
            cosines.IndexOf(cosines.Max()).ShouldBe(number - 1);
        }

        var first = (await _headOffice.GetAsync($"/api/entries/{entry}/photo?number=1")).Ok();
        (await _headOffice.GetAsync($"/api/entries/{entry}/photo")).Ok().Body.ShouldBe(first.Body);
        foreach (var number in (int[])[-1, 0, 4])
        {
            (await _headOffice.GetAsync($"/api/entries/{entry}/photo?number={number}")).Refused(HttpStatusCode.NotFound, "not-found");
        }

        var views = await DetailsAsync(entry, "entry.photo-viewed");
        views.Select(view => view.GetProperty("number").GetInt32()).ShouldBe([1, 2, 3, 1, 1]);

        var nextDoor = await _retailer.OpenShopAsync("Store 2");
        var stranger = await Retailer.OpenAsync(Server);
        foreach (
            var person in (Employee[])
                [await _retailer.HireAsync(Role.StoreManager, nextDoor), await stranger.HireAsync(Role.HeadOfficeLossPrevention)]
        )
        {
            var api = await person.SignInAsync();
            (await api.GetAsync($"/api/entries/{entry}/photo?number=2")).Refused(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    [Trait("Rule", "R49")]
    public async Task The_proposal_is_on_record_with_the_quality_of_each_photograph()
    {
        var proposed = (await ProposeAsync(Photos.Of('A'), Photos.Of('A', 1))).Ok();

        var detail = (await DetailsAsync(proposed["id"].GetGuid(), "entry.proposed")).ShouldHaveSingleItem();

        detail.GetProperty("pictures").GetInt32().ShouldBe(2);
        detail.GetProperty("qualities").GetRawText().ShouldBe(proposed["qualities"].GetRawText());
    }

    [Theory]
    [Trait("Rule", "R12")]
    [InlineData("refuse")]
    [InlineData("remove")]
    public async Task An_entry_that_ends_leaves_none_of_its_pictures(string end)
    {
        var entry = (await ProposeAsync(Photos.Of('A'), Photos.Of('A', 1), Photos.Of('A', 2))).Ok()["id"].GetGuid();
        string[] names = ["photo", "photo-2", "photo-3"];
        var vault = Server.Services.GetRequiredService<IBlobVault>();
        (await KeptAsync()).ShouldBe([true, true, true]);

        (await _headOffice.PostAsync($"/api/entries/{entry}/{end}", new { reason = "The evidence shows another person." })).Ok();

        (await KeptAsync()).ShouldBe([false, false, false]);
        (await Server.QueryAsync("""SELECT "KeyId" FROM "Entries" WHERE "Id" = @p0""", entry)).Single().ShouldBe([null]);
        (await _headOffice.GetAsync($"/api/entries/{entry}/photo?number=2")).Refused(HttpStatusCode.NotFound, "not-found");

        async Task<List<bool>> KeptAsync()
        {
            var kept = new List<bool>();
            foreach (var name in names)
            {
                var blob = await vault.GetAsync($"{_retailer.Id}/entries/{entry}/{name}", CancellationToken.None);
                kept.Add(blob is not null);
                blob?.AsSpan(0, 3).SequenceEqual((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]).ShouldBeFalse("pictures lie sealed");
            }

            return kept;
        }
    }

    private Task<Answer> ProposeAsync(params byte[][] photos) => Watchlist.ProposeAsync(_manager, Watchlist.Statement(_shop), photos);

    private async Task RefusedAsync(string code, string detail, params byte[][] photos)
    {
        (await ProposeAsync(photos)).Refused(HttpStatusCode.UnprocessableEntity, code).Detail!.ShouldStartWith(detail);
        (await _manager.GetAsync($"/api/entries?storeId={_shop.Id}")).Ok().Json.GetArrayLength().ShouldBe(0);
    }

    private Task<float[]> TemplateAsync(Answer proposed) =>
        StoredTemplates.OfAsync(Server, _retailer.Id, proposed["id"].GetGuid(), reader.Pack.Space);

    private async Task<List<JsonElement>> DetailsAsync(Guid entry, string action)
    {
        var rows = await Server.QueryAsync(
            """SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = @p1 ORDER BY "Sequence" """,
            $"{entry}",
            action
        );
        return [.. rows.Select(row => JsonElement.Parse((string)row[0]!))];
    }
}

public sealed class SeveralPhotographsOnDisk(OnDisk fixture, FaceReader reader)
    : SeveralPhotographsTests(fixture, reader),
        IClassFixture<OnDisk>;

public sealed class SeveralPhotographsInCloud(InCloud fixture, FaceReader reader)
    : SeveralPhotographsTests(fixture, reader),
        IClassFixture<InCloud>;
