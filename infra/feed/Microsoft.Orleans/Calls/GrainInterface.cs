using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Execution;
using Orleans.Runtime;

namespace Orleans.Calls;

/// <summary>A grain or observer interface and the proxy class made for it.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> s_interfaces = new();

    private readonly Func<Silo, GrainInterface, GrainId, GrainReference> _createProxy;

    private GrainInterface(Type type)
    {
        Type = type;
        Name = GrainInterfaceType.Create(type.FullName ?? type.Name);
        Methods = [.. MethodsOf(type).Select(method => CreateMethod(type, method))];
        _createProxy = ProxyClass.Create(type, Methods);
    }

    public Type Type { get; }

    public GrainInterfaceType Name { get; }

    public GrainMethod[] Methods { get; }

    /// <exception cref="NotSupportedException">The interface has a member that cannot be called through a reference.</exception>
    /// <exception cref="Serialization.CodecNotFoundException">A parameter or result cannot be serialized.</exception>
    public static GrainInterface Of(Type type) =>
        s_interfaces.TryGetValue(type, out var known) ? known : s_interfaces.GetOrAdd(type, static each => new GrainInterface(each));

    public GrainReference CreateReference(Silo silo, GrainId grainId) => _createProxy(silo, this, grainId);

    private static IEnumerable<MethodInfo> MethodsOf(Type type)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type) || type.IsConstructedGenericType)
        {
            throw new NotSupportedException($"{type} is not a plain interface derived from IGrainWithStringKey or IGrainObserver.");
        }

        return type.GetInterfaces().Prepend(type).SelectMany(each => each.GetMethods()).Where(method => !method.IsStatic);
    }

    private static GrainMethod CreateMethod(Type type, MethodInfo method)
    {
        if (method.IsSpecialName)
        {
            throw new NotSupportedException($"{type}.{method.Name}: a grain interface has methods only, no properties and no events.");
        }

        if (method.IsGenericMethodDefinition || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
        {
            throw new NotSupportedException($"{type}.{method.Name}: generic methods and ref, in or out parameters are not supported.");
        }

        var returnType = method.ReturnType;
        var result =
            returnType == typeof(void) || returnType == typeof(Task) || returnType == typeof(ValueTask) ? typeof(object)
            : returnType.IsConstructedGenericType
            && (returnType.GetGenericTypeDefinition() == typeof(Task<>) || returnType.GetGenericTypeDefinition() == typeof(ValueTask<>))
                ? returnType.GetGenericArguments()[0]
            : throw new NotSupportedException(
                $"{type}.{method.Name} returns {returnType}: a grain method returns Task, Task<T>, ValueTask or ValueTask<T>."
            );
        return (GrainMethod)
            Activator.CreateInstance(
                typeof(GrainMethod<>).MakeGenericType(result),
                BindingFlags.DoNotWrapExceptions,
                binder: null,
                [type, method],
                culture: null
            )!;
    }
}
