using Orleans;
using Orleans.Runtime;

namespace RetailGuard.Foundation;

/// <summary>
/// The first of two gates between tenants (the second is the database context's filter): a grain of one tenant
/// answers only callers that act for the same tenant.
/// </summary>
public sealed class TenantBoundary : IIncomingGrainCallFilter
{
    private const string ContextKey = "RetailGuard.Tenant";
    private const int TenantLength = 36;

    /// <summary>Says for which tenant the calls from here on are made. Only code that has proven who asks may say it.</summary>
    public static void ActFor(TenantId tenant) => RequestContext.Set(ContextKey, tenant.ToString());

    public Task Invoke(IIncomingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        if (!IsOurGrain(context.InterfaceMethod?.DeclaringType))
        {
            return context.Invoke();
        }

        var target = TenantOf(context.TargetId.Key.ToString());
        var caller = RequestContext.Get(ContextKey) as string ?? TenantOf(context.SourceId?.Key.ToString());
        return target is not null && string.Equals(target, caller, StringComparison.Ordinal)
            ? context.Invoke()
            : throw new UnauthorizedAccessException($"A call to {context.InterfaceMethod?.Name} crossed the border between tenants.");
    }

    /// <summary>
    /// Orleans' own calls, such as timers, are no requests of anybody. An observer is no grain and has no key: it has asked a grain of
    /// its own tenant to call it.
    /// </summary>
    private static bool IsOurGrain(Type? called) =>
        called?.Namespace?.StartsWith("RetailGuard", StringComparison.Ordinal) is true && !called.IsAssignableTo(typeof(IGrainObserver));

    /// <summary>The tenant that a grain's key begins with; null for callers that are no grains of ours.</summary>
    private static string? TenantOf(string? key) =>
        key is { Length: > TenantLength } && key[TenantLength] == '/' ? key[..TenantLength] : null;
}
