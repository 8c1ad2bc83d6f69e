namespace Outrigger.Fuzz;

/// <summary>A parser did what it must not do.</summary>
internal sealed class InvariantException(string message) : Exception(message);
