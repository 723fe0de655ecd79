using System.Diagnostics;
using RetailGuard.Notices;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Notices;

[Trait("Rule", "R33")]
public sealed class NoticePdfTests : IDisposable
{
    private const string Address = "https://stores.example.co.nz/n/7KQ2M9DXA13XT7";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rg-pdf-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(NoticePaper.A4, "595 x 842")]
    [InlineData(NoticePaper.A3, "842 x 1191")]
    [InlineData(NoticePaper.A2, "1191 x 1684")]
    public void A_poster_is_one_tagged_sheet_of_its_size(NoticePaper paper, string points)
    {
        var said = Run("pdfinfo", Written(NoticePdf.Sheet(Print(NoticeKind.Poster), paper)));

        said.ShouldContain("Pages:           1");
        said.ShouldContain("Tagged:          yes");
        said.ShouldContain($"Page size:       {points} pts");
    }

    [Fact]
    public void Every_font_is_embedded() =>
        Run("pdffonts", Written(NoticePdf.Sheet(Print(NoticeKind.Poster), NoticePaper.A4)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(2)
            .ShouldAllBe(font => font.Contains(" yes yes ", StringComparison.Ordinal));

    /// <summary>Everything that is said can be selected, macrons too, on the sheet and in the large print.</summary>
    [Theory]
    [InlineData(NoticeKind.Poster, false)]
    [InlineData(NoticeKind.Poster, true)]
    [InlineData(NoticeKind.Checkout, false)]
    [InlineData(NoticeKind.Handout, false)]
    [InlineData(NoticeKind.Handout, true)]
    [InlineData(NoticeKind.Announcement, false)]
    [InlineData(NoticeKind.StaffCard, false)]
    [InlineData(NoticeKind.WebPage, true)]
    [InlineData(NoticeKind.Policy, true)]
    public void All_words_can_be_selected_with_their_macrons(NoticeKind kind, bool large)
    {
        var print = Print(kind);
        var file =
            !large && kind is NoticeKind.Poster or NoticeKind.Checkout
                ? NoticePdf.Sheet(print, NoticePaper.A4)
                : NoticePdf.Pages(print, NoticePaper.A4, large);

        // In the order in which it was written: two columns are not read across.
        var read = Letters(Run("pdftotext", "-raw", Written(file), "-"));
        foreach (var text in print.Texts)
        {
            foreach (var said in text.Sections.SelectMany(s => new[] { s.Heading, s.Text }).Concat([text.Title, text.Lead]))
            {
                // A page's foot may come between two lines of a text.
                foreach (var word in said.Split(' '))
                {
                    read.ShouldContain(Letters(word));
                }
            }
        }
    }

    /// <summary>As a telephone's camera sees it from far off: an A4 sheet at 300 dpi, made eight times smaller.</summary>
    [Fact]
    public void The_square_code_is_read_at_an_eighth()
    {
        var pdf = Written(NoticePdf.Sheet(Print(NoticeKind.Poster), NoticePaper.A4));
        var picture = Path.Combine(_folder.FullName, "page");
        Run("pdftoppm", "-r", "300", "-png", "-singlefile", pdf, picture);
        using var page = Pictures.Decode(File.ReadAllBytes($"{picture}.png"));
        using var small = Pictures.Shrink(page, page.Width / 8);

        PosterPhoto.CodeOn(page).ShouldBe(Address);
        PosterPhoto.CodeOn(small).ShouldBe(Address);
    }

    [Fact]
    public void Words_that_do_not_fit_on_a_sheet_are_refused_and_fit_on_pages()
    {
        var wordy = NoticeContents.Particulars with { Alternative = string.Join(' ', Enumerable.Repeat("somewhere", 600)) };
        var print = Print(NoticeKind.Poster, NoticeContents.Content with { Particulars = wordy });

        Should.Throw<NoticeTooLongException>(() => NoticePdf.Sheet(print, NoticePaper.A4));
        NoticePdf.Pages(print, NoticePaper.A4, isLarge: true).ShouldNotBeEmpty();
    }

    private static NoticePrint Print(NoticeKind kind, NoticeContent? content = null)
    {
        content ??= NoticeContents.Content;
        return new(
            [Notice.English(content, NoticeContents.Place, kind), Notice.Maori(content, NoticeContents.Place, kind)],
            Address,
            [content.English["code"], content.Maori["code"]],
            "Ōtāhuhu Store 1 · Notice 1, 1 November 2026."
        );
    }

    private string Written(byte[] pdf)
    {
        var file = Path.Combine(_folder.FullName, "notice.pdf");
        File.WriteAllBytes(file, pdf);
        return file;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} says: {said}");
        return said;
    }
}
