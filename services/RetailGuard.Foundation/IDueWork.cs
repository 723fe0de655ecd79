namespace RetailGuard.Foundation;

/// <summary>
/// Work of a retailer that is due by the record rather than by a request. What one run leaves, because it failed or its node died, the
/// next one finds; two runs at once do no harm.
/// </summary>
public interface IDueWork
{
    /// <summary>Runs begin no sooner after each other; the first comes when the retailer's keeper starts.</summary>
    TimeSpan Every { get; }

    /// <summary>Whether there is nothing to do where the record has not changed since the last run.</summary>
    bool AfterChangesOnly { get; }

    /// <summary>Looks for all that is due, and does it.</summary>
    Task DoAsync(TenantId tenant, CancellationToken cancellation);
}
