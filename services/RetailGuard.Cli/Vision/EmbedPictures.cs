using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailGuard.Vision;
using Spectre.Console;

namespace RetailGuard.Cli.Vision;

/// <summary>What <c>vision embed</c> was asked for.</summary>
/// <param name="Images">Folder of folders, one a person.</param>
/// <param name="Output">File to write.</param>
/// <param name="Pack">Model pack by name.</param>
/// <param name="Workers">Pictures at the same time, each with an engine of its own.</param>
internal sealed record EmbedRequest(string Images, string Output, string Pack, int Workers);

/// <summary>
/// <c>vision embed</c>: embeds the largest face of each picture under a folder. Lines come in the order of the paths whatever the
/// number of workers; the file appears only when it is whole.
/// </summary>
internal static class EmbedPictures
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp"];

    public static async Task<int> RunAsync(EmbedRequest request, CancellationToken cancellation)
    {
        if (request.Workers is < 1 or > 64)
        {
            throw new CommandRefusedException($"--workers is {request.Workers}; it must be 1 to 64.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(request.Output)))
        {
            throw new CommandRefusedException($"{request.Output} cannot be written: its folder does not exist.");
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
            throw new CommandRefusedException($"{request.Output} cannot be written: {fault.Message}");
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
            throw new CommandRefusedException(
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
            : throw new CommandRefusedException(
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
                    Task.Factory.StartNew(() => Embed(request.Images, picture, engines), cancellation, TaskCreationOptions.None, workers)
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

    private static EmbedLine Embed(string images, string picture, ConcurrentBag<FaceEngine> engines)
    {
        // The scheduler runs no more tasks than there are engines.
        var engine = engines.TryTake(out var free) ? free : throw new UnreachableException();
        try
        {
            var line = new EmbedLine(Path.GetDirectoryName(picture)!, picture);
            using var frame = Pictures.Decode(File.ReadAllBytes(Path.Combine(images, picture)));
            var faces = engine.Detect(frame);
            if (faces.Count == 0)
            {
                return line with { Reason = "no-face" };
            }

            var face = faces.MaxBy(f => f.Box.Area);
            var landmarks = engine.Locate(frame, face);
            var template = new float[engine.Pack.Space.Dimension];
            engine.Embed(frame, landmarks, template);
            var quality = engine.Assess(frame, face, landmarks, QualityGate.Probe).Score;
            return line with { Faces = faces.Count, Quality = quality, Embedding = template };
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

    private static IAnsiConsole Screen() =>
        AnsiConsole.Create(
            new() { Out = new AnsiConsoleOutput(Console.Error), Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect }
        );
}

/// <summary>One picture's line. Without a face, the embedding is null and the reason says why.</summary>
internal sealed record EmbedLine(string Id, string Image)
{
    public int Faces { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Quality { get; init; }

    public float[]? Embedding { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EmbedLine))]
internal sealed partial class EmbedJson : JsonSerializerContext;
