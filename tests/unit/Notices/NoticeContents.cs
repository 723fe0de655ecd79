using RetailGuard.Notices;

namespace RetailGuard.Tests.Unit.Notices;

/// <summary>A retailer's notice that could be published.</summary>
internal static class NoticeContents
{
    public static NoticePlace Place { get; } =
        new("Ōtāhuhu Store 1", "12 Example Street, Ōtāhuhu", "https://stores.example.co.nz/privacy/0197c2a8-4b7e-7d3a-9c41-2f60c1d1a001");

    public static NoticeParticulars Particulars { get; } =
        new(
            "Example Grocers Limited",
            "1 Example Street, Wellington 6011",
            "privacy officer",
            "āpiha matatapu",
            "0800 000 000",
            "privacy@example.co.nz",
            "https://example.co.nz/face-recognition",
            "New Zealand",
            HasAlternative: true,
            "ask at the service desk, and somebody brings you what you need to the door.",
            "pātai i te tēpu ratonga, ā, ka kawea mai e tētahi āu mea ki te kūaha."
        );

    public static NoticeSettings Settings { get; } = new(92.5, 30, 24, 3, null, "https://stores.example.co.nz");

    public static NoticeContent Content { get; } =
        new(Particulars, Settings, NoticeWords.English, NoticeWords.Maori, new("Translator 1", new(2026, 11, 1), ""));
}
