using System.Reflection;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <summary>The grain classes of the process: those in the entry assembly, in what it references, and in what is loaded.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];
    private readonly Dictionary<GrainType, GrainClass> _byType = [];

    public GrainClasses(GrainCollectionOptions collection)
    {
        foreach (var type in UsersOfOrleans().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass))
        {
            var grainClass = new GrainClass(type, collection);
            if (!_byType.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new OrleansConfigurationException(
                    $"{type} and {_byType[grainClass.GrainType].Type} have the same grain type \"{grainClass.GrainType}\": "
                        + "give one of them a [GrainType]."
                );
            }

            foreach (var grainInterface in grainClass.Interfaces)
            {
                if (!_byInterface.TryGetValue(grainInterface, out var classes))
                {
                    _byInterface[grainInterface] = classes = [];
                }

                classes.Add(grainClass);
            }
        }
    }

    public static bool IsGrainInterface(Type type) =>
        type.IsInterface && type.IsAssignableTo(typeof(IGrain)) && type != typeof(IGrain) && type != typeof(IGrainWithStringKey);

    public GrainClass this[GrainType type] =>
        _byType.TryGetValue(type, out var known)
            ? known
            : throw new ArgumentException($"There is no grain class of grain type \"{type}\".");

    /// <exception cref="ArgumentException">No class, or more than one, implements the interface.</exception>
    public GrainClass Implementing(Type grainInterface) =>
        _byInterface.GetValueOrDefault(grainInterface) switch
        {
            null => throw new ArgumentException($"Could not find an implementation for interface {grainInterface}."),
            [var only] => only,
            var several => throw new ArgumentException(
                $"{grainInterface} is implemented by several grain classes: {string.Join(", ", several.Select(each => each.Type))}."
            ),
        };

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && type.IsAssignableTo(typeof(IGrainBase))
        && type.GetInterfaces().Any(IsGrainInterface);

    private static IEnumerable<Assembly> UsersOfOrleans()
    {
        var orleans = typeof(IGrain).Assembly.GetName().Name;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var toVisit = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (toVisit.TryPop(out var assembly))
        {
            if (!seen.Add(assembly.FullName!))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies();
            if (references.Any(reference => reference.Name == orleans))
            {
                yield return assembly;
            }

            foreach (var reference in references.Where(each => !IsPlatform(each.Name!) && !seen.Contains(each.FullName)))
            {
                if (TryLoad(reference) is { } loaded)
                {
                    toVisit.Push(loaded);
                }
            }
        }
    }

    private static bool IsPlatform(string name) =>
        name.StartsWith("System", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "mscorlib" or "netstandard";

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            // A reference that is not deployed holds no grain of ours.
            return null;
        }
    }
}
