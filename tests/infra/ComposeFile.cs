using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RetailGuard.Tests.Infra;

/// <summary>A compose file as JSON: anchors followed, <c>&lt;&lt;</c> merged, plain scalars typed as YAML's core schema has them.</summary>
internal static class ComposeFile
{
    public static JsonObject Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(InfraFiles.Text(file)));
        return (JsonObject)Json(stream.Documents.Single().RootNode)!;
    }

    private static JsonNode? Json(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(Merged(mapping).Select(pair => KeyValuePair.Create(pair.Key, Json(pair.Value)))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Json)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } => Typed(text!),
            YamlScalarNode { Value: var text } => JsonValue.Create(text),
            _ => throw new InvalidDataException($"Unexpected YAML at {node.Start}."),
        };

    // What a mapping says itself goes before what it merges, and an earlier merged mapping before a later one.
    private static Dictionary<string, YamlNode> Merged(YamlMappingNode mapping)
    {
        var entries = mapping.Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => c.Value, StringComparer.Ordinal);
        if (entries.Remove("<<", out var merge))
        {
            foreach (var other in merge is YamlSequenceNode several ? several.Children : [merge])
            {
                foreach (var (key, value) in Merged((YamlMappingNode)other))
                {
                    entries.TryAdd(key, value);
                }
            }
        }

        return entries;
    }

    private static JsonValue? Typed(string text) =>
        text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(
                number
            ),
            _ => JsonValue.Create(text),
        };
}
