using Orleans;
using Orleans.Runtime;

namespace RetailGuard.Testing;

/// <summary>Fails calls of a grain's method as if its node were dead. Give it to a server as a filter of its grains' calls.</summary>
/// <param name="method">The method's name.</param>
public sealed class UnreachableGrain(string method) : IIncomingGrainCallFilter
{
    public bool IsUnreachable { get; set; }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return IsUnreachable && context.InterfaceMethod?.Name == method
            ? throw new SiloUnavailableException("The test says so.")
            : context.Invoke();
    }
}
