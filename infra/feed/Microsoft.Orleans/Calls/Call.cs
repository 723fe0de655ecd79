using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Calls;

/// <summary>One request on its way: what to invoke, for whom, and who waits for the answer.</summary>
internal abstract class Call(GrainReference? reference, GrainMethod method, object?[] arguments) : IInvokable
{
    private object? _target;

    public GrainReference? Reference { get; } = reference;

    public GrainMethod Method { get; } = method;

    public object?[] Arguments { get; } = arguments;

    /// <summary>The request context as it was when the call left the caller.</summary>
    public Dictionary<string, object>? Context { get; set; }

    public IGrainContext? Source { get; set; }

    public virtual GrainId TargetId => Reference!.GrainId;

    public virtual bool AlwaysInterleave => Method.AlwaysInterleave;

    /// <summary>Counts as use of the grain.</summary>
    public virtual bool KeepAlive => true;

    /// <summary>Belongs to one activation and dies with it.</summary>
    public virtual bool LocalOnly => false;

    /// <summary>How many activations have ended before they could run this call.</summary>
    public int Forwards { get; set; }

    /// <summary>The next call in the queue of the activation.</summary>
    public Call? NextWaiting { get; set; }

    // Neighbours among the calls that await an answer; see PendingCalls.
    public Call? PreviousPending { get; set; }

    public Call? NextPending { get; set; }

    public PendingCalls? PendingIn { get; set; }

    public long SentAt { get; set; }

    public abstract object? Result { get; set; }

    /// <summary>True when the caller has its answer, so that running the call is of no use.</summary>
    public abstract bool IsSettled { get; }

    public CancellationToken Cancellation =>
        Method.CancellationIndex < 0 ? default : (CancellationToken)Arguments[Method.CancellationIndex]!;

    public ValueTask InvokeAsync(object target)
    {
        _target = target;
        return InvokeMethodAsync(target);
    }

    /// <summary>Gives the caller the result.</summary>
    public abstract void Reply();

    /// <summary>Gives the caller the exception. False when the caller has its answer already.</summary>
    public abstract bool TryFail(Exception exception);

    protected abstract ValueTask InvokeMethodAsync(object target);

    public object? GetTarget() => _target;

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => Arguments[index] = value;

    public string GetMethodName() => Method.Method.Name;

    public string GetInterfaceName() => Method.Interface.FullName ?? Method.Interface.Name;

    public string GetActivityName() => $"{Method.Interface.Name}/{Method.Method.Name}";

    public MethodInfo GetMethod() => Method.Method;

    public Type GetInterfaceType() => Method.Interface;

    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeout;

    public CancellationToken GetCancellationToken() => Cancellation;

    public override string ToString() => $"{GetActivityName()} on {TargetId}";
}

/// <inheritdoc/>
internal sealed class Call<TResult>(GrainReference reference, GrainMethod<TResult> method, object?[] arguments)
    : Call(reference, method, arguments)
{
    // Callers never run inside of the grain that answers them.
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;

    public Task<TResult> Answer => _answer.Task;

    public override bool IsSettled => _answer.Task.IsCompleted;

    public override object? Result
    {
        get => _result;
        set => _result = (TResult)value!;
    }

    public override void Reply() => Settle(_answer.TrySetResult(method.CopyResult(_result)));

    public override bool TryFail(Exception exception) =>
        Settle(
            exception is OperationCanceledException { CancellationToken: { IsCancellationRequested: true } token } && token == Cancellation
                ? _answer.TrySetCanceled(token)
                : _answer.TrySetException(exception)
        );

    protected override ValueTask InvokeMethodAsync(object target)
    {
        var task = method.InvokeAsync(target, Arguments);
        if (!task.IsCompletedSuccessfully)
        {
            return Wait(task);
        }

        _result = task.Result;
        return default;
    }

    private async ValueTask Wait(ValueTask<TResult> task) => _result = await task;

    private bool Settle(bool first)
    {
        if (first)
        {
            PendingIn?.Remove(this);
        }

        return first;
    }
}
