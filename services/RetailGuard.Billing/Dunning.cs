namespace RetailGuard.Billing;

/// <summary>What a payment that is not made leads to, and when; days count from the invoice that is owed.</summary>
internal static class Dunning
{
    public const int GrowthStopsDay = 30;
    public const int StopAnnouncedDay = 53;
    public const int MatchingStopsDay = 60;

    /// <summary>How long every store is told before matching stops in it, whenever the telling began.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(7);

    /// <summary>Each is told once: three reminders, then what is taken away.</summary>
    public static IReadOnlyList<int> Days { get; } = [1, 7, 14, GrowthStopsDay, StopAnnouncedDay, MatchingStopsDay];

    /// <summary>The steps that are due and nobody has been told of.</summary>
    public static IReadOnlyList<int> Due(BillingAccount account, DateTimeOffset now) =>
        account.OverdueSince is { } since
            ? [.. Days.Where(day => day > account.ToldDay && now >= At(account, since, day) && !WaitsForNotice(account, day))]
            : [];

    /// <summary>When matching stops; null while that has not been announced.</summary>
    public static DateTimeOffset? StopsAt(BillingAccount account) =>
        account is { OverdueSince: { } since, StopAnnouncedAt: { } announced }
            ? Later(since.AddDays(MatchingStopsDay), announced + Notice)
            : null;

    /// <summary>When a step comes.</summary>
    public static DateTimeOffset At(BillingAccount account, DateTimeOffset since, int day) =>
        day == MatchingStopsDay ? StopsAt(account) ?? since.AddDays(day) : since.AddDays(day);

    public static PaymentState StateOf(BillingAccount account, DateTimeOffset now) =>
        account.OverdueSince is null
            ? account.Standing switch
            {
                Standing.None => PaymentState.NotStarted,
                Standing.Trialing => PaymentState.Trial,
                _ => PaymentState.InOrder,
            }
        : StopsAt(account) is { } stops && now >= stops ? PaymentState.Stopped
        : account.StopAnnouncedAt is not null ? PaymentState.StopAnnounced
        : account.ToldDay >= GrowthStopsDay ? PaymentState.GrowthStopped
        : PaymentState.Overdue;

    // Not before the announcement is on record, however late that is.
    private static bool WaitsForNotice(BillingAccount account, int day) => day == MatchingStopsDay && account.StopAnnouncedAt is null;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>How the payments of a retailer stand.</summary>
public enum PaymentState
{
    /// <summary>Billed by hand.</summary>
    Manual,

    /// <summary>No plan was chosen yet.</summary>
    NotStarted,

    Trial,

    InOrder,

    /// <summary>A payment failed; nothing is taken away.</summary>
    Overdue,

    /// <summary>No new stores, cameras or entries.</summary>
    GrowthStopped,

    /// <summary>Matching stops within a week, which every store is told.</summary>
    StopAnnounced,

    /// <summary>Nobody is matched. Requests, audit, export and erasure go on.</summary>
    Stopped,
}
