using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Knows which types may travel in calls and how each is copied.</summary>
internal static class DeepCopy
{
    public static readonly Copier Dynamic = new DynamicCopier();

    private static readonly ConcurrentDictionary<Type, Copier> s_copiers = new();
    private static readonly ConcurrentDictionary<Type, bool> s_refused = new();

    private static readonly HashSet<Type> s_values =
    [
        typeof(bool),
        typeof(char),
        typeof(sbyte),
        typeof(byte),
        typeof(short),
        typeof(ushort),
        typeof(int),
        typeof(uint),
        typeof(long),
        typeof(ulong),
        typeof(Int128),
        typeof(UInt128),
        typeof(Half),
        typeof(float),
        typeof(double),
        typeof(decimal),
        typeof(BigInteger),
        typeof(string),
        typeof(Guid),
        typeof(DateTime),
        typeof(DateTimeOffset),
        typeof(DateOnly),
        typeof(TimeOnly),
        typeof(TimeSpan),
        typeof(Uri),
        typeof(Version),
        typeof(IPAddress),
        typeof(IPEndPoint),
        typeof(CultureInfo),
        typeof(CompareInfo),
        typeof(CancellationToken),
    ];

    /// <exception cref="CodecNotFoundException">A value of the type, or of a type that it holds, cannot travel.</exception>
    public static Copier For(Type type) => s_copiers.TryGetValue(type, out var copier) ? copier : new Builder().Build(type);

    /// <summary>Null when values of the type cannot travel.</summary>
    public static Copier? TryFor(Type type)
    {
        if (s_copiers.TryGetValue(type, out var copier) || s_refused.ContainsKey(type))
        {
            return copier;
        }

        try
        {
            return new Builder().Build(type);
        }
        catch (CodecNotFoundException)
        {
            s_refused[type] = true;
            return null;
        }
    }

    /// <summary>Builds the copiers of a type and of all that it holds; a type seen again on the way is taken as it stands.</summary>
    private sealed class Builder
    {
        private readonly Dictionary<Type, Copier> _new = [];
        private readonly Stack<Type> _path = [];

        public Copier Build(Type type)
        {
            var copier = CopierOf(type);
            foreach (var (built, by) in _new)
            {
                s_copiers.TryAdd(built, by);
            }

            return copier;
        }

        private Copier CopierOf(Type type)
        {
            if (s_copiers.TryGetValue(type, out var known) || _new.TryGetValue(type, out known))
            {
                return known;
            }

            _path.Push(type);
            var copier = Create(type);
            _path.Pop();
            _new[type] = copier;
            return copier;
        }

        private Copier Create(Type type)
        {
            if (s_values.Contains(type) || type.IsEnum || typeof(Exception).IsAssignableFrom(type) || typeof(Type).IsAssignableFrom(type))
            {
                return ShallowCopier.Instance;
            }

            if (typeof(IAddressable).IsAssignableFrom(type) && (type.IsInterface || typeof(GrainReference).IsAssignableFrom(type)))
            {
                return new ReferenceCopier(type);
            }

            if (
                type.IsPointer
                || type.IsByRef
                || type.IsByRefLike
                || type.ContainsGenericParameters
                || typeof(Delegate).IsAssignableFrom(type)
            )
            {
                throw Refusal("it has no value that could be sent");
            }

            if (CollectionCopiers.TryCreate(type, CopierOf) is { } collection)
            {
                return collection;
            }

            if (Nullable.GetUnderlyingType(type) is { } underlying)
            {
                return CopierOf(underlying);
            }

            if (IsTuple(type))
            {
                return Complete(type, [.. InstanceFields(type)]);
            }

            if (type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            {
                return CreateMarked(type);
            }

            if (type == typeof(object) || type.IsInterface || type.IsAbstract)
            {
                foreach (var argument in type.GetGenericArguments())
                {
                    CopierOf(argument);
                }

                return Dynamic;
            }

            throw Refusal("it has no [GenerateSerializer]");
        }

        private Copier CreateMarked(Type type)
        {
            var fields = SerializableMembers.Of(type, Refusal);
            if (!type.IsAbstract && !type.IsDefined(typeof(ImmutableAttribute), inherit: false))
            {
                return Complete(type, fields);
            }

            Copier copier =
                type.IsAbstract ? Dynamic
                : type.IsSealed ? ShallowCopier.Instance
                : new UnsealedImmutableCopier(type);
            _new[type] = copier;
            foreach (var field in fields)
            {
                CopierOf(field.FieldType);
            }

            return copier;
        }

        private MemberCopier Complete(Type type, IReadOnlyList<FieldInfo> fields)
        {
            var copier = new MemberCopier(type);
            _new[type] = copier;
            var members = new List<(FieldInfo, Copier)>(fields.Count);
            foreach (var field in fields)
            {
                var member = CopierOf(field.FieldType);
                members.Add((field, SerializableMembers.IsImmutable(field) ? ShallowCopier.Instance : member));
            }

            copier.Complete(members);
            return copier;
        }

        private static bool IsTuple(Type type) =>
            type.IsConstructedGenericType
            && (
                type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
                || (type.Namespace == nameof(System) && type.IsAssignableTo(typeof(ITuple)))
            );

        private static FieldInfo[] InstanceFields(Type type) =>
            type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

        private CodecNotFoundException Refusal(string reason)
        {
            var path = string.Join(" in ", _path.Select(type => type.ToString()));
            return new CodecNotFoundException(
                $"Could not find a codec for type {path}: {reason}. A type that travels in grain calls is marked [GenerateSerializer] "
                    + "and its members [Id(n)], or is a plain value, array, list, dictionary or tuple of such types."
            );
        }
    }

    /// <summary>Passes exactly this type by reference; a derived value decides for itself.</summary>
    private sealed class UnsealedImmutableCopier(Type type) : Copier
    {
        public override object? Copy(object? value, CopyContext context) =>
            value is null || value.GetType() == type ? value : Dynamic.Copy(value, context);
    }
}
