using AnyAscii;

namespace RetailGuard.Foundation;

/// <summary>
/// The order in which New Zealanders look names up: capitals, macrons and accents make no difference, Āwhina stands among the As. The
/// same on every database and machine: the two databases disagree, and the server runs without ICU.
/// </summary>
public static class NameOrder
{
    /// <summary>Sorted by name; what differs in nothing else follows its characters' order.</summary>
    /// <param name="name">What each is looked up by.</param>
    public static IEnumerable<T> OrderByName<T>(this IEnumerable<T> all, Func<T, string> name) =>
        all.OrderBy(one => name(one).Trim().Transliterate(), StringComparer.OrdinalIgnoreCase).ThenBy(name, StringComparer.Ordinal);
}
