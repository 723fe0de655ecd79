using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;
using QRCoder;

namespace RetailGuard.Notices;

/// <summary>The paper that a notice is printed on.</summary>
public enum NoticePaper
{
    A4,
    A3,
    A2,
}

/// <summary>What is printed.</summary>
/// <param name="Texts">In each language, English first.</param>
/// <param name="Code">What its square code holds; null where it has none.</param>
/// <param name="CodeText">What the code is for, in each language.</param>
/// <param name="Footer">In one line: version and date.</param>
internal sealed record NoticePrint(IReadOnlyList<NoticeText> Texts, string? Code, IReadOnlyList<string> CodeText, string Footer);

/// <summary>
/// Draws notices as PDF: vectors, the font embedded, tagged, with their language, so that they can be read aloud, searched and copied. All
/// lengths are points of an A4 page; larger paper is the same page made larger.
/// </summary>
internal sealed class NoticePdf : IDisposable
{
    private const double Width = 595;
    private const double Height = 842;
    private const double Margin = 34;
    private const double Gutter = 20;
    private const double Leading = 1.28;
    private const double FooterSize = 8;

    private static readonly XColor Ink = XColor.FromArgb(0x11, 0x18, 0x27);
    private static readonly XBrush Black = new XSolidBrush(Ink);
    private static readonly XBrush White = XBrushes.White;

    private readonly PdfDocument _document = new();
    private readonly UAManager _tags;
    private readonly double _scale;
    private readonly PageSize _size;
    private XGraphics? _page;

    private NoticePdf(NoticePaper paper, string title)
    {
        NoticeFonts.Use();
        _document.Info.Title = title;
        _document.Info.Creator = "RetailGuard";
        _tags = UAManager.ForDocument(_document);
        _tags.SetDocumentLanguage("en-NZ");
        (_scale, _size) = paper switch
        {
            NoticePaper.A4 => (1.0, PageSize.A4),
            NoticePaper.A3 => (Math.Sqrt(2), PageSize.A3),
            NoticePaper.A2 => (2.0, PageSize.A2),
        };
    }

    /// <summary>One sheet with all languages side by side: what hangs on a wall.</summary>
    /// <exception cref="NoticeTooLongException">The words do not fit in print that can be read.</exception>
    public static byte[] Sheet(NoticePrint notice, NoticePaper paper)
    {
        using var pdf = new NoticePdf(paper, notice.Texts[0].Title);
        pdf.DrawSheet(notice);
        return pdf.Save();
    }

    /// <summary>As many pages as it takes, one language after the other: what is read in the hand.</summary>
    /// <param name="isLarge">In large print, 18 points and more.</param>
    public static byte[] Pages(NoticePrint notice, NoticePaper paper, bool isLarge)
    {
        using var pdf = new NoticePdf(paper, notice.Texts[0].Title);
        pdf.DrawPages(notice, isLarge ? 18 : 11.5);
        return pdf.Save();
    }

    public void Dispose()
    {
        _page?.Dispose();
        _document.Dispose();
    }

    private byte[] Save()
    {
        _page?.Dispose();
        _page = null;
        using var file = new MemoryStream();
        _document.Save(file);
        return file.ToArray();
    }

    private XGraphics NewPage()
    {
        _page?.Dispose();
        var page = _document.AddPage();
        page.Size = _size;
        _page = XGraphics.FromPdfPage(page);
        _page.ScaleTransform(_scale);
        return _page;
    }

    private void DrawSheet(NoticePrint notice)
    {
        var page = NewPage();
        var columns = notice.Texts.Count;
        var column = (Width - (2 * Margin) - ((columns - 1) * Gutter)) / columns;
        const double codeSide = 150;

        // The head: titles in white on black, to be seen from the street.
        var titles = notice
            .Texts.Select((text, i) => Wrap(page, text.Title, Font(i == 0 ? 30 : 24, bold: true), Width - (2 * Margin)))
            .ToList();
        var head = Margin + titles.Select((lines, i) => lines.Count * (i == 0 ? 30 : 24) * 1.15).Sum() + 12;
        Artifact(() => page.DrawRectangle(Black, 0, 0, Width, head));
        var y = Margin - 4;
        for (var i = 0; i < titles.Count; i++)
        {
            var size = i == 0 ? 30 : 24;
            y = Paragraph(page, titles[i], Font(size, bold: true), White, Margin, y, size * 1.15, i == 0, notice.Texts[i].Language);
        }

        var top = head + 14;
        if (notice.Texts.All(text => text.Sections.Count == 0))
        {
            DrawFewWords(page, notice, top + 20);
            Footer(page, notice.Footer);
            return;
        }

        var beside = Width - (2 * Margin) - codeSide - Gutter;
        DrawCode(page, notice.Code!, Width - Margin - codeSide, top, codeSide, notice.CodeText[0]);
        var lead = top;
        for (var i = 0; i < columns; i++)
        {
            var size = i == 0 ? 14 : 12;
            lead = Draw(page, notice.Texts[i].Lead, Font(size, bold: i == 0), Margin, lead, beside, size, notice.Texts[i].Language) + 4;
            lead = Draw(page, notice.CodeText[i], Font(10), Margin, lead, beside, 10, notice.Texts[i].Language) + 8;
        }

        top = Math.Max(lead, top + codeSide) + 10;
        var bottom = Height - Margin - 6;
        var body = FittingSize(page, notice.Texts, column, bottom - top);
        for (var i = 0; i < columns; i++)
        {
            DrawSections(page, notice.Texts[i], Margin + (i * (column + Gutter)), top, column, body);
        }

        Footer(page, notice.Footer);
    }

    /// <summary>A sheet that says one thing, to be read from two metres away.</summary>
    private void DrawFewWords(XGraphics page, NoticePrint notice, double y)
    {
        const double code = 200;
        var wide = Width - (2 * Margin);
        for (var i = 0; i < notice.Texts.Count; i++)
        {
            var size = i == 0 ? 22 : 17;
            y = Draw(page, notice.Texts[i].Lead, Font(size, bold: i == 0), Margin, y, wide, size, notice.Texts[i].Language) + 20;
        }

        DrawCode(page, notice.Code!, Margin, y, code, notice.CodeText[0]);
        for (var i = 0; i < notice.Texts.Count; i++)
        {
            var left = Margin + code + Gutter;
            y = Draw(page, notice.CodeText[i], Font(16), left, y + 10, wide - code - Gutter, 16, notice.Texts[i].Language);
        }
    }

    private void DrawPages(NoticePrint notice, double body)
    {
        for (var i = 0; i < notice.Texts.Count; i++)
        {
            var text = notice.Texts[i];
            var page = NewPage();
            var wide = Width - (2 * Margin);
            var y =
                Draw(page, text.Title, Font(body * 1.7, bold: true), Margin, Margin, wide, body * 1.7, text.Language, isTitle: true) + body;
            if (text.Lead.Length > 0)
            {
                y = Draw(page, text.Lead, Font(body * 1.1), Margin, y, wide, body * 1.1, text.Language) + body;
            }

            foreach (var section in text.Sections)
            {
                // A heading is not left alone at the foot of a page.
                var heading = section.Heading.Length == 0 ? [] : Wrap(page, section.Heading, Font(body * 1.15, bold: true), wide);
                var lines = Wrap(page, section.Text, Font(body), wide);
                if (y + (((heading.Count * 1.15) + Math.Min(2, lines.Count)) * body * Leading) > Bottom)
                {
                    (page, y) = Next(page);
                }

                if (heading.Count > 0)
                {
                    y = Paragraph(
                        page,
                        heading,
                        Font(body * 1.15, bold: true),
                        Black,
                        Margin,
                        y,
                        body * 1.15 * Leading,
                        true,
                        text.Language
                    );
                }

                while (lines.Count > 0)
                {
                    var room = Math.Max(1, (int)((Bottom - y) / (body * Leading)));
                    y = Paragraph(page, [.. lines.Take(room)], Font(body), Black, Margin, y, body * Leading, false, text.Language);
                    lines = [.. lines.Skip(room)];
                    if (lines.Count > 0)
                    {
                        (page, y) = Next(page);
                    }
                }

                y += body * 0.8;
            }

            if (notice.Code is { } code)
            {
                const double side = 130;
                if (y + side > Bottom)
                {
                    (page, y) = Next(page);
                }

                DrawCode(page, code, Margin, y, side, notice.CodeText[i]);
                Draw(page, notice.CodeText[i], Font(body), Margin + side + Gutter, y + 10, wide - side - Gutter, body, text.Language);
            }

            Footer(page, notice.Footer);
        }

        (XGraphics Page, double Y) Next(XGraphics full)
        {
            Footer(full, notice.Footer);
            return (NewPage(), Margin);
        }
    }

    private static double Bottom => Height - Margin - 14;

    /// <summary>The largest print in which every language fits into its column.</summary>
    private static double FittingSize(XGraphics page, IReadOnlyList<NoticeText> texts, double column, double room)
    {
        for (var size = 15.0; size >= 7.5; size -= 0.25)
        {
            if (texts.All(text => HeightOf(page, text, column, size) <= room))
            {
                return size;
            }
        }

        throw new NoticeTooLongException();
    }

    private static double HeightOf(XGraphics page, NoticeText text, double column, double size) =>
        text.Sections.Sum(section =>
            ((section.Heading.Length == 0 ? 0 : Wrap(page, section.Heading, Font(size, bold: true), column).Count) * size * Leading)
            + (Wrap(page, section.Text, Font(size), column).Count * size * Leading)
            + (size * 0.55)
        );

    private void DrawSections(XGraphics page, NoticeText text, double x, double y, double column, double size)
    {
        foreach (var section in text.Sections)
        {
            if (section.Heading.Length > 0)
            {
                var heading = Wrap(page, section.Heading, Font(size, bold: true), column);
                y = Paragraph(page, heading, Font(size, bold: true), Black, x, y, size * Leading, true, text.Language);
            }

            y = Draw(page, section.Text, Font(size), x, y, column, size, text.Language) + (size * 0.55);
        }
    }

    private double Draw(
        XGraphics page,
        string text,
        XFont font,
        double x,
        double y,
        double width,
        double size,
        string language,
        bool isTitle = false
    ) => Paragraph(page, Wrap(page, text, font, width), font, Black, x, y, size * Leading, isTitle, language);

    /// <returns>Where the next paragraph may begin.</returns>
    private double Paragraph(
        XGraphics page,
        IReadOnlyList<string> lines,
        XFont font,
        XBrush brush,
        double x,
        double y,
        double step,
        bool isHeading,
        string language
    )
    {
        var tags = _tags.StructureBuilder;
        tags.BeginElement(isHeading ? PdfBlockLevelElementTag.Heading2 : PdfBlockLevelElementTag.Paragraph);
        tags.SetLanguage(language == "mi" ? "mi-NZ" : "en-NZ");
        foreach (var line in lines)
        {
            page.DrawString(line, font, brush, new XPoint(x, y + (font.Size * 0.95)));
            y += step;
        }

        tags.End();
        return y;
    }

    private void DrawCode(XGraphics page, string code, double x, double y, double side, string what)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(code, QRCodeGenerator.ECCLevel.M);

        // The library's own edge of four modules is the quiet zone.
        var modules = data.ModuleMatrix;
        var module = side / modules.Count;
        var squares = new XGraphicsPath { FillMode = XFillMode.Winding };
        for (var row = 0; row < modules.Count; row++)
        {
            for (var column = 0; column < modules.Count; column++)
            {
                if (modules[row][column])
                {
                    squares.AddRectangle(x + (column * module), y + (row * module), module, module);
                }
            }
        }

        _tags.StructureBuilder.BeginElement(PdfIllustrationElementTag.Figure, what, new XRect(x, y, side, side));
        page.DrawRectangle(White, x, y, side, side);
        page.DrawPath(Black, squares);
        _tags.StructureBuilder.End();
    }

    private void Footer(XGraphics page, string footer) =>
        Artifact(() => page.DrawString(footer, Font(FooterSize), Black, new XPoint(Margin, Height - Margin + 12)));

    private void Artifact(Action draw)
    {
        _tags.StructureBuilder.BeginArtifact();
        draw();
        _tags.StructureBuilder.End();
    }

    private static XFont Font(double size, bool bold = false) =>
        new(NoticeFonts.Family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular);

    /// <summary>Lines no wider than a column; a word that is wider is broken.</summary>
    private static List<string> Wrap(XGraphics page, string text, XFont font, double width)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (page.MeasureString(longer, font).Width <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            line = word;
            while (page.MeasureString(line, font).Width > width)
            {
                var fits = line.Length - 1;
                while (fits > 1 && page.MeasureString(line[..fits], font).Width > width)
                {
                    fits--;
                }

                lines.Add(line[..fits]);
                line = line[fits..];
            }
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }
}

/// <summary>A notice's words do not fit on one sheet in print that can be read.</summary>
public sealed class NoticeTooLongException() : Exception("The notice's words do not fit on one sheet in print of at least 7.5 points.");
