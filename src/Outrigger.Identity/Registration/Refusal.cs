namespace Outrigger.Identity.Registration;

/// <summary>No, and why.</summary>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Message">One sentence for the caller and the log; it holds no secret.</param>
public sealed record Refusal(RefusalReason Reason, string Message);
