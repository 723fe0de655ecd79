using System.Runtime.InteropServices;

namespace RetailGuard.Matching.Search;

/// <summary>
/// The templates of a shard as numbered rows 0 to <see cref="Count"/> − 1, in segments of up to <see cref="SegmentRows"/>.
/// Only the last segment ever grows, so that growth copies at most one segment and wastes at most a quarter of one.
/// </summary>
internal sealed class TemplateRows(int dimension)
{
    /// <summary>2 MB of codes for 512 values: long enough to stream, short enough to copy.</summary>
    public const int SegmentRows = 4096;

    private readonly List<TemplateSegment> _segments = [];

    public int Dimension { get; } = dimension;

    public int Count { get; private set; }

    /// <summary>Bytes held for templates and their ids, with the room to grow.</summary>
    public long Bytes => _segments.Sum(s => s.Memory.Bytes);

    /// <summary>A span, because enumerating a list through an interface allocates.</summary>
    public ReadOnlySpan<TemplateSegment> Segments => CollectionsMarshal.AsSpan(_segments);

    /// <summary>A new last row, still empty.</summary>
    public int Append(Guid id)
    {
        var (segment, row) = Math.DivRem(Count, SegmentRows);
        if (segment == _segments.Count)
        {
            _segments.Add(new(Dimension, TemplateSegment.PanelRows));
        }
        else if (row == _segments[segment].Capacity)
        {
            var larger = _segments[segment].Enlarged();
            _segments[segment].Dispose();
            _segments[segment] = larger;
        }

        _segments[segment].SetId(row, id);
        return Count++;
    }

    public void Write(int row, ReadOnlySpan<float> template)
    {
        var (segment, local) = Math.DivRem(row, SegmentRows);
        _segments[segment].Write(local, template);
    }

    public bool Holds(int row, Guid id, ReadOnlySpan<float> template)
    {
        var (segment, local) = Math.DivRem(row, SegmentRows);
        return _segments[segment].Id(local) == id && _segments[segment].Holds(local, template);
    }

    /// <summary>Removes a row by moving the last one into its place; the last place is zeroed.</summary>
    /// <returns>Id of the row that moved; none when the last one itself was removed.</returns>
    public Guid? RemoveBySwap(int row)
    {
        var (segment, local) = Math.DivRem(row, SegmentRows);
        var (lastSegment, last) = Math.DivRem(Count - 1, SegmentRows);
        var from = _segments[lastSegment];
        Guid? moved = row == Count - 1 ? null : from.Id(last);
        if (moved is not null)
        {
            _segments[segment].CopyRow(local, from, last);
        }

        from.ZeroRow(last);
        Count--;
        if (last == 0)
        {
            from.Dispose();
            _segments.RemoveAt(lastSegment);
        }

        return moved;
    }

    public void Clear()
    {
        foreach (var segment in _segments)
        {
            segment.Dispose();
        }

        _segments.Clear();
        Count = 0;
    }
}
