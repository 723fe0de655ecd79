using Orleans;

namespace RetailGuard.Testing;

/// <summary>Keeps what a grain has answered from whoever asked it, once. Give it to a server as a filter of its grains' calls.</summary>
/// <param name="method">The method's name.</param>
public sealed class HeldAnswer(string method) : IIncomingGrainCallFilter
{
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _holds;

    /// <summary>When there is an answer, and nobody has it.</summary>
    public Task Given => _given.Task;

    public void HoldNext() => Volatile.Write(ref _holds, 1);

    public void Release() => _released.SetResult();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        await context.Invoke();
        if (context.InterfaceMethod?.Name == method && Interlocked.Exchange(ref _holds, 0) == 1)
        {
            _given.SetResult();
            await _released.Task;
        }
    }
}
