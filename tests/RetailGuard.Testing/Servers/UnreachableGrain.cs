using Orleans;
using Orleans.Runtime;

namespace RetailGuard.Testing;

/// <summary>Fails calls of a grain's method as if its node were dead. Give it to a server as a filter of its grains' calls.</summary>
/// <param name="method">The method's name.</param>
public sealed class UnreachableGrain(string method) : IIncomingGrainCallFilter
{
    private int _failed;

    public bool IsUnreachable { get; set; }

    /// <summary>Calls that have failed so far.</summary>
    public int Failed => Volatile.Read(ref _failed);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsUnreachable || context.InterfaceMethod?.Name != method)
        {
            return context.Invoke();
        }

        Interlocked.Increment(ref _failed);
        throw new SiloUnavailableException("The test says so.");
    }
}
