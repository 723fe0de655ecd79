using System.Globalization;

namespace RetailGuard.Foundation;

/// <summary>
/// Where the next page of a list that is ordered by a time begins: at this time, after so many rows of it that were given. Rows of other
/// times may come and go meanwhile: none is repeated or left out.
/// </summary>
/// <param name="At">Of the last row that was given.</param>
/// <param name="Seen">Rows of that time that were given, 0 and up.</param>
public sealed record PageCursor(DateTimeOffset At, int Seen)
{
    /// <summary>Rows on a page.</summary>
    public const int Size = 50;

    /// <param name="text">As <see cref="Cut"/> named it; null begins at the start.</param>
    /// <param name="start">A time before all others, in the order of the list.</param>
    public static Result<PageCursor> Read(string? text, DateTimeOffset start)
    {
        if (text is null)
        {
            return new PageCursor(start, 0);
        }

        return
            text.Split('.') is [var ms, var seen]
            && long.TryParse(ms, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            && at >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            ? new PageCursor(DateTimeOffset.FromUnixTimeMilliseconds(at), rows)
            : Refusal.Invalid("cursor-invalid", "cursor must be what the page before named as next.");
    }

    /// <summary>Cuts what was read down to a page, and names what follows it; null when nothing does.</summary>
    /// <param name="rows">One more than <see cref="Size"/> where there are so many, from this cursor on.</param>
    /// <param name="timeOf">The time that the list is ordered by.</param>
    public (IReadOnlyList<T> Page, string? Next) Cut<T>(IReadOnlyList<T> rows, Func<T, DateTimeOffset> timeOf)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(timeOf);
        if (rows.Count <= Size)
        {
            return (rows, null);
        }

        var page = rows.Take(Size).ToList();
        var last = timeOf(page[^1]);
        var seen = page.Count(row => timeOf(row) == last) + (last == At ? Seen : 0);
        return (page, string.Create(CultureInfo.InvariantCulture, $"{last.ToUnixTimeMilliseconds()}.{seen}"));
    }
}
