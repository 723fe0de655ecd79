namespace RetailGuard.Vision;

/// <summary>Overlapping tiles of equal size that cover a picture, so that small faces are large enough in a small network input.</summary>
internal static class TilePlan
{
    /// <param name="width">Of the picture, pixels.</param>
    /// <param name="height">Likewise.</param>
    /// <param name="shape">The network's input.</param>
    /// <param name="step">Pixels of the picture for one of the input, at most; up to a tenth more where that saves tiles.</param>
    /// <param name="overlap">A face up to this size that one tile cuts lies whole in the next, pixels.</param>
    /// <returns>The tiles; none when a look at the whole picture is as close.</returns>
    public static FaceBox[] Cover(int width, int height, NetworkInput shape, float step, float overlap)
    {
        step *= 1.1f;
        if (width <= step * shape.Width && height <= step * shape.Height)
        {
            return [];
        }

        var columns = Count(width, step * shape.Width);
        var rows = Count(height, step * shape.Height);
        // The same number of tiles may come closer.
        var tile = Math.Max(Least(width, columns) / shape.Width, Least(height, rows) / shape.Height);
        var (tileWidth, tileHeight) = (Math.Min(tile * shape.Width, width), Math.Min(tile * shape.Height, height));
        return
        [
            .. from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, columns)
            select new FaceBox(Start(column, columns, width - tileWidth), Start(row, rows, height - tileHeight), tileWidth, tileHeight),
        ];

        int Count(int length, float most) =>
            most >= length ? 1 : (int)MathF.Ceiling((length - overlap) / Math.Max(most - overlap, most / 2));

        float Least(int length, int count) => (length + ((count - 1) * overlap)) / count;

        float Start(int index, int count, float room) => count == 1 ? 0 : room * index / (count - 1);
    }
}
