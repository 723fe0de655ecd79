using Microsoft.AspNetCore.Http;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Begins and ends trips to the provider, for whatever they are made.</summary>
internal sealed class ProviderTrips(
    Database database,
    PublicAddress address,
    ProviderExchange exchange,
    SecondFactors seals,
    TimeProvider time
)
{
    private static readonly Refusal NoAddress = Refusal.Conflict(
        "address-missing",
        "This server has no address that a provider could send anybody back to. Whoever runs it sets PublicAddress."
    );

    /// <summary>Where the browser is to go; how it comes back is kept in it.</summary>
    public async Task<Result<string>> BeginAsync(
        HttpContext http,
        SingleSignOnProvider provider,
        TripFor purpose,
        string? invitation,
        string? sessionKey,
        CancellationToken cancellation
    )
    {
        // By the configured address: what a request calls us is anybody's word.
        if (SignInWithProvider.CallbackOf(address) is not { } callback)
        {
            return NoAddress;
        }

        var trip = new Trip(
            provider.Tenant,
            purpose,
            provider.Issuer,
            provider.ClientId,
            Trip.New(),
            Trip.New(),
            Trip.New(),
            callback,
            time.GetUtcNow(),
            invitation,
            sessionKey
        );
        if (!(await exchange.BeginAsync(trip, provider, cancellation)).Succeeded(out var location, out var refusal))
        {
            return refusal;
        }

        trip.Keep(http, seals);
        return location;
    }

    /// <summary>Who came back. The trip is over, whatever comes of it.</summary>
    /// <param name="isFor">Whether it was made for what it is to end in.</param>
    public async Task<Result<(Trip Trip, ProvenSubject Subject)>> EndAsync(
        HttpContext http,
        Func<Trip, bool> isFor,
        CancellationToken cancellation
    )
    {
        if (!Trip.Take(http, seals).Succeeded(out var trip, out var refusal))
        {
            return refusal;
        }

        if (trip is { Code: null, Declined: null } || !isFor(trip))
        {
            return Trip.Over;
        }

        await using var db = database.Of(trip.Tenant);
        if (await SubjectLinks.InUseAsync(db, cancellation) is not { } provider)
        {
            return Trip.Over;
        }

        // Another provider was set up meanwhile: it never gave this code.
        return provider.Issuer != trip.Issuer || provider.ClientId != trip.ClientId ? Trip.Over
            : (await exchange.EndAsync(trip, provider, cancellation)).Succeeded(out var subject, out refusal) ? (trip, subject)
            : refusal;
    }
}
