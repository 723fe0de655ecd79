using System.Text.Json;
using RetailGuard.Matching.Evaluation;
using RetailGuard.Vision;

namespace RetailGuard.Tools.Evaluate;

/// <summary>A picture of which there is no template, and why.</summary>
internal sealed record FailedPicture(string Person, string Image, string Reason);

/// <summary>What a file of embeddings holds.</summary>
/// <param name="Templates">Pictures with a template.</param>
/// <param name="Failed">Pictures without.</param>
/// <param name="Gates">Pictures by the strictest quality gate that they pass; empty when the lines say nothing.</param>
/// <param name="Shortfalls">What kept pictures from passing the probe gate.</param>
/// <param name="Space">The embedding space that the lines name; null when they name none.</param>
internal sealed record EmbeddingsFile(
    IReadOnlyList<LabelledTemplate> Templates,
    IReadOnlyList<FailedPicture> Failed,
    IReadOnlyDictionary<string, int> Gates,
    IReadOnlyDictionary<string, int> Shortfalls,
    string? Space
)
{
    private const int MostErrors = 20;

    /// <summary>Reads lines as <c>vision embed</c> writes them, or plain ones: person, image, template.</summary>
    /// <exception cref="EvaluationRefusedException">Names every line that cannot be used, and what is wrong with it.</exception>
    public static EmbeddingsFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new EvaluationRefusedException(
                $"There is no file {path}. Make one with: ./retailguard vision embed --images DIR --out FILE"
            );
        }

        var (templates, failed, errors) = (new List<LabelledTemplate>(), new List<FailedPicture>(), new List<string>());
        var (gates, shortfalls) = (
            new SortedDictionary<string, int>(StringComparer.Ordinal),
            new SortedDictionary<string, int>(StringComparer.Ordinal)
        );
        var first = new FirstLine();
        var number = 0;
        foreach (var text in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            try
            {
                using var json = JsonDocument.Parse(text);
                Take(json.RootElement, number, first, templates, failed, gates, shortfalls);
            }
            catch (JsonException)
            {
                errors.Add($"line {number}: it is not a JSON object. Each line holds one picture.");
            }
            catch (FormatException fault)
            {
                errors.Add($"line {number}: {fault.Message}");
            }
        }

        if (errors.Count > 0)
        {
            var more = errors.Count > MostErrors ? $"\n… and {errors.Count - MostErrors} more lines." : "";
            throw new EvaluationRefusedException($"{path} cannot be evaluated:\n{string.Join('\n', errors.Take(MostErrors))}{more}");
        }

        return templates.Count + failed.Count > 0
            ? new(templates, failed, gates, shortfalls, first.Space)
            : throw new EvaluationRefusedException($"{path} is empty: there is nothing to evaluate.");
    }

    private static void Take(
        JsonElement line,
        int number,
        FirstLine first,
        List<LabelledTemplate> templates,
        List<FailedPicture> failed,
        SortedDictionary<string, int> gates,
        SortedDictionary<string, int> shortfalls
    )
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("it is not a JSON object. Each line holds one picture.");
        }

        var person =
            Text(line, "id") ?? Text(line, "person") ?? throw new FormatException("it has no \"id\" or \"person\", the person's label.");
        var image = Text(line, "image") ?? throw new FormatException("it has no \"image\", the picture's name.");
        if (Array(line) is not { } values)
        {
            failed.Add(new(person, image, Text(line, "reason") ?? "not-stated"));
            return;
        }

        var template = Template(values);
        if (first.Number == 0)
        {
            (first.Number, first.Dimension, first.Space) = (number, template.Length, Text(line, "space"));
        }

        if (template.Length != first.Dimension)
        {
            throw new FormatException(
                $"the template has {template.Length} values, that of line {first.Number} {first.Dimension}: one embedder makes one length."
            );
        }

        if (Text(line, "space") != first.Space)
        {
            throw new FormatException(
                $"the space is {Text(line, "space") ?? "not stated"}, that of line {first.Number} {first.Space ?? "not stated"}: templates of different spaces never compare."
            );
        }

        var gate = Text(line, "gate");
        if (gate is not null)
        {
            gates[gate] = gates.GetValueOrDefault(gate) + 1;
            if (gate == EmbedLine.Neither && line.TryGetProperty("shortfalls", out var misses) && misses.ValueKind == JsonValueKind.Array)
            {
                foreach (var miss in misses.EnumerateArray())
                {
                    shortfalls[miss.ToString()] = shortfalls.GetValueOrDefault(miss.ToString()) + 1;
                }
            }
        }

        var quality = line.TryGetProperty("quality", out var given) && given.TryGetSingle(out var score) ? score : 1;
        templates.Add(
            new(
                person,
                image,
                template,
                Math.Max(FusionChoice.LeastWeight, quality),
                ForProbe: gate != EmbedLine.Neither,
                ForEnrolment: gate is null or EmbedLine.Enrolment
            )
        );
    }

    private static string? Text(JsonElement line, string name) =>
        !line.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()) ? value.GetString()
        : throw new FormatException($"\"{name}\" is not a text.");

    private static JsonElement? Array(JsonElement line) =>
        !line.TryGetProperty("embedding", out var value) && !line.TryGetProperty("template", out value) ? null
        : value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Array ? value
        : throw new FormatException("the template is not a list of numbers.");

    private static float[] Template(JsonElement values)
    {
        var template = new float[values.GetArrayLength()];
        var (at, norm) = (0, 0d);
        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out var number) || !float.IsFinite(number))
            {
                throw new FormatException($"value {at} of the template is not a finite number.");
            }

            template[at++] = number;
            norm += (double)number * number;
        }

        return norm > 0 ? template : throw new FormatException("the template's length is zero: it has no direction to compare.");
    }

    private sealed class FirstLine
    {
        public int Number { get; set; }

        public int Dimension { get; set; }

        public string? Space { get; set; }
    }
}
