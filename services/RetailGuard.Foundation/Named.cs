namespace RetailGuard.Foundation;

/// <summary>Names anything with an id: a store, a camera, a person, a machine.</summary>
public sealed record Named(Guid Id, string Name);

/// <summary>The id of what a request added.</summary>
public sealed record Added(Guid Id);
