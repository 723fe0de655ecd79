using System.Globalization;
using RetailGuard.Foundation;
using RetailGuard.Matching;

namespace RetailGuard.Alerts;

/// <summary>R44: the score from which on an alert is raised, on the product's scale.</summary>
internal sealed class ThresholdAssessed : IAssessedSetting
{
    public string Name => "alert threshold";

    public Task<string> OfAsync(TenantId tenant, CancellationToken cancellation) =>
        Task.FromResult(ScoreScale.AlertFloor.ToString("0.##", CultureInfo.InvariantCulture));
}
