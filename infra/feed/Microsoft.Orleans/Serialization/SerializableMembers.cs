using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>Finds the fields of a type that travel.</summary>
internal static class SerializableMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The fields, own and inherited, that carry an id themselves, through their property, or as a positional member of a record.
    /// Any other stored member is refused, for it would be lost on the way.
    /// </summary>
    public static IReadOnlyList<FieldInfo> Of(Type type, Func<string, Exception> refusal)
    {
        var fields = new List<FieldInfo>();
        for (var level = type; level != typeof(object) && level != typeof(ValueType) && level is not null; level = level.BaseType)
        {
            if (!level.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            {
                throw refusal($"its base {level} has no [GenerateSerializer]");
            }

            fields.AddRange(DeclaredIn(level, refusal));
        }

        return fields;
    }

    public static bool IsImmutable(FieldInfo field) =>
        field.IsDefined(typeof(ImmutableAttribute)) || PropertyOf(field)?.IsDefined(typeof(ImmutableAttribute)) == true;

    private static List<FieldInfo> DeclaredIn(Type type, Func<string, Exception> refusal)
    {
        var fields = new List<FieldInfo>();
        var ids = new HashSet<uint>();
        var positional = PositionalNames(type);
        foreach (var field in type.GetFields(Declared).Where(field => !field.IsDefined(typeof(NonSerializedAttribute))))
        {
            var property = PropertyOf(field);
            var id = field.GetCustomAttribute<IdAttribute>() ?? property?.GetCustomAttribute<IdAttribute>();
            var position = property is null ? -1 : positional.IndexOf(property.Name);
            if (id is null && position < 0)
            {
                throw refusal($"its member {property?.Name ?? field.Name} has no [Id] and is not marked [NonSerialized]");
            }

            // Positional members and the others are numbered apart.
            if (id is not null && position < 0 && !ids.Add(id.Id))
            {
                throw refusal($"two of its members have [Id({id.Id})]");
            }

            fields.Add(field);
        }

        return fields;
    }

    private static PropertyInfo? PropertyOf(FieldInfo field)
    {
        var name = field.Name;
        return name.StartsWith('<') && name.EndsWith(">k__BackingField", StringComparison.Ordinal)
            ? field.DeclaringType!.GetProperty(name[1..name.IndexOf('>', StringComparison.Ordinal)], Declared)
            : null;
    }

    private static List<string> PositionalNames(Type type)
    {
        var isRecord = type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;
        if (!isRecord)
        {
            return [];
        }

        var properties = type.GetProperties(Declared & ~BindingFlags.DeclaredOnly)
            .Select(property => (property.Name, property.PropertyType))
            .ToHashSet();
        return
        [
            .. type.GetConstructors(Declared)
                .Select(constructor => constructor.GetParameters())
                .Where(parameters => parameters.All(parameter => properties.Contains((parameter.Name!, parameter.ParameterType))))
                .OrderByDescending(parameters => parameters.Length)
                .FirstOrDefault([])
                .Select(parameter => parameter.Name!),
        ];
    }
}
