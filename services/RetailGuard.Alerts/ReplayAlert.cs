using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Matching;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>
/// A decision's inputs as they are kept with the alert: the calibration and the rule themselves, so that no later model pack or
/// version can change what is replayed. Numbers are written so that they are read back to the last bit.
/// </summary>
/// <param name="Calibration">Pairs of cosine and false-match rate.</param>
internal sealed record RecordedInputs(
    double[][] Calibration,
    double Threshold,
    int LeastFrames,
    double LeastAgreement,
    double LeastMargin,
    double? Best,
    double? Second,
    int Frames,
    double Agreement,
    double FusedPenalty
)
{
    public static string Write(DecisionInputs inputs) =>
        JsonSerializer.Serialize(
            new RecordedInputs(
                [.. inputs.Scale.Points.Select(p => (double[])[p.Cosine, p.FalseMatchRate])],
                inputs.Rule.ThresholdScore,
                inputs.Rule.LeastFrames,
                inputs.Rule.LeastAgreement,
                inputs.Rule.LeastMargin,
                inputs.Best,
                inputs.Second,
                inputs.Track.Frames,
                inputs.Track.Agreement,
                inputs.Track.FusedPenalty
            ),
            JsonSerializerOptions.Web
        );

    /// <summary>Null for what is no record of inputs, or of inputs that no decision takes.</summary>
    public static DecisionInputs? Read(string text)
    {
        try
        {
            var r = JsonSerializer.Deserialize<RecordedInputs>(text, JsonSerializerOptions.Web)!;
            return new(
                new([.. r.Calibration.Select(p => new CalibrationPoint(p[0], p[1]))]),
                new(r.Threshold, r.LeastFrames, r.LeastAgreement, r.LeastMargin),
                r.Best,
                r.Second,
                new(r.Frames, r.Agreement, r.FusedPenalty)
            );
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            return null;
        }
    }
}

/// <summary>What became of a replay.</summary>
/// <param name="Holds">The record gives the decision that it says was taken.</param>
/// <param name="Lines">Sentences for the operator: what was decided, or each thing that differs.</param>
public sealed record Replayed(bool Holds, IReadOnlyList<string> Lines);

/// <summary>
/// Takes the decision behind an alert again, from the record alone: no model, gallery or running server is needed. Looks also
/// whether the audit chain tells the same of the alert as its row, and whether the chain holds.
/// </summary>
public sealed class ReplayAlert(Database database, AuditVerifier verifier)
{
    /// <param name="tenant">Short name of the retailer; null looks at all.</param>
    public async Task<Result<Replayed>> RunAsync(AlertId id, string? tenant, CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var slugs = db.Set<Tenant>().Where(t => tenant == null || t.Slug == tenant).Select(t => t.Id);
        var alert = await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && slugs.Contains(a.Tenant), cancellation);
        if (alert is null)
        {
            return Refusal.NotFound("alert");
        }

        if (alert.IsDrill)
        {
            return new Replayed(false, ["This was a drill: nobody was matched, so there is no decision to take again."]);
        }

        var chain = await db.Set<AuditRow>()
            .AsNoTracking()
            .Where(r => r.Tenant == alert.Tenant && r.Subject == id.ToString() && r.Action == AlertAudit.Raised)
            .Select(r => r.Detail)
            .ToListAsync(cancellation);
        var verdicts = await verifier.VerifyAsync([], cancellation);
        List<string> differences =
        [
            .. DecideAgain(alert.Match),
            .. Compare(alert, chain),
            .. verdicts
                .Where(v => v.Tenant == alert.Tenant && v.Problem is not null)
                .Select(v => $"The audit chain is broken: {v.Problem}"),
            .. verdicts
                .Where(v => v.Tenant == alert.Tenant)
                .SelectMany(v => v.Differing ?? [])
                .Select(d => $"The record was changed past the audit chain: {d}"),
        ];
        return differences.Count > 0
            ? new Replayed(false, differences)
            : new Replayed(
                true,
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The same decision: match, score {alert.Match.Score:0.00} of {alert.Match.Threshold:0.0}, ahead by {alert.Match.Margin:0.000}. The audit chain agrees."
                    ),
                ]
            );
    }

    /// <summary>What is wrong with a decision's record; nothing when its inputs give the decision that it states.</summary>
    internal static IReadOnlyList<string> DecideAgain(MatchEvidence recorded)
    {
        if (recorded.Inputs is not { } text)
        {
            return
            [
                "Raised before a decision's inputs were kept: second cosine, calibration, rule and fusion penalty are not recorded, so it cannot be taken again.",
            ];
        }

        if (RecordedInputs.Read(text) is not { } inputs)
        {
            return ["The recorded inputs cannot be read: they are not what this product writes."];
        }

        var again = MatchDecision.Decide(inputs);
        (string What, double Recorded, double Again)[] fields =
        [
            ("threshold", recorded.Threshold, again.ThresholdScore),
            ("score", recorded.Score, again.Score),
            ("cosine", recorded.Cosine, again.Cosine),
            ("margin", recorded.Margin, again.Margin),
            ("frames", recorded.FramesFused, inputs.Track.Frames),
            ("agreement", recorded.Agreement, inputs.Track.Agreement),
        ];
        return
        [
            .. again.Verdict is Verdict.Match
                ? Array.Empty<string>()
                : [$"verdict differs: an alert was raised, the inputs give {again.Verdict}."],
            .. fields
                .Where(f => !f.Recorded.Equals(f.Again))
                .Select(f =>
                    string.Create(CultureInfo.InvariantCulture, $"{f.What} differs: recorded {f.Recorded:R}, the inputs give {f.Again:R}.")
                ),
        ];
    }

    /// <summary>What the chain tells otherwise than the row.</summary>
    private static IEnumerable<string> Compare(Alert alert, List<string> chain)
    {
        if (chain is not [var detail])
        {
            return [$"The audit chain tells {chain.Count} times that this alert was raised."];
        }

        var told = JsonSerializer.Deserialize<JsonElement>(detail);
        var kept = JsonSerializer.SerializeToElement(AlertAudit.RaisedDetail(alert), JsonSerializerOptions.Web);
        return Differences(kept, told);
    }

    private static IEnumerable<string> Differences(JsonElement kept, JsonElement told)
    {
        foreach (var field in kept.EnumerateObject())
        {
            if (!told.TryGetProperty(field.Name, out var other))
            {
                // Written by a version that did not know the field.
                if (field.Value.ValueKind is not JsonValueKind.Null)
                {
                    yield return $"{field.Name} differs: the audit chain does not tell it.";
                }
            }
            else if (field.Value.ValueKind is JsonValueKind.Object)
            {
                foreach (var difference in Differences(field.Value, other))
                {
                    yield return difference;
                }
            }
            else if (!JsonElement.DeepEquals(field.Value, other))
            {
                yield return $"{field.Name} differs: the alert says {field.Value}, the audit chain {other}.";
            }
        }
    }
}
