using System.Text.Json;

namespace RetailGuard.Edge.Setup;

/// <summary>Finds a setting that the connector does not know, and the one that was probably meant.</summary>
internal static class KnownSettings
{
    /// <returns>"path: what is wrong and what to write"; null when every name is known or the file is no JSON.</returns>
    public static string? FirstUnknown(string file, JsonSerializerOptions json)
    {
        try
        {
            var lenient = new JsonDocumentOptions
            {
                CommentHandling = json.ReadCommentHandling,
                AllowTrailingCommas = json.AllowTrailingCommas,
            };
            using var document = JsonDocument.Parse(ConfigText.Read(file), lenient);
            return Within(document.RootElement, typeof(EdgeConfig), "$", json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Within(JsonElement element, Type type, string path, JsonSerializerOptions json)
    {
        if (element.ValueKind == JsonValueKind.Array && type == typeof(IReadOnlyList<CameraConfig>))
        {
            return element
                .EnumerateArray()
                .Select((camera, i) => Within(camera, typeof(CameraConfig), $"{path}[{i}]", json))
                .FirstOrDefault(problem => problem is not null);
        }

        if (element.ValueKind != JsonValueKind.Object || type.Assembly != typeof(KnownSettings).Assembly)
        {
            return null;
        }

        var known = json.GetTypeInfo(type)
            .Properties.Where(property => property.Set is not null)
            .ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            if (!known.TryGetValue(member.Name, out var of))
            {
                var nearest = known.Keys.MinBy(name => Distance(name, member.Name))!;
                return Distance(nearest, member.Name) <= Math.Max(2, nearest.Length / 3)
                    ? $"{path}.{member.Name}: there is no such setting. Did you mean {nearest}?"
                    : $"{path}.{member.Name}: there is no such setting. Known here: {string.Join(", ", known.Keys)}.";
            }

            if (Within(member.Value, of, $"{path}.{member.Name}", json) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Letters to add, leave out or replace until one name is the other, in whatever case (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var same = char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]);
                var least = Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = least;
            }
        }

        return row[^1];
    }
}
