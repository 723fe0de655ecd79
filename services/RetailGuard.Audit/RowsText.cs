using System.Text.Json;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>How a link says which rows its commit changed (<see cref="AuditRow.Rows"/>).</summary>
internal static class RowsText
{
    public static string? Of(IReadOnlyList<RowDigest> rows) =>
        rows.Count == 0
            ? null
            : JsonSerializer.Serialize(rows.Select(r => r.Digest is { } digest ? (string[])[r.Table, r.Key, digest] : [r.Table, r.Key]));

    /// <exception cref="JsonException">It is none.</exception>
    public static IEnumerable<RowDigest> Read(string text) =>
        (JsonSerializer.Deserialize<string[][]>(text) ?? []).Select(row =>
            row is [var table, var key, .. var digest] && digest.Length < 2
                ? new RowDigest(table, key, digest.FirstOrDefault())
                : throw new JsonException("A row has a table, a key and at most one digest.")
        );
}
