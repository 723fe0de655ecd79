using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>What every act of a person on an alert shares: their store, a key that makes repeating safe, and the view as the answer.</summary>
internal sealed class ActOnAlert(IGrainFactory grains, AlertViews views)
{
    /// <summary>An act that may be repeated with the same Idempotency-Key.</summary>
    public Task<Answer<Ok<AlertView>>> OnceAsync(
        Caller caller,
        AlertId alert,
        string? key,
        Func<IAlertGrain, StoreId, Guid, Task<Result<FeedAlert>>> act,
        CancellationToken cancellation
    ) =>
        Guid.TryParse(key, out var id)
            ? RunAsync(caller, alert, (grain, store) => act(grain, store, id), cancellation)
            : Task.FromResult<Answer<Ok<AlertView>>>(
                Refusal.Invalid("idempotency-key-missing", "The header Idempotency-Key must be a UUID, new for each act on an alert.")
            );

    /// <summary>An act that means the same however often it is done.</summary>
    public async Task<Answer<Ok<AlertView>>> RunAsync(
        Caller caller,
        AlertId alert,
        Func<IAlertGrain, StoreId, Task<Result<FeedAlert>>> act,
        CancellationToken cancellation
    )
    {
        if (caller.Store is not { } store)
        {
            return Refusal.NotFound("alert");
        }

        var acted = await act(grains.GetGrain<IAlertGrain>(GrainKeys.Alert(caller.Tenant, alert)), store);
        return acted.Succeeded(out var after, out var refusal)
            ? TypedResults.Ok(await views.OfAsync(new(caller.Tenant, caller.Person), after, cancellation))
            : refusal;
    }
}
