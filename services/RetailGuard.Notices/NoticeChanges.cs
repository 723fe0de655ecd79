using System.Globalization;

namespace RetailGuard.Notices;

/// <summary>What one version of a retailer's notices says otherwise than the one before.</summary>
internal static class NoticeChanges
{
    public static IReadOnlyList<WriteNotice.NoticeChange> Between(NoticeContent before, NoticeContent after)
    {
        var (was, now) = (Lines(before), Lines(after));
        return
        [
            .. now
                .Keys.Union(was.Keys)
                .Where(key => was.GetValueOrDefault(key, "") != now.GetValueOrDefault(key, ""))
                .Select(key => new WriteNotice.NoticeChange(key, was.GetValueOrDefault(key, ""), now.GetValueOrDefault(key, ""))),
        ];
    }

    /// <summary>All that a content says, by what it is.</summary>
    private static Dictionary<string, string> Lines(NoticeContent content)
    {
        var (particulars, settings) = (content.Particulars, content.Settings);
        var lines = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["legal name"] = particulars.LegalName ?? "",
            ["address"] = particulars.Address ?? "",
            ["contact role"] = particulars.ContactRole ?? "",
            ["contact role (te reo Māori)"] = particulars.ContactRoleMaori ?? "",
            ["phone"] = particulars.Phone ?? "",
            ["e-mail"] = particulars.Email ?? "",
            ["assessment"] = particulars.Assessment ?? "",
            ["kept in"] = particulars.KeptIn ?? "",
            ["another way to shop"] = particulars.HasAlternative is true ? particulars.Alternative ?? "" : "none",
            ["another way to shop (te reo Māori)"] = particulars.AlternativeMaori ?? "",
            ["alert floor"] = settings.AlertFloor.ToString(CultureInfo.InvariantCulture),
            ["days that confirmed alerts are kept"] = Number(settings.ConfirmedDays),
            ["months that an offender is listed"] = Number(settings.OffenderMonths),
            ["months that an accomplice is listed"] = Number(settings.AccompliceMonths),
            ["shared within km"] = settings.SharedKilometres is { } kilometres ? Number(kilometres) : "not shared",
            ["public address"] = settings.PublicAddress ?? "",
            ["translator"] = $"{content.Review.By}, {content.Review.On:yyyy-MM-dd}",
        };
        foreach (var (key, text) in content.English)
        {
            lines[$"{key} (English)"] = text;
        }

        foreach (var (key, text) in content.Maori)
        {
            lines[$"{key} (te reo Māori)"] = text;
        }

        return lines;

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
