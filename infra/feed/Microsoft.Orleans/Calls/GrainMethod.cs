using System.Reflection;
using System.Reflection.Emit;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace Orleans.Calls;

/// <summary>One method of a grain interface: how it is scheduled, copied and invoked.</summary>
internal abstract class GrainMethod
{
    private readonly Copier[] _arguments;
    private readonly bool _anyArgumentIsCopied;

    protected GrainMethod(Type grainInterface, MethodInfo method)
    {
        Interface = grainInterface;
        Method = method;
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        var parameters = method.GetParameters();
        CancellationIndex = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        _arguments = Array.ConvertAll(parameters, CopierOf);
        _anyArgumentIsCopied = _arguments.Any(copier => !copier.IsShallow);
    }

    public Type Interface { get; }

    public MethodInfo Method { get; }

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    public bool OneWay { get; }

    public TimeSpan? ResponseTimeout { get; }

    /// <summary>The place of the cancellation token among the arguments, or -1.</summary>
    public int CancellationIndex { get; }

    /// <summary>Replaces the arguments by their copies, so that caller and callee share nothing that may change.</summary>
    public void CopyArguments(object?[] arguments)
    {
        if (!_anyArgumentIsCopied)
        {
            return;
        }

        var context = new CopyContext();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!_arguments[i].IsShallow)
            {
                arguments[i] = _arguments[i].Copy(arguments[i], context);
            }
        }
    }

    private static Copier CopierOf(ParameterInfo parameter)
    {
        var copier = DeepCopy.For(parameter.ParameterType);
        return parameter.IsDefined(typeof(ImmutableAttribute)) ? ShallowCopier.Instance : copier;
    }
}

/// <inheritdoc/>
/// <typeparam name="TResult">The result, or object for a method without one.</typeparam>
internal sealed class GrainMethod<TResult> : GrainMethod
{
    private readonly Copier _result;
    private readonly Func<object, object?[], ValueTask<TResult>> _invoke;

    public GrainMethod(Type grainInterface, MethodInfo method)
        : base(grainInterface, method)
    {
        _result = DeepCopy.For(typeof(TResult));
        _invoke = CreateInvoker(method);
    }

    public ValueTask<TResult> InvokeAsync(object target, object?[] arguments) => _invoke(target, arguments);

    public TResult CopyResult(TResult result) => _result.IsShallow ? result : (TResult)_result.Copy(result, new CopyContext())!;

    private static Func<object, object?[], ValueTask<TResult>> CreateInvoker(MethodInfo method)
    {
        var returnType = method.ReturnType;
        if (returnType == typeof(Task<TResult>))
        {
            var invoke = Generate<Func<object, object?[], Task<TResult>>>(method);
            return (target, arguments) => new ValueTask<TResult>(invoke(target, arguments));
        }

        if (returnType == typeof(ValueTask<TResult>))
        {
            return Generate<Func<object, object?[], ValueTask<TResult>>>(method);
        }

        if (returnType == typeof(Task))
        {
            var invoke = Generate<Func<object, object?[], Task>>(method);
            return (target, arguments) => WithoutResult(new ValueTask(invoke(target, arguments)));
        }

        if (returnType == typeof(ValueTask))
        {
            var invoke = Generate<Func<object, object?[], ValueTask>>(method);
            return (target, arguments) => WithoutResult(invoke(target, arguments));
        }

        var run = Generate<Action<object, object?[]>>(method);
        return (target, arguments) =>
        {
            run(target, arguments);
            return default;
        };
    }

    private static ValueTask<TResult> WithoutResult(ValueTask task)
    {
        return task.IsCompletedSuccessfully ? default : Wait(task);

        static async ValueTask<TResult> Wait(ValueTask task)
        {
            await task;
            return default!;
        }
    }

    private static TDelegate Generate<TDelegate>(MethodInfo method)
        where TDelegate : Delegate
    {
        var invoker = new DynamicMethod(
            $"Invoke {method.DeclaringType}.{method.Name}",
            method.ReturnType,
            [typeof(object), typeof(object?[])],
            typeof(GrainMethod).Module,
            skipVisibility: true
        );
        var il = invoker.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Unbox_Any, parameters[i].ParameterType);
        }

        il.Emit(OpCodes.Callvirt, method);
        il.Emit(OpCodes.Ret);
        return invoker.CreateDelegate<TDelegate>();
    }
}
