using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;

namespace Orleans.Serialization;

/// <summary>Copies an array; of several dimensions only when its items need no copy.</summary>
internal sealed class ArrayCopier(Copier item) : Copier
{
    public override object? Copy(object? value, CopyContext context)
    {
        if (value is null)
        {
            return null;
        }

        if (context.TryGet(value, out var known))
        {
            return known;
        }

        var copy = (Array)((Array)value).Clone();
        context.Record(value, copy);
        if (!item.IsShallow)
        {
            for (var i = 0; i < copy.Length; i++)
            {
                copy.SetValue(item.Copy(copy.GetValue(i), context), i);
            }
        }

        return copy;
    }
}

/// <summary>Copies a collection that can be filled item by item.</summary>
internal sealed class MutableCollectionCopier<TCollection, TItem>(
    Copier item,
    Func<TCollection, TCollection> createLike,
    Action<TCollection, TItem> add
) : Copier
    where TCollection : class, IEnumerable<TItem>
{
    public override object? Copy(object? value, CopyContext context)
    {
        if (value is null)
        {
            return null;
        }

        if (context.TryGet(value, out var known))
        {
            return known;
        }

        var source = (TCollection)value;
        var copy = createLike(source);
        context.Record(source, copy);
        foreach (var each in source)
        {
            add(copy, (TItem)item.Copy(each, context)!);
        }

        return copy;
    }
}

/// <summary>Copies a collection that is made from all its items at once.</summary>
internal sealed class BuiltCollectionCopier<TCollection, TItem>(
    Copier item,
    bool immutable,
    Func<TCollection, IReadOnlyList<TItem>, TCollection> build
) : Copier
    where TCollection : IEnumerable<TItem>
{
    // An immutable collection of values that need no copy is itself such a value.
    public override bool IsShallow => immutable && item.IsShallow;

    public override object? Copy(object? value, CopyContext context)
    {
        if (value is null || IsShallow || value is ImmutableArray<TItem> { IsDefault: true })
        {
            return value;
        }

        var source = (TCollection)value;
        var items = new List<TItem>();
        foreach (var each in source)
        {
            items.Add((TItem)item.Copy(each, context)!);
        }

        return build(source, items);
    }
}

/// <summary>
/// Copies what is known by an interface only: as what it is if that may travel, otherwise as the usual collection of that interface.
/// </summary>
internal sealed class InterfaceCollectionCopier<TInterface, TFallback>(Copier fallback, Func<TInterface, TFallback> convert) : Copier
    where TInterface : class
{
    public override object? Copy(object? value, CopyContext context) =>
        value is null ? null
        : DeepCopy.TryFor(value.GetType()) is { } own ? own.Copy(value, context)
        : fallback.Copy(convert((TInterface)value), context);
}

/// <summary>The collections that may travel.</summary>
internal static class CollectionCopiers
{
    private static readonly Dictionary<Type, MethodInfo> s_factories = typeof(CollectionCopiers)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(method => method is { IsGenericMethodDefinition: true, Name: "For" })
        .ToDictionary(method => method.GetParameters()[1].ParameterType.GetGenericArguments()[0].GetGenericTypeDefinition());

    /// <summary>Null when the type is not a known collection.</summary>
    public static Copier? TryCreate(Type type, Func<Type, Copier> copierOf)
    {
        if (type.IsArray)
        {
            var item = copierOf(type.GetElementType()!);
            return type.IsSZArray || item.IsShallow ? new ArrayCopier(item) : null;
        }

        if (!type.IsConstructedGenericType || !s_factories.TryGetValue(type.GetGenericTypeDefinition(), out var factory))
        {
            return null;
        }

        var arguments = type.GetGenericArguments();
        var itemType = arguments.Length == 1 ? arguments[0] : typeof(KeyValuePair<,>).MakeGenericType(arguments);
        return (Copier)factory.MakeGenericMethod(arguments).Invoke(null, [copierOf(itemType), null])!;
    }

    // The second parameter of each names the collection; it carries no value.
    private static Copier For<T>(Copier item, Of<List<T>>? _) =>
        new MutableCollectionCopier<List<T>, T>(item, like => new List<T>(like.Count), (copy, each) => copy.Add(each));

    private static Copier For<T>(Copier item, Of<HashSet<T>>? _) =>
        new MutableCollectionCopier<HashSet<T>, T>(item, like => new HashSet<T>(like.Count, like.Comparer), (copy, each) => copy.Add(each));

    private static Copier For<T>(Copier item, Of<SortedSet<T>>? _) =>
        new MutableCollectionCopier<SortedSet<T>, T>(item, like => new SortedSet<T>(like.Comparer), (copy, each) => copy.Add(each));

    private static Copier For<T>(Copier item, Of<Queue<T>>? _) =>
        new MutableCollectionCopier<Queue<T>, T>(item, like => new Queue<T>(like.Count), (copy, each) => copy.Enqueue(each));

    private static Copier For<T>(Copier item, Of<Stack<T>>? _) =>
        new BuiltCollectionCopier<Stack<T>, T>(item, immutable: false, (_, items) => new Stack<T>(items.Reverse()));

    private static Copier For<T>(Copier item, Of<ReadOnlyCollection<T>>? _) =>
        new BuiltCollectionCopier<ReadOnlyCollection<T>, T>(item, immutable: false, (_, items) => new ReadOnlyCollection<T>([.. items]));

    private static Copier For<T>(Copier item, Of<ImmutableArray<T>>? _) =>
        new BuiltCollectionCopier<ImmutableArray<T>, T>(item, immutable: true, (_, items) => [.. items]);

    private static Copier For<T>(Copier item, Of<ImmutableList<T>>? _) =>
        new BuiltCollectionCopier<ImmutableList<T>, T>(item, immutable: true, (_, items) => [.. items]);

    private static Copier For<T>(Copier item, Of<ImmutableHashSet<T>>? _) =>
        new BuiltCollectionCopier<ImmutableHashSet<T>, T>(
            item,
            immutable: true,
            (like, items) => ImmutableHashSet.CreateRange(like.KeyComparer, items)
        );

    private static Copier For<TKey, TValue>(Copier item, Of<ImmutableDictionary<TKey, TValue>>? _)
        where TKey : notnull =>
        new BuiltCollectionCopier<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            item,
            immutable: true,
            (like, items) => ImmutableDictionary.CreateRange(like.KeyComparer, like.ValueComparer, items)
        );

    private static Copier For<TKey, TValue>(Copier item, Of<Dictionary<TKey, TValue>>? _)
        where TKey : notnull =>
        new MutableCollectionCopier<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            item,
            like => new Dictionary<TKey, TValue>(like.Count, like.Comparer),
            (copy, each) => copy.Add(each.Key, each.Value)
        );

    private static Copier For<TKey, TValue>(Copier item, Of<SortedDictionary<TKey, TValue>>? _)
        where TKey : notnull =>
        new MutableCollectionCopier<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            item,
            like => new SortedDictionary<TKey, TValue>(like.Comparer),
            (copy, each) => copy.Add(each.Key, each.Value)
        );

    private static Copier For<TKey, TValue>(Copier item, Of<SortedList<TKey, TValue>>? _)
        where TKey : notnull =>
        new MutableCollectionCopier<SortedList<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            item,
            like => new SortedList<TKey, TValue>(like.Count, like.Comparer),
            (copy, each) => copy.Add(each.Key, each.Value)
        );

    private static Copier For<TKey, TValue>(Copier item, Of<ConcurrentDictionary<TKey, TValue>>? _)
        where TKey : notnull =>
        new MutableCollectionCopier<ConcurrentDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            item,
            like => new ConcurrentDictionary<TKey, TValue>(like.Comparer),
            (copy, each) => copy.TryAdd(each.Key, each.Value)
        );

    private static Copier For<TKey, TValue>(Copier item, Of<ReadOnlyDictionary<TKey, TValue>>? _)
        where TKey : notnull =>
        new BuiltCollectionCopier<ReadOnlyDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(
            item,
            immutable: false,
            (_, items) => new ReadOnlyDictionary<TKey, TValue>(new Dictionary<TKey, TValue>(items))
        );

    private static Copier For<T>(Copier item, Of<IEnumerable<T>>? _) => AsList<IEnumerable<T>, T>(item);

    private static Copier For<T>(Copier item, Of<IReadOnlyCollection<T>>? _) => AsList<IReadOnlyCollection<T>, T>(item);

    private static Copier For<T>(Copier item, Of<IReadOnlyList<T>>? _) => AsList<IReadOnlyList<T>, T>(item);

    private static Copier For<T>(Copier item, Of<ICollection<T>>? _) => AsList<ICollection<T>, T>(item);

    private static Copier For<T>(Copier item, Of<IList<T>>? _) => AsList<IList<T>, T>(item);

    private static Copier For<T>(Copier item, Of<ISet<T>>? _) => AsSet<ISet<T>, T>(item);

    private static Copier For<T>(Copier item, Of<IReadOnlySet<T>>? _) => AsSet<IReadOnlySet<T>, T>(item);

    private static Copier For<TKey, TValue>(Copier item, Of<IDictionary<TKey, TValue>>? _)
        where TKey : notnull => AsDictionary<IDictionary<TKey, TValue>, TKey, TValue>(item);

    private static Copier For<TKey, TValue>(Copier item, Of<IReadOnlyDictionary<TKey, TValue>>? _)
        where TKey : notnull => AsDictionary<IReadOnlyDictionary<TKey, TValue>, TKey, TValue>(item);

    private static Copier AsList<TInterface, T>(Copier item)
        where TInterface : class, IEnumerable<T> =>
        new InterfaceCollectionCopier<TInterface, List<T>>(For(item, (Of<List<T>>?)null), source => [.. source]);

    private static Copier AsSet<TInterface, T>(Copier item)
        where TInterface : class, IEnumerable<T> =>
        new InterfaceCollectionCopier<TInterface, HashSet<T>>(For(item, (Of<HashSet<T>>?)null), source => [.. source]);

    private static Copier AsDictionary<TInterface, TKey, TValue>(Copier item)
        where TInterface : class, IEnumerable<KeyValuePair<TKey, TValue>>
        where TKey : notnull =>
        new InterfaceCollectionCopier<TInterface, Dictionary<TKey, TValue>>(
            For(item, (Of<Dictionary<TKey, TValue>>?)null),
            source => new Dictionary<TKey, TValue>(source)
        );

    private abstract class Of<T>;
}
