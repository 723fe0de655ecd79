namespace RetailGuard.Notices;

/// <summary>Any text on paper, in the layout of notices: for other modules.</summary>
public static class PrintedText
{
    /// <summary>As many A4 pages as it takes.</summary>
    /// <param name="footer">In one line.</param>
    /// <returns>PDF.</returns>
    public static byte[] Pages(NoticeText text, string footer)
    {
        ArgumentNullException.ThrowIfNull(text);
        return NoticePdf.Pages(new([text], Code: null, [""], footer), NoticePaper.A4, isLarge: false);
    }
}
