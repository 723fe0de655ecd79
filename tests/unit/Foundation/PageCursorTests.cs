using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit;

public sealed class PageCursorTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(PageCursor.Size, 1)]
    [InlineData(PageCursor.Size + 1, 1)]
    [InlineData((3 * PageCursor.Size) + 7, 1)]
    [InlineData((3 * PageCursor.Size) + 7, 20)]
    [InlineData((3 * PageCursor.Size) + 7, 1000)]
    public void Page_by_page_every_row_is_given_once_however_many_share_a_time(int rows, int shareTime)
    {
        var all = Enumerable.Range(0, rows).Select(i => (Number: i, At: Start.AddMilliseconds(i / shareTime))).ToList();
        var given = new List<int>();
        string? next = null;
        do
        {
            var cursor = PageCursor.Read(next, DateTimeOffset.MinValue).Expect();
            var read = all.Where(r => r.At >= cursor.At).Skip(cursor.Seen).Take(PageCursor.Size + 1).ToList();
            (var page, next) = cursor.Cut(read, r => r.At);
            page.Count.ShouldBeLessThanOrEqualTo(PageCursor.Size);
            given.AddRange(page.Select(r => r.Number));
        } while (next is not null);

        given.ShouldBe(Enumerable.Range(0, rows));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("12.-1")]
    [InlineData("x.1")]
    [InlineData("9999999999999999.1")]
    [InlineData("1.2.3")]
    public void What_no_page_has_named_is_refused(string cursor)
    {
        PageCursor.Read(cursor, Start).Succeeded(out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("cursor-invalid");
    }
}
