using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using RetailGuard.Matching;
using RetailGuard.Matching.Evaluation;

namespace RetailGuard.Tools.Evaluate;

/// <summary>report.html: one file that needs nothing else; every chart has its table, and colour alone never carries meaning.</summary>
internal static partial class ReportPage
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2330;--soft:#4d5768;--line:#c9d0da;--paper:#fff;--band:#f3f5f8;--a:#0b5cad;--b:#a33c00}
        @media (prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#b3bccb;--line:#465062;--paper:#14181f;--band:#1d232d;--a:#7db8ff;--b:#ffab73}}
        body{margin:0 auto;padding:1rem;max-width:72rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        h1{font-size:1.7rem}h2{font-size:1.3rem;margin-top:2.5rem;border-top:1px solid var(--line);padding-top:1rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0 1rem;min-width:min(100%,30rem);font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft);padding:.25rem 0}th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
        caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 2rem)}
        th:first-child,td:first-child{text-align:left}thead th{background:var(--band)}b{font-weight:inherit;white-space:nowrap}
        svg{display:block;width:100%;min-width:40rem;max-width:48rem;height:auto}
        svg text{fill:var(--soft);font:12px system-ui,sans-serif}.grid{stroke:var(--line)}.a{stroke:var(--a);fill:none;stroke-width:2}
        .b{stroke:var(--b);fill:none;stroke-width:2;stroke-dasharray:6 3}.dot{fill:var(--a)}svg .label{fill:var(--ink);stroke:var(--paper);stroke-width:3px;paint-order:stroke}
        .pairs{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem;list-style:none;padding:0}
        .pairs li{border:1px solid var(--line);padding:.5rem;overflow-wrap:anywhere}.pairs img{width:7rem;height:7rem;object-fit:contain;background:var(--band)}
        a{color:var(--a)}:focus-visible{outline:3px solid var(--a)}
        @media (max-width:30rem){th,td{padding:.25rem .4rem}}
        @page{margin:15mm}
        @media print{:root{color-scheme:light;--ink:#000;--soft:#333;--line:#999;--paper:#fff;--band:#eee;--a:#004a99;--b:#8a3200}
        body{padding:0;font-size:10pt}table{font-size:8.5pt}th,td{padding:.15rem .35rem}svg{min-width:0}.scroll{overflow:visible}caption span{max-width:none}
        h2,h2+p,caption,thead{break-after:avoid}svg,tr,.pairs li{break-inside:avoid}}
        """;

    /// <summary>A number with its exponent, sign or unit, or an interval: none of them may break between two lines.</summary>
    [GeneratedRegex(@"(?<![\w#])(\[[\d.–-]+\]|[+-]?\d[\d.,]*(e-?\d+)?( %)?)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    public static string Write(EvaluationReport report, string? images)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            <!doctype html><html lang="en-NZ"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>Accuracy of face comparison</title><style>{Style}</style></head><body><main>
            <h1>Accuracy of face comparison</h1>
            """
        );
        Data(page, report);
        Accuracy(page, report);
        Trade(page, report);
        Histogram(page, report);
        Groups(page, report);
        Identification(page, report);
        Decisions(page, report);
        FalseAlerts(page, report);
        Pairs(
            page,
            "Most similar pictures of different people",
            "Look whether two of them are one person under two labels: such an error counts as a false match.",
            report.MostSimilarStrangers,
            images
        );
        Pairs(
            page,
            "Least similar pictures of one person",
            "Look whether two of them are two people under one label: such an error counts as a miss.",
            report.LeastSimilarOfOnePerson,
            images
        );
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Data(StringBuilder page, EvaluationReport report)
    {
        var data = report.Data;
        page.Append(
            Say(
                $"<p>{data.Templates:N0} templates of {data.Dimension} values from {data.Pictures:N0} pictures of {data.People:N0} people, {data.PeopleWithPairs:N0} of them with two pictures or more. "
            )
                + Say(
                    $"{data.MatedPairs:N0} mated and {data.NonMatedPairs:N0} non-mated pairs, all compared, in {report.Scan.Seconds:0.0} s. "
                )
                + Say(
                    $"Embedding space: {Text(data.Space ?? "not stated")}; pack: {Text(data.Pack ?? "none")}; gate: {data.Gate}; labels joined {data.LabelsJoined}, pictures dropped {data.PicturesDropped} by people; seed {data.Seed}. Intervals are 95 %, by {data.Replicates} resamplings of people.</p>"
                )
        );
        page.Append("<h2>Failures to enrol and to acquire</h2>");
        Table(
            page,
            "Pictures without a template",
            ["Reason", "Pictures", "Share"],
            report.FailuresToEnrol.Select(Reason),
            "Every picture gave a template."
        );
        Table(
            page,
            "Templates by the strictest quality gate that the picture passes",
            ["Gate", "Templates", "Share"],
            report.Gates.Select(Reason),
            "The lines do not say which gates the pictures pass; all were used."
        );
        Table(
            page,
            "Below the probe gate, by what falls short (one picture may miss several)",
            ["Aspect", "Pictures", "Share"],
            report.FailuresToAcquire.Select(Reason),
            "None."
        );

        static string[] Reason(ReasonCount reason) => [reason.Reason, Say($"{reason.Count:N0}"), Say($"{reason.Share:P2}")];
    }

    private static void Accuracy(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>Comparing two pictures</h2>");
        Table(
            page,
            Say(
                $"True acceptance (TAR) at false-match rates (FMR). The pairs can show an FMR of {report.LeastFalseMatchRate:0.0e0} at best: with fewer than three false matches to be expected, nothing is stated."
            ),
            ["FMR", "Threshold, cosine", "TAR, mean of people", "TAR, mean of pairs"],
            report.Accuracy.Select(row =>
                new[]
                {
                    Say($"{row.FalseMatchRate:0e0}"),
                    row.Threshold is null ? "too few pairs" : Value(row.Threshold, row.ThresholdInterval),
                    Value(row.TarPerPerson, row.TarPerPersonInterval),
                    Value(row.TarPerPair, row.TarPerPairInterval),
                }
            )
        );
    }

    private static void Trade(StringBuilder page, EvaluationReport report)
    {
        // The fewest misses that many pairs show lie below one in a thousand.
        var misses = report.Curve.Where(point => point.FalseNonMatchRate > 0).ToList();
        var least = misses.Select(point => Math.Floor(Math.Log10(point.FalseNonMatchRate))).Append(-3).Min();
        var chart = new LogChart(-8, 0, least, 0, "False-match rate", "False-non-match rate (pairs)");
        chart.Line("a", misses.Select(point => (point.FalseMatchRate, point.FalseNonMatchRate)));
        foreach (var row in report.Accuracy.Where(row => row.TarPerPair < 1))
        {
            chart.Dot(row.FalseMatchRate, 1 - row.TarPerPair!.Value, Say($"{row.Threshold:0.000}"));
        }

        page.Append("<h2>Detection-error trade-off</h2>");
        if (misses.Count > 0)
        {
            Chart(
                page,
                chart,
                "Chart of the trade-off",
                "Detection-error trade-off: misses fall as false matches rise; the dots carry the threshold's cosine"
            );
        }
        else
        {
            page.Append("<p>No mated pair is missed wherever the threshold lies between these cosines: there is no curve to draw.</p>");
        }

        Table(
            page,
            "False matches and misses by the threshold's cosine",
            ["Cosine", "FMR", "FNMR, pairs"],
            report
                .Curve.Where(point => Math.Abs(Math.IEEERemainder(point.Cosine, 0.05)) < 1e-6)
                .Select(point =>
                    new[] { Say($"{point.Cosine:0.00}"), Say($"{point.FalseMatchRate:0.00e0}"), Say($"{point.FalseNonMatchRate:0.0000}") }
                )
        );
    }

    private static void Histogram(StringBuilder page, EvaluationReport report)
    {
        var (mated, nonMated) = ((double)report.Data.MatedPairs, (double)report.Data.NonMatedPairs);
        var chart = new LogChart(-0.5, 1, -8, 0, "Cosine", "Share of pairs", linear: true);
        chart.Line("a", report.Histogram.Where(row => row.Mated > 0).Select(row => ((row.From + row.To) / 2, row.Mated / mated)));
        chart.Line("b", report.Histogram.Where(row => row.NonMated > 0).Select(row => ((row.From + row.To) / 2, row.NonMated / nonMated)));
        page.Append("<h2>Cosines of mated and non-mated pairs</h2>");
        Chart(
            page,
            chart,
            "Chart of the cosines",
            "Share of pairs by cosine: mated pairs as a full line, non-mated pairs as a dashed line"
        );
        page.Append("<p>Full line: mated pairs. Dashed line: non-mated pairs.</p>");
        Table(
            page,
            "Mated and non-mated pairs by their cosine",
            ["Cosine", "Mated", "Non-mated"],
            report.Histogram.Select(row =>
                new[] { Say($"{row.From:0.00} to {row.To:0.00}"), Say($"{row.Mated:N0}"), Say($"{row.NonMated:N0}") }
            )
        );
    }

    private static void Groups(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>The worst group, and the calibration</h2>");
        page.Append(
            "<p>The scale is anchored where the model errs most. Groups are those that people gave themselves, and always the fifth of people whom the model confuses with strangers most: chosen on one half of the people, measured across to the other half, so that chance does not choose them. Nobody's group is guessed.</p>"
        );
        Table(
            page,
            "Cosine that keeps a false-match rate, by group",
            ["Group", "People", "Pairs", .. Verification.Rates.Select(rate => Say($"{rate:0e0}"))],
            report.Groups.Select(group =>
                new[] { group.Name, Say($"{group.People:N0}"), Say($"{group.Pairs:N0}") }
                    .Concat(group.Thresholds.Select((threshold, i) => threshold is null ? "too few" : Value(threshold, group.Intervals[i])))
                    .ToArray()
            )
        );
        if (report.Calibration is { } calibration)
        {
            Table(
                page,
                Say($"Calibration, as calibration.json has it; a fused probe loses {calibration.FusedPenalty:0.000} first"),
                ["FMR", "Cosine"],
                calibration.Points.Select(point => new[] { Say($"{point.FalseMatchRate:0e0}"), Say($"{point.Cosine:0.000}") })
            );
            page.Append($"<p>{Words(calibration.Evidence)}</p>");
        }
        else
        {
            page.Append("<p>The data are too few for a calibration: at least two rates must be measured on 20 people or more.</p>");
        }
    }

    private static void Identification(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>Finding a listed person among strangers</h2>");
        page.Append(
            "<p>Visits are fused from 1, 3 or 5 pictures as the product does; enrolments are single pictures. FNIR is the share of listed people's visits that stay below the threshold which keeps the false-positive rate (FPIR) per visit. 5.6e-5 is one false alert in ten days at 1,786 visits a day.</p>"
        );
        Table(
            page,
            "Misses at a false-positive rate per visit, mean over all lists of that size",
            ["Frames", "List", "FPIR", "Threshold", "FNIR", "Listed people", "Visitors"],
            report.Identification.Select(row =>
                new[]
                {
                    Say($"{row.Frames}"),
                    Say($"{row.ListSize:N0}"),
                    Say($"{row.FalsePositiveRate:0.0e0}"),
                    row.Note ?? Say($"{row.Threshold:0.000}"),
                    Value(row.FalseNegativeRate, row.Interval),
                    Say($"{row.ListedPeople:N0}"),
                    Say($"{row.Visitors:N0}"),
                }
            )
        );
        Table(
            page,
            "How much nearer strangers lie to a fused probe, same visitors, same false-match rate",
            ["Frames", "FMR", "Cosine"],
            report.FusionShifts.Select(shift =>
                new[] { Say($"{shift.Frames}"), Say($"{shift.FalseMatchRate:0e0}"), Say($"{shift.Shift:+0.000;-0.000}") }
            ),
            "Too few people have enough pictures to say."
        );
    }

    private static void Decisions(StringBuilder page, EvaluationReport report)
    {
        page.Append(Say($"<h2>What the product decides at {ScoreScale.AlertFloor}</h2>"));
        page.Append(
            "<p>The product's own search and decision on random lists: two frames that agree at least, and a lead over the second entry. One frame alone decides nothing.</p>"
        );
        Table(
            page,
            "Decisions on random lists",
            [
                "Scale",
                "Frames",
                "List",
                "Lists",
                "Listed visits",
                "Found",
                "Missed",
                "Wrong entry",
                "Tie",
                "Weak",
                "Strangers' visits",
                "False alerts",
                "Ties kept back",
            ],
            report.Decisions.Select(row =>
                new[]
                {
                    row.Scale,
                    Say($"{row.Frames}"),
                    Say($"{row.Tally.ListSize:N0}"),
                    Say($"{row.Tally.Lists:N0}"),
                    Say($"{row.Tally.Listed:N0}"),
                    Share(row.Tally.Found, row.Tally.Listed),
                    Share(row.Tally.Listed - row.Tally.Found, row.Tally.Listed),
                    Say($"{row.Tally.Confused:N0}"),
                    Say($"{row.Tally.TiedListed:N0}"),
                    Say($"{row.Tally.WeakListed:N0}"),
                    Say($"{row.Tally.Strangers:N0}"),
                    Say($"{row.Tally.FalseAlerts:N0} ({row.Tally.FalseAlerts / Math.Max(1.0, row.Tally.Strangers):0.0e0} a visit)"),
                    Say($"{row.Tally.TiedStrangers:N0}"),
                }
            ),
            "No list of 72 can be drawn from these people, or no scale is known."
        );
        if (report.AlertFloor is { } floor)
        {
            Table(
                page,
                Say(
                    $"Single comparisons at the shipped floor, cosine {floor.Cosine:0.000} (fused probes need {floor.FusedPenalty:0.000} more); TAR there, mean of people: {floor.TarPerPerson:0.000}"
                ),
                ["Group", "Pairs", "False matches", "Rate", "At most"],
                floor.Rates.Select(rate =>
                    new[]
                    {
                        rate.Group,
                        Say($"{rate.Pairs:N0}"),
                        Say($"{rate.FalseMatches:N0}"),
                        Say($"{rate.Rate:0.0e0}"),
                        rate.Upper is null ? "" : Say($"{rate.Upper:0.0e0}"),
                    }
                )
            );
        }
    }

    private static void FalseAlerts(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>Expected false alerts per store and day</h2>");
        var cells = report.FalseAlerts[0].Cells;
        Table(
            page,
            Say(
                $"At {FalseAlertLoad.VisitsPerDay:N0} visits, decided once each; in brackets, if each of {FalseAlertLoad.ScansPerDay:N0} scans were decided by itself. The budget is 0.1 a day."
            ),
            ["List", .. cells.Select(cell => Say($"{cell.At} (FMR {cell.FalseMatchRate:0.0e0})"))],
            report.FalseAlerts.Select(row =>
                row.Cells.Select(cell => Say($"{cell.PerDayByVisit:0.000} ({cell.PerDayByScan:0.00})"))
                    .Prepend(Say($"{row.ListSize:N0}"))
                    .ToArray()
            )
        );
    }

    private static void Pairs(StringBuilder page, string title, string what, IReadOnlyList<PicturePair> pairs, string? images)
    {
        page.Append($"<h2>{title}</h2><p>{what}</p><ol class=\"pairs\">");
        foreach (var pair in pairs)
        {
            page.Append(Say($"<li>Cosine {pair.Cosine:0.000}<br>"));
            foreach (var (person, image) in new[] { (pair.Person, pair.Image), (pair.OtherPerson, pair.OtherImage) })
            {
                if (images is not null && Thumbnail.Of(Path.Combine(images, image)) is { } address)
                {
                    // Its name is beside it.
                    page.Append($"<img src=\"{address}\" alt=\"Picture of {Text(person)}\"> ");
                }
            }

            page.Append($"<div>{Text(pair.Image)}<br>{Text(pair.OtherImage)}</div></li>");
        }

        page.Append("</ol>");
    }

    /// <summary>On a phone a chart scrolls: its words would be too small to read.</summary>
    private static void Chart(StringBuilder page, LogChart chart, string name, string what) =>
        page.Append($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">{chart.Svg(what)}</div>");

    private static void Table(StringBuilder page, string caption, string[] heads, IEnumerable<string[]> rows, string? whenEmpty = null)
    {
        var body = rows.ToList();
        if (body.Count == 0)
        {
            page.Append($"<p>{Words(caption)}: {Words(whenEmpty ?? "none")}</p>");
            return;
        }

        page.Append(
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(caption)}\"><table><caption><span>{Words(caption)}</span></caption><thead><tr>"
        );
        page.AppendJoin("", heads.Select(head => $"<th scope=\"col\">{Words(head)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in body)
        {
            page.Append($"<tr><th scope=\"row\">{Words(row[0])}</th>");
            page.AppendJoin("", row.Skip(1).Select(cell => $"<td>{Words(cell)}</td>")).Append("</tr>");
        }

        page.Append("</tbody></table></div>");
    }

    private static string Value(double? value, Interval? interval) =>
        value is null ? "" : Say($"{value:0.000}") + (interval is { } i ? Say($" [{i.Low:0.000}–{i.High:0.000}]") : "");

    private static string Share(long part, long whole) => whole == 0 ? "" : Say($"{part / (double)whole:P1}");

    /// <summary>Text with its numbers held together.</summary>
    private static string Words(string text) => Number().Replace(Text(text), "<b>$0</b>");

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
