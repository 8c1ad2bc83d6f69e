using Outrigger.Identity.Registration;

namespace Outrigger.Identity.Tokens;

/// <summary>What a token proves, or why it proves nothing.</summary>
/// <param name="Token">What it proves, or null.</param>
/// <param name="Refusal">Why it proves nothing, or null.</param>
public sealed record TokenResult(WorkloadToken? Token, Refusal? Refusal)
{
    internal static TokenResult Refused(RefusalReason reason, string message) =>
        new(null, new Refusal(reason, message));
}
