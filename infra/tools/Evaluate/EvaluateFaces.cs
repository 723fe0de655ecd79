using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RetailGuard.Matching.Evaluation;
using RetailGuard.Vision;

namespace RetailGuard.Tools.Evaluate;

/// <summary>What <c>evaluate</c> was asked for.</summary>
internal sealed record EvaluateRequest(
    string? Embeddings,
    string? Images,
    string Report,
    string? Pack,
    string? Groups = null,
    string? Corrections = null,
    string Gate = "none",
    int Seed = 1,
    int Replicates = 300,
    int Rounds = 10,
    int Workers = 1
);

/// <summary><c>evaluate</c>: reads, measures, writes. Files name people and show faces, so only who asked may read them.</summary>
internal static class EvaluateFaces
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> RunAsync(EvaluateRequest request, CancellationToken cancellation)
    {
        Check(request);
        Directory.CreateDirectory(request.Report);
        var embeddings = request.Embeddings ?? await EmbedAsync(request, cancellation);
        var file = EmbeddingsFile.Read(embeddings);
        var pack = PackOf(file, request.Pack);
        try
        {
            var corrections = request.Corrections is { } wrong ? LabelCorrections.Read(wrong, file.Templates) : null;
            var templates = corrections?.Apply(file.Templates) ?? file.Templates;
            var set = EvaluationSet.Create(templates.Where(template => Passes(template, request.Gate)));
            var groups = request.Groups is { } path ? GroupsFile.Read(path, set.People.ToHashSet(StringComparer.Ordinal)) : null;
            var started = Stopwatch.GetTimestamp();
            var report = Measurement.Run(set, file, pack, groups, corrections, request, cancellation);
            Write(request.Report, "report.json", JsonSerializer.Serialize(report, Json));
            Write(request.Report, "report.html", ReportPage.Write(report, request.Images));
            if (report.Calibration is { } calibration)
            {
                Write(request.Report, "calibration.json", JsonSerializer.Serialize(calibration, Json));
            }

            await Console.Error.WriteLineAsync(
                $"{report.Data.MatedPairs + report.Data.NonMatedPairs:N0} pairs compared in {report.Scan.Seconds:0.0} s with {report.Scan.Workers} threads;"
                    + $" everything in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s. {Path.Combine(request.Report, "report.html")}"
            );
            return 0;
        }
        catch (EvaluationException fault)
        {
            throw new EvaluationRefusedException($"{embeddings} cannot be evaluated: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationRefusedException($"The report cannot be written: {fault.Message}");
        }
    }

    private static void Check(EvaluateRequest request)
    {
        if (request.Embeddings is null && request.Images is null)
        {
            throw new EvaluationRefusedException("Name --embeddings FILE, or --images DIR to embed a folder first.");
        }

        if (request.Images is { } images && !Directory.Exists(images))
        {
            throw new EvaluationRefusedException(
                $"There is no folder {images}. Name a folder that holds a folder of pictures for each person."
            );
        }

        foreach (
            var (name, value, least, most) in new[]
            {
                ("--bootstrap", request.Replicates, 40, 10_000),
                ("--rounds", request.Rounds, 1, 1_000),
                ("--workers", request.Workers, 1, 64),
            }
        )
        {
            if (value < least || value > most)
            {
                throw new EvaluationRefusedException($"{name} is {value}; it must be {least} to {most:N0}.");
            }
        }

        if (File.Exists(request.Report))
        {
            throw new EvaluationRefusedException($"{request.Report} is a file; --report names a folder.");
        }
    }

    private static bool Passes(LabelledTemplate template, string gate) =>
        gate switch
        {
            EmbedLine.Probe => template.ForProbe,
            EmbedLine.Enrolment => template.ForEnrolment,
            _ => true,
        };

    private static async Task<string> EmbedAsync(EvaluateRequest request, CancellationToken cancellation)
    {
        var output = Path.Combine(request.Report, "embeddings.jsonl");
        await EmbedPictures.RunAsync(new(request.Images!, output, request.Pack ?? ModelPack.DefaultName, request.Workers), cancellation);
        return output;
    }

    /// <summary>The pack whose space the lines are of. Lines without a space belong to a pack only when it is named.</summary>
    private static ModelPack? PackOf(EmbeddingsFile file, string? named)
    {
        if (named is null && file.Space is null)
        {
            return null;
        }

        var pack = ModelPack.LoadNamed(named ?? ModelPack.DefaultName);
        if (file.Space is { } space && space != pack.Space.Id)
        {
            throw new EvaluationRefusedException(
                $"The templates are of the space {space}, and the pack {pack.Name} makes {pack.Space.Id}: its scale says nothing of them."
                    + " Name their pack with --pack, or leave \"space\" out of the lines to measure without a scale."
            );
        }

        return file.Templates is [var first, ..] && first.Template.Length != pack.Space.Dimension
            ? throw new EvaluationRefusedException(
                $"The templates have {first.Template.Length} values; the pack {pack.Name} makes {pack.Space.Dimension}."
            )
            : pack;
    }

    private static void Write(string folder, string name, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(Path.Combine(folder, name), options);
        file.Write(Encoding.UTF8.GetBytes(text));
    }
}
