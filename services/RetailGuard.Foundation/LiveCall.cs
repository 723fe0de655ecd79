namespace RetailGuard.Foundation;

/// <summary>Calls between grains that somebody in a store waits for now.</summary>
public static class LiveCall
{
    /// <summary>
    /// For Orleans' <c>ResponseTimeout</c>. A call that is lost with a node is answered by nobody, and whoever comes after it waits too:
    /// half a minute, if nothing else is said.
    /// </summary>
    public const string Limit = "00:00:05";
}
