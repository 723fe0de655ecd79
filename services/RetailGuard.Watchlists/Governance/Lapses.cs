namespace RetailGuard.Watchlists;

/// <summary>When an entry stops by itself because nobody has looked at it, and what brings it back.</summary>
internal static class Lapses
{
    /// <summary>R14: so long after its approval, and after each time that somebody has looked at it.</summary>
    public const int RevalidateDays = 90;

    /// <summary>So many days before it is due, people are told.</summary>
    public const int WarnDays = 14;

    public static bool IsLapse(SuspensionReason? reason) => reason is SuspensionReason.NotRevalidated or SuspensionReason.NotReviewed;

    /// <summary>Why an entry may not match, of what nobody has done in time; null when all is done.</summary>
    public static SuspensionReason? Of(Entry entry, CriteriaVersions versions, DateTimeOffset now) =>
        entry.RevalidateBy <= now ? SuspensionReason.NotRevalidated
        : versions.ReviewBy(entry) <= now ? SuspensionReason.NotReviewed
        : null;

    /// <summary>After somebody has looked at an entry: one that had stopped for want of that matches again, unless something else is due.</summary>
    /// <returns>Whether it came back.</returns>
    public static bool Lift(Entry entry, CriteriaVersions versions, DateTimeOffset now)
    {
        if (entry.State is not EntryState.Suspended || !IsLapse(entry.Suspension))
        {
            return false;
        }

        entry.Suspension = Of(entry, versions, now);
        if (entry.Suspension is not null)
        {
            return false;
        }

        (entry.State, entry.SuspendedAt) = (EntryState.Active, null);
        return true;
    }
}
