using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailGuard.Foundation;

/// <summary>
/// Compares what was sent with what a request's type asks for, and names everything that is wrong: members that are missing, unknown, of
/// another type, too long or out of range, texts that are blank or hold NUL. What was sent as a value is never repeated.
/// </summary>
public static class RequestCheck
{
    private const int LongestName = 40;

    /// <summary>The first thing wrong with the JSON as such, or all that is wrong with its members; null when the type can be read from it.</summary>
    /// <param name="type">A record; texts without <c>?</c> must be there and not be blank.</param>
    public static Refusal? Json(ReadOnlyMemory<byte> utf8, JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        try
        {
            using var document = JsonDocument.Parse(utf8, new() { MaxDepth = 16 });
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? Members(document.RootElement, type)
                : Unreadable("An object is expected.");
        }
        catch (JsonException e)
        {
            return Unreadable(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Its syntax is wrong in line {e.LineNumber + 1}, at byte {e.BytePositionInLine + 1}."
                )
            );
        }
    }

    /// <summary>What is wrong with a value in the address; null when it can be read.</summary>
    /// <param name="value">Null when it is not there.</param>
    public static string? Parameter(string name, string? value, Type type, bool isOptional)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null or "" => isOptional ? null : Missing(name, wanted),
            _ when value.Contains('\0', StringComparison.Ordinal) => $"{name} holds a NUL character.",
            _ when wanted == typeof(Guid) || IsId(wanted) => Guid.TryParse(value, out _) ? null : Wrong(name, wanted),
            _ when wanted == typeof(int) => int.TryParse(value, CultureInfo.InvariantCulture, out _) ? null : Wrong(name, wanted),
            _ when wanted == typeof(DateTimeOffset) => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _)
                ? null
                : Wrong(name, wanted),
            _ => null,
        };
    }

    /// <summary>The values of an enumeration as they are sent: <c>same, different, cannotTell</c>.</summary>
    public static string Allowed<TEnum>()
        where TEnum : struct, Enum => Allowed(typeof(TEnum));

    private static string Allowed(Type type) => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static Refusal? Members(JsonElement sent, JsonTypeInfo type)
    {
        var wrong = new WrongFields();
        var missing = type.Properties.Where(p => p.IsRequired).ToList();
        foreach (var member in sent.EnumerateObject())
        {
            if (type.Properties.FirstOrDefault(p => p.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                var name = Printable(member.Name);
                wrong.Add(
                    name,
                    "field-unknown",
                    $"{name} is not known here. Known are: {string.Join(", ", type.Properties.Select(p => p.Name))}."
                );
                continue;
            }

            missing.Remove(property);
            Value(member.Value, property, type.Options, wrong);
        }

        foreach (var property in missing)
        {
            wrong.Add(property.Name, "field-missing", Missing(property.Name, property.PropertyType));
        }

        return wrong.Refusal;
    }

    private static void Value(JsonElement sent, JsonPropertyInfo property, JsonSerializerOptions options, WrongFields wrong)
    {
        var (name, type) = (property.Name, property.PropertyType);
        if (sent.ValueKind is JsonValueKind.Null)
        {
            if (!IsNullable(property))
            {
                wrong.Add(name, "field-missing", Missing(name, type));
            }

            return;
        }

        if (PathOfNul(sent, name) is { } nul)
        {
            wrong.Add(nul, "field-invalid", $"{nul} holds a NUL character or a half of a surrogate pair.");
            return;
        }

        try
        {
            Limits(sent.Deserialize(type, options), property, wrong);
        }
        catch (JsonException e)
        {
            var at = name + (e.Path is { Length: > 1 } path ? Printable(path[1..]) : "");
            wrong.Add(at, "field-invalid", Wrong(at, at == name ? type : ElementOf(type) ?? type));
        }
    }

    private static void Limits(object? value, JsonPropertyInfo property, WrongFields wrong)
    {
        var name = property.Name;
        switch (value)
        {
            case string text when string.IsNullOrWhiteSpace(text) && !IsNullable(property):
                wrong.Add(name, "field-missing", Missing(name, typeof(string)));
                break;
            case string text when Attribute<MaxLengthAttribute>(property) is { Length: var most } && text.Length > most:
                wrong.Add(name, "field-too-long", $"{name} has {text.Length} characters; at most {most} are allowed.");
                break;
            case int number when Attribute<RangeAttribute>(property) is { } range && !range.IsValid(number):
                wrong.Add(name, "field-out-of-range", $"{name} is a whole number from {range.Minimum} to {range.Maximum}.");
                break;
            case Enum one when !Enum.IsDefined(one.GetType(), one):
                wrong.Add(name, "field-invalid", Wrong(name, one.GetType()));
                break;
            case IEnumerable<Enum> or IList when ElementOf(property.PropertyType) is { IsEnum: true } element:
                if (((IEnumerable)value).Cast<object>().Any(one => !Enum.IsDefined(element, one)))
                {
                    wrong.Add(name, "field-invalid", Wrong(name, property.PropertyType));
                }

                break;
        }
    }

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute => property.AttributeProvider is MemberInfo member ? member.GetCustomAttribute<T>() : null;

    private static bool IsNullable(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    /// <summary>Where a text, or the name of a member, cannot be stored; null when everything can.</summary>
    private static string? PathOfNul(JsonElement sent, string path) =>
        sent.ValueKind switch
        {
            JsonValueKind.String => IsStorable(sent) ? null : path,
            JsonValueKind.Array => sent.EnumerateArray()
                .Select((item, i) => PathOfNul(item, $"{path}[{i}]"))
                .FirstOrDefault(p => p is not null),
            JsonValueKind.Object => sent.EnumerateObject()
                .Select(m => m.Name.Contains('\0', StringComparison.Ordinal) ? path : PathOfNul(m.Value, $"{path}.{Printable(m.Name)}"))
                .FirstOrDefault(p => p is not null),
            _ => null,
        };

    private static bool IsStorable(JsonElement text)
    {
        try
        {
            return !text.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            return false;
        }
    }

    private static string Missing(string name, Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } values
            ? $"{name} is missing. It is one of: {Allowed(values)}."
            : $"{name} is missing.";

    private static string Wrong(string name, Type type) => $"{name} must be {Describe(Nullable.GetUnderlyingType(type) ?? type)}.";

    private static string Describe(Type type) =>
        type.IsEnum ? $"one of: {Allowed(type)}"
        : type == typeof(string) ? "text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type == typeof(Guid) || IsId(type) ? "a UUID"
        : type == typeof(DateTimeOffset) ? "a time such as 2026-01-31T10:00:00Z"
        : ElementOf(type) is { } element ? $"a list; each is {Describe(element)}"
        : "an object";

    private static Type? ElementOf(Type type) =>
        type is { IsGenericType: true } && type.GetGenericArguments() is [var element] ? element : null;

    private static bool IsId(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>));

    /// <summary>A name that somebody sent, short and without what a log or a screen could trip over.</summary>
    private static string Printable(string name) => new([.. name.Where(c => c is > ' ' and < (char)127).Take(LongestName)]);

    private static Refusal Unreadable(string why) => Refusal.Invalid("request-unreadable", $"The JSON cannot be read. {why}");
}
