using Orleans;
using Orleans.Runtime;

namespace RetailGuard.Testing;

/// <summary>Fails or loses calls of grains as if their node were dead. Give it to a server as a filter of its grains' calls.</summary>
public sealed class UnreachableGrain : IIncomingGrainCallFilter, IDisposable
{
    private readonly TaskCompletionSource _failedOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failed;

    /// <summary>Name of the method whose calls fail; null when none do.</summary>
    public string? Method { get; set; }

    /// <summary>They do not fail, but nobody answers them, until <see cref="Dispose"/>.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Calls that have failed so far, or were lost.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Waits until a first call has failed.</summary>
    public Task FailedOnceAsync() =>
        WaitLimit.WaitAsync(
            async limit =>
            {
                await _failedOnce.Task.WaitAsync(limit);
                return true;
            },
            $"a call of {Method}",
            () => "none"
        );

    public Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Method is not { } method || context.InterfaceMethod?.Name != method)
        {
            return context.Invoke();
        }

        Interlocked.Increment(ref _failed);
        _failedOnce.TrySetResult();
        return IsSilent ? LoseAsync() : throw new SiloUnavailableException("The test says so.");
    }

    /// <summary>So that a server with lost calls can end.</summary>
    public void Dispose() => _disposed.TrySetResult();

    private async Task LoseAsync()
    {
        await _disposed.Task;
        throw new SiloUnavailableException("The test is over.");
    }
}
