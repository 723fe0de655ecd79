using System.Text.Json.Serialization;

namespace RetailGuard.Bench.Matching;

/// <summary>The benchmark's answer. Times are medians over rounds in which every contender took its turn; ratios are medians of the rounds' ratios.</summary>
/// <param name="LoadBefore">Processes that wanted a processor in the last minute, ours included.</param>
internal sealed record Report(
    string Benchmark,
    string Processor,
    int Processors,
    double LoadBefore,
    double LoadAfter,
    string Runtime,
    string Instructions,
    int Dimension,
    int Neighbours,
    int Threads,
    IReadOnlyList<GallerySize> Sizes,
    IReadOnlyList<Row> Rows,
    IReadOnlyList<Bar> Bars
);

/// <param name="BytesPerTemplate">Codes, exact copy, ids, index and room to grow, divided by the templates.</param>
/// <param name="ProbesChecked">Probes whose answer was compared with the scalar oracle's: the same ids, order and cosines.</param>
internal sealed record GallerySize(int Templates, double BytesPerTemplate, int ProbesChecked);

/// <param name="Microseconds">Per probe.</param>
/// <param name="LeastMicroseconds">Of the quickest round.</param>
/// <param name="NanosecondsPerTemplate">Time per probe and template.</param>
/// <param name="ScoredExactly">Templates per probe whose exact cosine was taken.</param>
/// <param name="GigabytesPerSecond">Codes with their scales and errors, as they are read once for the whole batch.</param>
/// <param name="MemoryGigabytesPerSecond">A plain read of memory in the same rounds; where the gallery does not fit the cache.</param>
/// <param name="ShareOfMemoryBandwidth">The first divided by the second.</param>
/// <param name="TimesAsFastAs">How many times longer each other contender takes for a probe.</param>
/// <param name="OthersMicroseconds">Per probe.</param>
internal sealed record Row(
    int Templates,
    int Batch,
    double Microseconds,
    double LeastMicroseconds,
    double NanosecondsPerTemplate,
    double ScoredExactly,
    long AllocatedBytesPerSearch,
    double GigabytesPerSecond,
    double? MemoryGigabytesPerSecond,
    double? ShareOfMemoryBandwidth,
    IReadOnlyDictionary<string, double> TimesAsFastAs,
    IReadOnlyDictionary<string, double> OthersMicroseconds
);

/// <param name="Measured">None when its contender or size took no part.</param>
internal sealed record Bar(string Name, double Limit, double? Measured, bool? Met);

[JsonSerializable(typeof(Report))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
internal sealed partial class ReportJson : JsonSerializerContext;
