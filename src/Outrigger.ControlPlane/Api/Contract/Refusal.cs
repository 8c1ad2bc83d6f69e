namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>The answer to a request that was refused: nothing of it took effect.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Diagnostics">The mistakes that were found, each with its position.</param>
public sealed record Refusal(string Message, IReadOnlyList<DiagnosticView> Diagnostics);
