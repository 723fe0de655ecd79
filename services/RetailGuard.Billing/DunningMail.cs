using System.Globalization;
using RetailGuard.Foundation;

namespace RetailGuard.Billing;

/// <summary>What administrators read at each step of <see cref="Dunning"/>.</summary>
internal static class DunningMail
{
    private const string GoesOn = "Signing in, requests of people, cases, the audit log, export and erasure go on in any case.";

    private const string Pay = "The page below says what is owed, and leads to where it is paid.";

    public static (string Subject, IReadOnlyList<string> Paragraphs) Of(int day, BillingAccount account)
    {
        var since = account.OverdueSince!.Value;
        var grows = Day(since.AddDays(Dunning.GrowthStopsDay));
        var stops = Day(Dunning.At(account, since, Dunning.MatchingStopsDay));
        return day switch
        {
            Dunning.GrowthStopsDay => (
                "RetailGuard: nothing new can be added until the bill is paid",
                [
                    Owed(since),
                    "From now on no stores, cameras or entries can be added. What is there works as before.",
                    $"If it is still not paid, matching stops in every store on {stops}, and never less than a week after the stores were told.",
                    Pay,
                    GoesOn,
                ]
            ),
            Dunning.StopAnnouncedDay => (
                $"RetailGuard: matching stops on {stops}",
                [Owed(since), $"Matching stops in every store on {stops}. Each store is told now.", Pay, GoesOn]
            ),
            Dunning.MatchingStopsDay => (
                "RetailGuard: matching has stopped",
                [Owed(since), "Nobody is matched in any store from now on. It begins again as soon as the bill is paid.", Pay, GoesOn]
            ),
            _ => (
                "RetailGuard: a payment did not go through",
                [
                    Owed(since),
                    $"Nothing is taken away now. If it is not paid by {grows}, no stores, cameras or entries can be added from then on; on {stops} matching stops.",
                    Pay,
                ]
            ),
        };
    }

    private static string Owed(DateTimeOffset since) => $"Your RetailGuard plan is not paid since {Day(since)}.";

    private static string Day(DateTimeOffset at) => NewZealand.DayOf(at).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
