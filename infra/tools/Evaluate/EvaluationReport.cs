using RetailGuard.Matching.Evaluation;

namespace RetailGuard.Tools.Evaluate;

/// <summary>Everything that an evaluation found; report.json is this record.</summary>
internal sealed record EvaluationReport
{
    public required DataSummary Data { get; init; }

    public required IReadOnlyList<ReasonCount> FailuresToEnrol { get; init; }

    /// <summary>Pictures by the strictest quality gate passed; empty when the lines do not say.</summary>
    public required IReadOnlyList<ReasonCount> Gates { get; init; }

    /// <summary>What pictures below the probe gate fall short in; one may miss several.</summary>
    public required IReadOnlyList<ReasonCount> FailuresToAcquire { get; init; }

    public required ScanTime Scan { get; init; }

    public required IReadOnlyList<AccuracyAtRate> Accuracy { get; init; }

    /// <summary>Smallest FMR that the pairs can show, by the rule of three.</summary>
    public required double LeastFalseMatchRate { get; init; }

    public required IReadOnlyList<GroupThresholds> Groups { get; init; }

    public required CalibrationFile? Calibration { get; init; }

    public required IReadOnlyList<FusionShift> FusionShifts { get; init; }

    public required IReadOnlyList<IdentificationRow> Identification { get; init; }

    public required AlertFloorMeasured? AlertFloor { get; init; }

    public required IReadOnlyList<DecisionRow> Decisions { get; init; }

    public required IReadOnlyList<FalseAlertRow> FalseAlerts { get; init; }

    public required IReadOnlyList<TradeOff> Curve { get; init; }

    public required IReadOnlyList<HistogramRow> Histogram { get; init; }

    public required IReadOnlyList<PicturePair> MostSimilarStrangers { get; init; }

    public required IReadOnlyList<PicturePair> LeastSimilarOfOnePerson { get; init; }
}

internal sealed record DataSummary(
    int Pictures,
    int Templates,
    int People,
    int PeopleWithPairs,
    long MatedPairs,
    long NonMatedPairs,
    int Dimension,
    string? Space,
    string? Pack,
    string Gate,
    int LabelsJoined,
    int PicturesDropped,
    int Seed,
    int Replicates
);

internal sealed record ReasonCount(string Reason, int Count, double Share);

internal sealed record ScanTime(double Seconds, int Workers, double MillionPairsPerSecond);

/// <param name="Shift">Cosine by which strangers lie nearer to a fused probe than to one frame of the same people.</param>
internal sealed record FusionShift(int Frames, double FalseMatchRate, double Shift);

internal sealed record IdentificationRow(
    int Frames,
    int ListSize,
    double FalsePositiveRate,
    double? Threshold,
    double? FalseNegativeRate,
    Interval? Interval,
    int ListedPeople,
    int Visitors,
    string? Note
);

/// <summary>What the shipped scale's floor of 92.5 measures here.</summary>
internal sealed record AlertFloorMeasured(double Cosine, double FusedPenalty, IReadOnlyList<FloorRate> Rates, double TarPerPerson);

internal sealed record FloorRate(string Group, long Pairs, long FalseMatches, double Rate, double? Upper);

internal sealed record DecisionRow(string Scale, int Frames, DecisionTally Tally);

internal sealed record FalseAlertRow(int ListSize, IReadOnlyList<FalseAlertCell> Cells);

internal sealed record FalseAlertCell(string At, double FalseMatchRate, double PerDayByVisit, double PerDayByScan);

internal sealed record HistogramRow(double From, double To, long Mated, long NonMated);

internal sealed record PicturePair(double Cosine, string Person, string Image, string OtherPerson, string OtherImage);

/// <summary>calibration.json: as a manifest takes it.</summary>
internal sealed record CalibrationFile(IReadOnlyList<CalibrationFilePoint> Points, double FusedPenalty, string Evidence);

internal sealed record CalibrationFilePoint(double Cosine, double FalseMatchRate);
