using PdfSharp.Fonts;

namespace RetailGuard.Notices;

/// <summary>The one font of printed notices, embedded in each: the machine's fonts are never asked.</summary>
internal sealed class NoticeFonts : IFontResolver
{
    public const string Family = "Public Sans";

    private static readonly Lazy<bool> Used = new(() =>
    {
        GlobalFontSettings.FontResolver = new NoticeFonts();
        return true;
    });

    /// <summary>To be called before anything is drawn: the library has one resolver for the whole process.</summary>
    public static void Use() => _ = Used.Value;

    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(isBold ? "Bold" : "Regular");

    public byte[] GetFont(string faceName)
    {
        using var file = typeof(NoticeFonts).Assembly.GetManifestResourceStream($"{faceName}.ttf")!;
        var font = new byte[file.Length];
        file.ReadExactly(font);
        return font;
    }
}
