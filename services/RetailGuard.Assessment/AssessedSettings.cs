using RetailGuard.Foundation;

namespace RetailGuard.Assessment;

/// <summary>What the product runs with and an assessment judges, as the modules tell it.</summary>
internal sealed class AssessedSettings(IEnumerable<IAssessedSetting> settings)
{
    /// <summary>By name, what holds for a retailer now.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(TenantId tenant, CancellationToken cancellation)
    {
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            now[setting.Name] = await setting.OfAsync(tenant, cancellation);
        }

        return now;
    }

    /// <summary>What holds now and was not assessed so, by name: also what nobody had assessed at all.</summary>
    public static IReadOnlyList<string> Changed(IReadOnlyDictionary<string, string> assessed, IReadOnlyDictionary<string, string> now) =>
        [.. now.Where(setting => assessed.GetValueOrDefault(setting.Key) != setting.Value).Select(setting => setting.Key)];
}
