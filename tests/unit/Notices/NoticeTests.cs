using RetailGuard.Foundation;
using RetailGuard.Notices;

namespace RetailGuard.Tests.Unit.Notices;

[Trait("Rule", "R32")]
public sealed class NoticeTests
{
    /// <summary>What the Code's rule 3 wants said, each with words that can only come from the field or setting that says it.</summary>
    public static TheoryData<string, string> Said =>
        new()
        {
            { "scan", "biometric scan" },
            { "purposes", "violence, threats, use of a weapon, theft of high value or repeated theft" },
            { "alternative", NoticeContents.Particulars.Alternative! },
            { "operator", $"{NoticeContents.Particulars.LegalName}, {NoticeContents.Particulars.Address}" },
            { "recipients", "Police" },
            { "retention", "Confirmed: 30 days" },
            { "rights", "ask what we hold about you and have it corrected" },
            { "complaints", "Privacy Commissioner" },
            { "assessment", NoticeContents.Particulars.Assessment! },
        };

    public static TheoryData<string, string> Fields =>
        new()
        {
            { "legalName", "" },
            { "address", "" },
            { "contactRole", "" },
            { "contactRoleMaori", "" },
            { "assessment", "" },
            { "keptIn", "" },
            { "alternative", "" },
            { "alternativeMaori", "" },
        };

    [Theory]
    [MemberData(nameof(Said))]
    public void The_poster_says_it_in_both_languages(string key, string words)
    {
        Section(Notice.English(NoticeContents.Content, NoticeContents.Place, NoticeKind.Poster), key).ShouldContain(words);
        Section(Notice.Maori(NoticeContents.Content, NoticeContents.Place, NoticeKind.Poster), key).ShouldNotBeEmpty();
    }

    [Fact]
    public void Everything_that_is_required_has_its_test() => Said.Select(row => row.Data.Item1).ShouldBe(Notice.Required);

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_is_missing_is_named(string field, string nothing)
    {
        var content = NoticeContents.Particulars;
        var without = field switch
        {
            "legalName" => content with { LegalName = nothing },
            "address" => content with { Address = nothing },
            "contactRole" => content with { ContactRole = nothing },
            "contactRoleMaori" => content with { ContactRoleMaori = nothing },
            "assessment" => content with { Assessment = nothing },
            "keptIn" => content with { KeptIn = nothing },
            "alternative" => content with { Alternative = nothing },
            _ => content with { AlternativeMaori = nothing },
        };

        Missing(without).ShouldBe([field]);
    }

    [Fact]
    public void Nothing_is_missing_of_a_whole_one() => Missing(NoticeContents.Particulars).ShouldBeEmpty();

    [Fact]
    public void All_that_is_missing_is_named_at_once() =>
        Missing(NoticeParticulars.Empty)
            .ShouldBe(["legalName", "address", "contactRole", "contactRoleMaori", "assessment", "keptIn", "phone", "hasAlternative"]);

    [Fact]
    public void One_way_to_reach_somebody_is_enough()
    {
        Missing(NoticeContents.Particulars with { Phone = null }).ShouldBeEmpty();
        Missing(NoticeContents.Particulars with { Email = null }).ShouldBeEmpty();
        Missing(NoticeContents.Particulars with { Phone = null, Email = null }).ShouldBe(["phone"]);
    }

    [Fact]
    public void No_gap_is_left_open_in_any_notice()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            foreach (var text in Both(kind))
            {
                var all = string.Join('\n', text.Sections.Select(s => $"{s.Heading} {s.Text}").Append(text.Title).Append(text.Lead));
                all.ShouldNotContain("{");
                all.ShouldNotContain("  ");
            }
        }
    }

    [Fact]
    public void Both_languages_have_the_same_words_with_the_same_gaps()
    {
        NoticeWords.Maori.Keys.ShouldBe(NoticeWords.English.Keys, ignoreOrder: true);
        foreach (var (key, english) in NoticeWords.English)
        {
            Notice.GapsOf(NoticeWords.Maori[key]).ShouldBe(Notice.GapsOf(english), ignoreOrder: true, key);
        }
    }

    /// <summary>A notice tells; nobody agrees to anything by walking in.</summary>
    [Fact]
    [Trait("Rule", "R35")]
    public void No_notice_speaks_of_consent()
    {
        NoticeWords.English.Values.ShouldAllBe(text => !text.Contains("consent", StringComparison.OrdinalIgnoreCase));
        NoticeWords.English.Values.ShouldAllBe(text => !text.Contains("agree to", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Where_entries_are_shared_the_notice_says_how_far()
    {
        var shared = NoticeContents.Content with { Settings = NoticeContents.Settings with { SharedKilometres = 40 } };

        Section(Notice.English(shared, NoticeContents.Place, NoticeKind.Poster), "recipients").ShouldContain("within 40 km");
        Section(Notice.Maori(shared, NoticeContents.Place, NoticeKind.Poster), "recipients").ShouldContain("40 km");
    }

    [Fact]
    public void Where_there_is_no_other_way_in_the_notice_says_so()
    {
        var none = NoticeContents.Content with
        {
            Particulars = NoticeContents.Particulars with { HasAlternative = false, Alternative = null, AlternativeMaori = null },
        };

        Section(Notice.English(none, NoticeContents.Place, NoticeKind.Poster), "alternative").ShouldContain("no way");
        Section(Notice.English(none, NoticeContents.Place, NoticeKind.StaffCard), "staff.2").ShouldContain("no way");
    }

    [Fact]
    [Trait("Rule", "R33")]
    public void A_posters_code_tells_the_entrance_and_every_letter_of_the_words()
    {
        var english = Notice.English(NoticeContents.Content, NoticeContents.Place, NoticeKind.Poster);
        var words = PosterCode.WordsOf("https://a.example", english);
        var code = new PosterCode(PosterCode.NewEntrance(), words);

        PosterCode.Read($"https://a.example/n/{code}").ShouldBe(code);
        PosterCode.WordsOf("https://a.example", english).ShouldBe(words);
        PosterCode.WordsOf("https://b.example", english).ShouldNotBe(words);
        PosterCode.WordsOf("https://a.example", english with { Lead = $"{english.Lead}." }).ShouldNotBe(words);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://a.example/n/")]
    [InlineData("https://a.example/n/SHORT")]
    [InlineData("https://a.example/c/7KQ2M9DXA13XT7")]
    [InlineData("https://a.example/n/7KQ2M9DXA13XTU")]
    public void Other_codes_are_nobodys_poster(string address) => PosterCode.Read(address).ShouldBeNull();

    private static IEnumerable<NoticeText> Both(NoticeKind kind) =>
        [
            Notice.English(NoticeContents.Content, NoticeContents.Place, kind),
            Notice.Maori(NoticeContents.Content, NoticeContents.Place, kind),
        ];

    private static string Section(NoticeText text, string key) => text.Sections.Single(s => s.Key == key).Text;

    private static IEnumerable<string> Missing(NoticeParticulars particulars)
    {
        var wrong = new WrongFields();
        particulars.Trimmed().Check(wrong);
        return wrong.Refusal?.Errors?.Keys ?? [];
    }
}
