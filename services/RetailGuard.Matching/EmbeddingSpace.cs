namespace RetailGuard.Matching;

/// <summary>Model and version that made a template. Templates of different spaces never compare.</summary>
/// <param name="Id">Stable name with version, for example <c>faceplugin-fr-feature-1</c>.</param>
/// <param name="Dimension">Length of a template, in float32 values.</param>
public sealed record EmbeddingSpace(string Id, int Dimension);
