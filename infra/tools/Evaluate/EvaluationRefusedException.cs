namespace RetailGuard.Tools.Evaluate;

/// <summary>A command cannot do what it was asked for. The message says why and what to do; it is all that the user sees.</summary>
internal sealed class EvaluationRefusedException(string message) : Exception(message);
