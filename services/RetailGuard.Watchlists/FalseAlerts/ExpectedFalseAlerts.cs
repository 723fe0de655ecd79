using System.Globalization;
using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>How many false alerts a store is to expect of a list (R3). Arithmetic only.</summary>
/// <param name="VisitsPerDay">1 and up.</param>
/// <param name="MostFalseMatchRate">
/// Per comparison, above 0: the upper bound that was measured, not the rate that the threshold is named after.
/// </param>
/// <param name="OneInDays">The budget: one false alert in so many days, 1 and up.</param>
public sealed record ExpectedFalseAlerts(int VisitsPerDay, double MostFalseMatchRate, int OneInDays)
{
    /// <summary>Each visitor is compared with each entry, and each comparison may err; what is added up so is never too little.</summary>
    public double PerDay(int entries) => entries * (VisitsPerDay * MostFalseMatchRate);

    public double Budget => 1.0 / OneInDays;

    /// <summary>The longest list within the budget.</summary>
    public int MostEntries
    {
        get
        {
            var most = (int)Math.Min(int.MaxValue, Math.Floor(Budget / (VisitsPerDay * MostFalseMatchRate)));
            return PerDay(most) > Budget ? most - 1 : most;
        }
    }

    /// <summary>Why a list may not have so many entries; null when it may.</summary>
    public Refusal? WhyNot(int entries) =>
        PerDay(entries) <= Budget
            ? null
            : Refusal.Conflict(
                "over-budget",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entries} entries × {VisitsPerDay:#,0} visits a day × a false-match rate of at most {MostFalseMatchRate:0.#e-0} are {PerDay(entries):0.####} false alerts a day, more than one in {OneInDays} days ({Budget:0.####} a day). This store's list takes {MostEntries}: take an entry off it first."
                )
            );
}
