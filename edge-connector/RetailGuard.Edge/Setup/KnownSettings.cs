using System.Text.Json;
using RetailGuard.Protocol;

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
                var (nearest, edits) = NearestName.Of(known.Keys, member.Name);
                return edits <= Math.Max(2, nearest.Length / 3)
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
}
