using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailGuard.Vision;
using Spectre.Console;

namespace RetailGuard.Tools.Evaluate;

/// <summary>What <c>vision embed</c> was asked for.</summary>
/// <param name="Images">Folder of folders, one a person.</param>
/// <param name="Output">File to write.</param>
/// <param name="Pack">Model pack by name.</param>
/// <param name="Workers">Pictures at the same time, each with an engine of its own.</param>
/// <param name="Central">Takes the face nearest to the picture's centre, as benchmarks are labelled, instead of the largest.</param>
internal sealed record EmbedRequest(string Images, string Output, string Pack, int Workers, bool Central = false);

/// <summary>
/// <c>vision embed</c>: embeds one face of each picture under a folder. Lines come in the order of the paths whatever the
/// number of workers; the file appears only when it is whole.
/// </summary>
internal static class EmbedPictures
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp"];

    public static async Task<int> RunAsync(EmbedRequest request, CancellationToken cancellation)
    {
        if (request.Workers is < 1 or > 64)
        {
            throw new EvaluationRefusedException($"--workers is {request.Workers}; it must be 1 to 64.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(request.Output)))
        {
            throw new EvaluationRefusedException($"{request.Output} cannot be written: its folder does not exist.");
        }

        var pictures = Find(request.Images);
        var pack = ModelPack.LoadNamed(request.Pack);
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var started = Stopwatch.GetTimestamp();
        var partial = request.Output + ".partial";
        try
        {
            await using (var file = Create(partial))
            {
                await Screen()
                    .Progress()
                    .StartAsync(async progress =>
                    {
                        var bar = progress.AddTask("Embedding", maxValue: pictures.Count);
                        await foreach (var line in EmbedAsync(request, pack, pictures, cancellation))
                        {
                            await JsonSerializer.SerializeAsync(file, line, EmbedJson.Default.EmbedLine, cancellation);
                            file.WriteByte((byte)'\n');
                            bar.Increment(1);
                            if (line.Reason is { } reason)
                            {
                                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                            }
                        }
                    });
            }

            File.Move(partial, request.Output, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationRefusedException($"{request.Output} cannot be written: {fault.Message}");
        }
        finally
        {
            File.Delete(partial);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var without = reasons.Values.Sum();
        await Console.Error.WriteLineAsync(
            $"{pictures.Count - without} of {pictures.Count} pictures embedded in {seconds:0.0} s, {pictures.Count / seconds:0.0} a second"
                + $" with {request.Workers} workers. {string.Join("", reasons.Select(r => $"{r.Key}: {r.Value}. "))}"
        );
        return 0;
    }

    /// <summary>Relative paths, in ordinal order.</summary>
    private static List<string> Find(string images)
    {
        if (!Directory.Exists(images))
        {
            throw new EvaluationRefusedException(
                $"There is no folder {images}. Name a folder that holds a folder of pictures for each person."
            );
        }

        var pictures = Directory
            .EnumerateDirectories(images)
            .SelectMany(Directory.EnumerateFiles)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Select(path => Path.GetRelativePath(images, path))
            .Order(StringComparer.Ordinal)
            .ToList();
        return pictures.Count > 0
            ? pictures
            : throw new EvaluationRefusedException(
                $"There are no pictures in the folders of {images}. Pictures ({string.Join(' ', Extensions)}) belong in a folder for each person."
            );
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // Templates are biometric: only the one who asked may read them.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    private static async IAsyncEnumerable<EmbedLine> EmbedAsync(
        EmbedRequest request,
        ModelPack pack,
        IReadOnlyList<string> pictures,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var workers = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, request.Workers).ConcurrentScheduler;
        var engines = new ConcurrentBag<FaceEngine>(Enumerable.Range(0, request.Workers).Select(_ => new FaceEngine(pack)));
        // Pictures under way, in order; bounded so that a slow one does not pile up the lines of all others.
        var underWay = new Queue<Task<EmbedLine>>();
        try
        {
            foreach (var picture in pictures)
            {
                if (underWay.Count == 8 * request.Workers)
                {
                    yield return await underWay.Dequeue();
                }

                underWay.Enqueue(
                    Task.Factory.StartNew(() => Embed(request, picture, engines), cancellation, TaskCreationOptions.None, workers)
                );
            }

            while (underWay.TryDequeue(out var next))
            {
                yield return await next;
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var engine in engines)
            {
                engine.Dispose();
            }
        }
    }

    private static EmbedLine Embed(EmbedRequest request, string picture, ConcurrentBag<FaceEngine> engines)
    {
        // The scheduler runs no more tasks than there are engines.
        var engine = engines.TryTake(out var free) ? free : throw new UnreachableException();
        try
        {
            var line = new EmbedLine(Path.GetDirectoryName(picture)!, picture);
            using var frame = Pictures.Decode(File.ReadAllBytes(Path.Combine(request.Images, picture)));
            var faces = engine.Detect(frame);
            if (faces.Count == 0)
            {
                return line with { Reason = "no-face" };
            }

            var face = request.Central ? faces.MinBy(f => FromCentre(f.Box, frame)) : faces.MaxBy(f => f.Box.Area);
            var landmarks = engine.Locate(frame, face);
            var template = new float[engine.Pack.Space.Dimension];
            engine.Embed(frame, landmarks, template);
            var probe = engine.Assess(frame, face, landmarks, QualityGate.Probe);
            var enrolment = engine.Assess(frame, face, landmarks, QualityGate.Enrolment);
            return line with
            {
                Faces = faces.Count,
                Quality = probe.Score,
                Gate =
                    enrolment.Passes ? EmbedLine.Enrolment
                    : probe.Passes ? EmbedLine.Probe
                    : EmbedLine.Neither,
                Shortfalls = [.. (probe.Passes ? enrolment : probe).Shortfalls.Select(s => s.Aspect.ToString())],
                Space = engine.Pack.Space.Id,
                Embedding = template,
            };
        }
        catch (PictureRefusedException refusal)
        {
            return new(Path.GetDirectoryName(picture)!, picture) { Reason = refusal.Code };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(Path.GetDirectoryName(picture)!, picture) { Reason = "file-unreadable" };
        }
        finally
        {
            engines.Add(engine);
        }
    }

    private static float FromCentre(FaceBox box, Frame frame) =>
        MathF.Abs(box.X + ((box.Width - frame.Width) / 2)) + MathF.Abs(box.Y + ((box.Height - frame.Height) / 2));

    private static IAnsiConsole Screen() =>
        AnsiConsole.Create(
            new() { Out = new AnsiConsoleOutput(Console.Error), Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect }
        );
}

/// <summary>One picture's line. Without a face, the embedding is null and the reason says why.</summary>
internal sealed record EmbedLine(string Id, string Image)
{
    public int Faces { get; init; }

    /// <summary>The gates' names in <see cref="Gate"/>.</summary>
    internal const string Enrolment = "enrolment",
        Probe = "probe",
        Neither = "neither";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Quality { get; init; }

    /// <summary>The strictest quality gate that the face passes (R4).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Gate { get; init; }

    /// <summary>What falls short of the next stricter gate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Shortfalls { get; init; }

    /// <summary>The embedding space; templates of different spaces never compare.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Space { get; init; }

    public float[]? Embedding { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EmbedLine))]
internal sealed partial class EmbedJson : JsonSerializerContext;
