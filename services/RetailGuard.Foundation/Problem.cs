namespace RetailGuard.Foundation;

/// <summary>The body of every refusal, <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Code">Stable, for programs; the same as the title.</param>
/// <param name="Detail">A sentence that the person can act on.</param>
/// <param name="Errors">What is wrong with each field of the request, by the field's name; only where fields are wrong.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null
);
