namespace RetailGuard.Privacy;

/// <summary>What is owed by when, from the day on which a request was received (R38, R40, R42). Pure; days are those of the store's zone.</summary>
internal static class StatutoryClock
{
    /// <summary>Sections 44 and 63 of the Privacy Act 2020.</summary>
    public const int AnswerWithin = 20;

    /// <summary>Sections 43 and 62.</summary>
    public const int TransferWithin = 10;

    /// <summary>R40: from the day on which a correction is tied to its entry.</summary>
    public const int DecideWithin = 2;

    /// <summary>R42: days of the calendar.</summary>
    public const int AcknowledgeComplaintWithin = 7;

    public const int AnswerComplaintWithin = 30;

    private static readonly int[] Warnings = [18, 15, 10, 5];

    public static DateOnly DayOf(DateTimeOffset at, string timeZone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime);

    /// <summary>Whether the request is answered on the clock of complaints.</summary>
    public static bool IsComplaint(RequestKind kind) => kind is RequestKind.Complaint or RequestKind.WronglyApproached;

    /// <param name="extendedBy">Working days by which the time was extended; 0 when it was not.</param>
    public static DateOnly DueOn(RequestKind kind, DateOnly received, int extendedBy) =>
        IsComplaint(kind) ? received.AddDays(AnswerComplaintWithin) : WorkingDays.After(received, AnswerWithin + extendedBy);

    /// <summary>Null where nothing has to be acknowledged.</summary>
    public static DateOnly? AcknowledgeBy(RequestKind kind, DateOnly received) =>
        IsComplaint(kind) ? received.AddDays(AcknowledgeComplaintWithin) : null;

    /// <summary>An extension goes out until this day, and not later.</summary>
    public static DateOnly ExtendBy(DateOnly received) => WorkingDays.After(received, AnswerWithin);

    public static DateOnly TransferBy(DateOnly received) => WorkingDays.After(received, TransferWithin);

    public static DateOnly DecideBy(DateOnly tied) => WorkingDays.After(tied, DecideWithin);

    /// <summary>The warning that stands: 5, 10, 15 or 18 working days have passed; 0 before the first.</summary>
    public static int Warning(DateOnly received, DateOnly today)
    {
        var passed = WorkingDays.Between(received, today);
        return Array.Find(Warnings, day => passed >= day);
    }
}
