namespace RetailGuard.Vision;

/// <summary>What people who must answer for a model need to know of it (R53).</summary>
/// <param name="Origin">Who made the networks and where they were taken from.</param>
/// <param name="TrainingData">What they were trained on, or that it is not known.</param>
/// <param name="IntendedUse">What the pack is for, and what not.</param>
/// <param name="Accuracy">Own measurements, one to a line.</param>
/// <param name="Limits">Known weaknesses, one to a line.</param>
public sealed record ModelCard(
    string Origin,
    string TrainingData,
    string IntendedUse,
    IReadOnlyList<string> Accuracy,
    IReadOnlyList<string> Limits
);
