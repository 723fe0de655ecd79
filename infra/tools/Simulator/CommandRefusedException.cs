namespace RetailGuard.Tools.Simulator;

/// <summary>A command cannot do what it was asked for. The message says why and what to do; it is all that the user sees.</summary>
public sealed class CommandRefusedException(string message) : Exception(message);
