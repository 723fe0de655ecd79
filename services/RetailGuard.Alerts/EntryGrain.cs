using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>R7: how often one entry may alert before something must be wrong with it.</summary>
internal static class EntryRate
{
    public const int MostAlerts = 5;
    public const int MostStores = 3;
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <param name="earlier">Stores of the alerts within the window, one per alert.</param>
    /// <param name="next">Where the entry matches now.</param>
    /// <returns>Alerts and stores with the next one, when these are too many; else null.</returns>
    public static (int Alerts, int Stores)? Exceeded(IReadOnlyCollection<StoreId> earlier, StoreId next)
    {
        var (alerts, stores) = (earlier.Count + 1, earlier.Append(next).Distinct().Count());
        return alerts > MostAlerts || stores > MostStores ? (alerts, stores) : null;
    }
}

/// <summary>One entry's alerts over all stores: raises them one after the other, so that none slips past the rate (R7). Key: tenant/entry.</summary>
[Alias("RetailGuard.IEntryGrain")]
public interface IEntryGrain : IGrainWithStringKey
{
    /// <summary>
    /// Raises an alert, or takes another picture of one that staff look for. Null when neither: an alert on the entry is open in that
    /// store, the entry is paused there (R16), or it was frozen.
    /// </summary>
    [Alias("Raise")]
    Task<ExpectedUpload?> Raise(AlertId alert, RaiseAlert match);
}

/// <summary>A picture that is to come.</summary>
/// <param name="Secret">Of its upload address.</param>
/// <param name="IsNew">Whether the alert was raised just now.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.ExpectedUpload")]
public sealed record ExpectedUpload([property: Id(0)] AlertId Alert, [property: Id(1)] string Secret, [property: Id(2)] bool IsNew);

internal sealed class EntryGrain : Grain, IEntryGrain
{
    public async Task<ExpectedUpload?> Raise(AlertId alert, RaiseAlert match)
    {
        var (tenant, _, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        var status = await GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(tenant, match.Store)).AlertStatusOf(match.Entry);

        // R26: staff who look for the person get the newest picture, from whichever camera.
        if (status.Confirmed is { } confirmed)
        {
            var sighting = await GrainFactory
                .GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, confirmed))
                .Sight(match.Camera, match.CapturedAt);
            return sighting is null ? null : new(confirmed, sighting, IsNew: false);
        }

        // While people look at one alert on this person, the next camera raises no second one: most matches end here, without the record.
        if (status.Quiet)
        {
            return null;
        }

        var secret = await GrainFactory.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert)).Raise(match);
        return secret is null ? null : new(alert, secret, IsNew: true);
    }
}
