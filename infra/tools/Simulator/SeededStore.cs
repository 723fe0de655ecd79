namespace RetailGuard.Tools.Simulator;

/// <summary>A store that was made by <see cref="RetailerSeed"/>, with the people who work in it.</summary>
public sealed record SeededStore(Guid Id, string Name, IReadOnlyList<SeededPerson> People);

/// <summary>Somebody who can sign in.</summary>
/// <param name="Pin">For the store's tablets; empty for who does not vote.</param>
/// <param name="SecondFactor">Null for who needs none.</param>
public sealed record SeededPerson(Guid Id, string Name, string Email, string Password, string Pin, SecondFactor? SecondFactor = null);
