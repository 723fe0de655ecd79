using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Execution;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Calls;

/// <summary>What both sides of a filtered call share.</summary>
internal abstract class FilteredCall(Call call) : IGrainCallContext
{
    private bool _hasResult;

    protected Call Call { get; } = call;

    public IInvokable Request => Call;

    public abstract object? Grain { get; }

    public GrainId? SourceId => Call.Source?.GrainId ?? Observers.Client;

    public GrainId TargetId => Call.TargetId;

    public GrainInterfaceType InterfaceType => Call.Reference?.InterfaceType ?? GrainInterfaceType.Create(InterfaceName);

    public string InterfaceName => Call.GetInterfaceName();

    public string MethodName => Call.GetMethodName();

    public MethodInfo InterfaceMethod => Call.Method.Method;

    public object? Result
    {
        get => _hasResult ? Call.Result : null;
        set
        {
            Call.Result = value;
            _hasResult = true;
        }
    }

    public abstract Task Invoke();

    protected void HasResult() => _hasResult = true;

    /// <summary>A filter either goes on, or sets a result, or throws.</summary>
    protected void RequireResult(object filter)
    {
        if (!_hasResult)
        {
            throw new InvalidOperationException($"{filter.GetType()} neither invoked the call {Call} nor set its result.");
        }
    }
}

/// <summary>The way of a call through the silo's filters, then the grain's own, to the method.</summary>
internal sealed class IncomingCall(Call call, IGrainContext target, object instance, IIncomingGrainCallFilter[] filters)
    : FilteredCall(call),
        IIncomingGrainCallContext
{
    private static readonly ConcurrentDictionary<(Type Target, MethodInfo Method), MethodInfo> s_implementations = new();

    private int _stage;

    public override object Grain => instance;

    public IGrainContext TargetContext => target;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var target = (Call.GetTarget() ?? instance).GetType();
            return s_implementations.GetOrAdd((target, InterfaceMethod), static key => Implementation(key.Target, key.Method));
        }
    }

    public override async Task Invoke()
    {
        // A filter may invoke more than once, so the stage is given back.
        var stage = _stage++;
        try
        {
            if (stage < filters.Length)
            {
                await filters[stage].Invoke(this);
                RequireResult(filters[stage]);
            }
            else if (stage == filters.Length && instance is IIncomingGrainCallFilter own)
            {
                await own.Invoke(this);
                RequireResult(own);
            }
            else
            {
                await Call.InvokeAsync(instance);
                HasResult();
            }
        }
        finally
        {
            _stage = stage;
        }
    }

    private static MethodInfo Implementation(Type target, MethodInfo method)
    {
        var map = target.GetInterfaceMap(method.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];
    }
}

/// <summary>The way of a call through the caller's filters to the silo.</summary>
internal sealed class OutgoingCall<TResult>(Call<TResult> call, Silo silo) : FilteredCall(call), IOutgoingGrainCallContext
{
    private readonly Call<TResult> _call = call;
    private int _stage;

    public override object Grain => _call.Reference!;

    public IGrainContext? SourceContext => _call.Source;

    public async Task<TResult> Run()
    {
        await Invoke();
        return (TResult)_call.Result!;
    }

    public override async Task Invoke()
    {
        var filters = silo.OutgoingFilters;
        var stage = _stage++;
        try
        {
            if (stage < filters.Length)
            {
                await filters[stage].Invoke(this);
                RequireResult(filters[stage]);
            }
            else
            {
                Result = await silo.Dispatch(_call);
            }
        }
        finally
        {
            _stage = stage;
        }
    }
}
