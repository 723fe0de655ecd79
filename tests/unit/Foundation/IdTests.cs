using System.Text.Json;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class IdTests
{
    private const string Text = "018f3a1e-1111-7abc-8def-0123456789ab";

    [Fact]
    public void An_id_is_read_from_what_it_is_written_as()
    {
        Roundtrip<TenantId>(TenantId.TryParse);
        Roundtrip<StoreId>(StoreId.TryParse);
        Roundtrip<CameraId>(CameraId.TryParse);
        Roundtrip<DeviceId>(DeviceId.TryParse);
        Roundtrip<PersonId>(PersonId.TryParse);
        Roundtrip<EntryId>(EntryId.TryParse);
        Roundtrip<AlertId>(AlertId.TryParse);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("018f3a1e-1111-7abc-8def-0123456789a")]
    [InlineData("018f3a1e-1111-7abc-8def-0123456789ab/x")]
    public void What_is_no_id_is_not_taken_for_one(string? text)
    {
        AlertId.TryParse(text, out var id).ShouldBeFalse();
        id.ShouldBe(default);
    }

    [Fact]
    public void New_ids_differ_and_sort_by_the_time_they_were_given_out()
    {
        var time = new Clock();
        var ids = new TimeOrderedIds(time);
        var given = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            given.Add(ids.Next().ToString());
            time.Now += TimeSpan.FromMilliseconds(1);
        }

        given.ShouldBeUnique();
        given.ShouldBe(given.Order(StringComparer.Ordinal));
        ids.Next().ShouldNotBe(ids.Next(), "also within one moment");
    }

    private delegate bool TryParse<TId>(string? text, out TId id);

    private static void Roundtrip<TId>(TryParse<TId> parse)
        where TId : struct, IEntityId<TId>
    {
        parse(Text, out var id).ShouldBeTrue();
        id.Value.ShouldBe(new Guid(Text));
        id.ToString().ShouldBe(Text);
        var json = JsonSerializer.Serialize(id);
        json.ShouldBe($"\"{Text}\"");
        JsonSerializer.Deserialize<TId>(json).ShouldBe(id);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
