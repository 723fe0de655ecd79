using RetailGuard.Audit;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>What the chain keeps of an alert's events (R49): ids, codes and hashes, no names and no pictures.</summary>
internal static class AlertAudit
{
    /// <summary>The audit event of a raised alert.</summary>
    public const string Raised = "alert.raised";

    public static AuditEvent OfRaised(Alert alert) =>
        new(Actor.System, alert.IsDrill ? "drill.raised" : Raised, alert.Id.ToString(), RaisedDetail(alert));

    public static AuditEvent OfRefused(Alert alert, Actor actor, string code) => OfRefused(alert.Id, actor, code);

    public static AuditEvent OfRefused(AlertId alert, Actor actor, string code) =>
        new(actor, "alert.refused", alert.ToString(), new { code });

    public static AuditEvent OfForgotten(Alert alert) => new(Actor.System, "alert.forgotten", alert.Id.ToString(), new { });

    /// <summary>What the chain keeps of a raised alert.</summary>
    public static object RaisedDetail(Alert alert) =>
        new
        {
            alert.StoreId,
            alert.CameraId,
            alert.EntryId,
            alert.Match,
        };

    /// <summary>What happened, with what the person had before them when they acted: not what their act made of it.</summary>
    public static AuditEvent Of(AlertEvent e, Actor actor, Alert alert)
    {
        var (action, detail) = e switch
        {
            AlertEvent.EvidenceAttached attached => (
                "evidence-attached",
                new { picture = Hex(attached.PictureHash), enrolment = Hex(attached.EnrolmentHash) }
            ),
            AlertEvent.VoteCast { Vote: var vote } => (
                "vote-cast",
                new
                {
                    vote.Answer,
                    vote.Features,
                    vote.SeenVersion,
                    seen = Seen(alert),
                }
            ),
            AlertEvent.Confirmed => ("confirmed", null),
            AlertEvent.Rejected rejected => ("rejected", new { rejected.SuppressedUntil }),
            AlertEvent.Expired => ("expired", null),
            AlertEvent.Stopped stopped => ("stopped", new { stopped.Reason }),
            AlertEvent.SightingExpected expected => ("sighted", new { expected.Camera, expected.CapturedAt }),
            AlertEvent.Sighted sighted => ("sighting-attached", new { picture = Hex(sighted.PictureHash) }),
            AlertEvent.InAisleChecked check => ("in-aisle-checked", new { check.Answer, seen = Seen(alert) }),
            AlertEvent.OutcomeRecorded recorded => ("outcome-recorded", new { recorded.Outcome, seen = Seen(alert) }),
            AlertEvent.Disputed disputed => ("disputed", new { disputed.CaseNumber, seen = Seen(alert) }),
            AlertEvent.SuppressionLifted => ("suppression-lifted", new { seen = Seen(alert) }),
            AlertEvent.DrillEnded ended => ("ended", (object)new { ended.Correct, ended.Stop }),
            _ => throw new ArgumentOutOfRangeException(nameof(e)),
        };
        return new(actor, $"{(alert.IsDrill ? "drill" : "alert")}.{action}", alert.Id.ToString(), detail);
    }

    /// <summary>What was on the person's screen: the state and the pictures by their hashes, so that it can be shown again.</summary>
    private static object Seen(Alert alert) =>
        new
        {
            alert.Version,
            alert.State,
            alert.EntryId,
            alert.CapturedAt,
            alert.ActionableUntil,
            live = Hex(alert.LiveHash),
            enrolment = Hex(alert.EnrolmentHash),
            latest = Hex(alert.LatestHash),
            alert.LatestAt,
            alert.InAisle,
        };

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}
