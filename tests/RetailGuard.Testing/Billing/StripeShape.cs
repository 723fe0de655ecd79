using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace RetailGuard.Testing;

/// <summary>What may be asked of Stripe, as far as the product asks: paths, verbs, fields and their types, from Stripe's own description.</summary>
internal sealed class StripeShape
{
    private readonly Dictionary<string, JsonObject> _operations;

    private StripeShape(JsonNode read)
    {
        Version = read["version"]!.GetValue<string>();
        _operations = read["operations"]!.AsObject().ToDictionary(o => o.Key, o => o.Value!.AsObject());
    }

    public static StripeShape Derived { get; } = Read();

    /// <summary>Of the API, which every request names.</summary>
    public string Version { get; }

    /// <summary>The operation's pattern, or null when there is none.</summary>
    public string? OperationOf(string method, string path) =>
        _operations.Keys.FirstOrDefault(name =>
            name.StartsWith($"{method} ", StringComparison.Ordinal) && Fits(name[(method.Length + 1)..], path)
        );

    /// <summary>All that is wrong with a request's fields.</summary>
    public IEnumerable<string> Wrong(string operation, IReadOnlyList<(string Name, string Value)> fields)
    {
        var known = _operations[operation];
        foreach (var (name, value) in fields)
        {
            if (known[name] is not { } type)
            {
                yield return $"Received unknown parameter: {name}";
            }
            else if (!IsOf(type.GetValue<string>(), value))
            {
                yield return $"Invalid value of {name}: {value}";
            }
        }

        foreach (var (name, type) in known)
        {
            if (type!.GetValue<string>().EndsWith(" required", StringComparison.Ordinal) && !fields.Any(f => f.Name == name))
            {
                yield return $"Missing required param: {name}";
            }
        }
    }

    /// <summary><c>items[0][price]</c> is <c>items[].price</c>, <c>metadata[mark]</c> is <c>metadata.*</c>.</summary>
    public static string NameOf(string sent)
    {
        var parts = sent.Split('[').Select(part => part.TrimEnd(']')).ToArray();
        var name = parts[0];
        for (var i = 1; i < parts.Length; i++)
        {
            name +=
                parts[i].All(char.IsAsciiDigit) ? "[]"
                : parts[i - 1] == "metadata" ? ".*"
                : $".{parts[i]}";
        }

        return name;
    }

    private static bool Fits(string pattern, string path)
    {
        var (wanted, given) = (pattern.Split('/'), path.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First == "{id}" || pair.First == pair.Second);
    }

    private static bool IsOf(string type, string value)
    {
        var parts = type.Split(' ');
        return parts[0] switch
        {
            "string" => value.Length > 0 && value.Length <= int.Parse(parts[1], CultureInfo.InvariantCulture),
            "integer" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _),
            "boolean" => value is "true" or "false",
            var choices => choices.Split('|').Contains(value),
        };
    }

    private static StripeShape Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("stripe-api.json")!;
        return new(JsonNode.Parse(stream)!);
    }
}
