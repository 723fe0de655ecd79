namespace RetailGuard.Cli;

/// <summary>A command cannot do what it was asked for. The message says why and what to do; it is all that the user sees.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);
