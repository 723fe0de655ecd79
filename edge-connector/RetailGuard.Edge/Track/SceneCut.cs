using RetailGuard.Vision;

namespace RetailGuard.Edge.Track;

/// <summary>
/// Notices that a frame shows another scene than the one before: what was followed is not there any more. Compares coarse brightness,
/// 32 × 18 samples, which is all that stays of a frame.
/// </summary>
internal sealed class SceneCut
{
    private const int Columns = 32;
    private const int Rows = 18;

    // Mean difference of brightness, 0 to 255. Film of a moving head stays below 12; portraits in turn lie above 39.
    private const int Threshold = 24;

    private readonly byte[] _before = new byte[Columns * Rows];
    private bool _any;

    /// <returns>True when this frame begins a new scene; also for the first.</returns>
    public bool Begins(Frame frame)
    {
        var pixels = frame.Pixels;
        var difference = 0;
        for (var row = 0; row < Rows; row++)
        {
            var y = ((2 * row) + 1) * frame.Height / (2 * Rows);
            for (var column = 0; column < Columns; column++)
            {
                var x = ((2 * column) + 1) * frame.Width / (2 * Columns);
                var at = 3 * ((y * frame.Width) + x);
                var light = (byte)((pixels[at] + (2 * pixels[at + 1]) + pixels[at + 2]) / 4);
                ref var before = ref _before[(row * Columns) + column];
                difference += Math.Abs(light - before);
                before = light;
            }
        }

        var first = !_any;
        _any = true;
        return first || difference > Threshold * Columns * Rows;
    }

    /// <summary>Zeroes the samples (R1).</summary>
    public void Forget()
    {
        Array.Clear(_before);
        _any = false;
    }
}
