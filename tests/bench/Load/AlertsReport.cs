namespace RetailGuard.Bench.Load;

/// <summary>A promise about the load, and whether it was kept.</summary>
/// <param name="Least">What must be reached, or null.</param>
/// <param name="Most">What must not be exceeded, or null.</param>
internal sealed record Bar(string What, double? Least, double? Most, double? Seen)
{
    public bool Met => !(Seen is null || Seen < Least || Seen > Most);
}

/// <summary>One part of the measurement.</summary>
/// <param name="FacesPerSecond">Faces decided, on average over the whole part.</param>
/// <param name="AnswerMs">From sending a probe, or from when it was due, to its answer.</param>
/// <param name="TabletMs">For faces that are on a list: from sending the probe to the message on a tablet of the store.</param>
/// <param name="ServerCores">Processor time of the server by time.</param>
/// <param name="ServerMicrosecondsPerFace">The same by faces.</param>
/// <param name="GeneratorCores">Processor time of this program, which sends and listens on the same machine.</param>
/// <param name="OtherCores">Processor time of everything else on the machine: with much of it, the figures are the machine's, not the server's.</param>
internal sealed record LoadReport(
    double Seconds,
    int Faces,
    double FacesPerSecond,
    Spread? AnswerMs,
    int Alerts,
    Spread? TabletMs,
    double ServerCores,
    double ServerMicrosecondsPerFace,
    double GeneratorCores,
    double OtherCores
);

/// <summary>What <c>bench alerts</c> prints.</summary>
/// <param name="Waiting">Probes that each connector keeps waiting for their answers at full load.</param>
/// <param name="FillSeconds">Time to make the stores and to connect them, galleries loaded.</param>
/// <param name="LoadAverage">Of the machine: what else ran, too.</param>
internal sealed record AlertsReport(
    int Stores,
    int EntriesEach,
    int Cores,
    int Waiting,
    double FillSeconds,
    MachineLoad LoadAverage,
    LoadReport Full,
    LoadReport Half,
    double ServerPeakMegabytes,
    IReadOnlyList<Bar> Bars,
    IReadOnlyList<string> Troubles
);
