namespace RetailGuard.Testing;

/// <summary>What a retailer's chain says has happened.</summary>
public static class AuditTrail
{
    /// <summary>The details, as JSON, of all events of one kind, the earliest first.</summary>
    public static async Task<List<string>> DetailsAsync(this RunningServer server, Retailer retailer, string action)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(retailer);
        var rows = await server.QueryAsync(
            """SELECT "Detail" FROM "Audit" WHERE "Tenant" = @p0 AND "Action" = @p1 ORDER BY "Sequence" """,
            retailer.Id,
            action
        );
        return [.. rows.Select(row => (string)row[0]!)];
    }
}
