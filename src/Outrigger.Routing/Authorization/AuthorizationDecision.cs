namespace Outrigger.Routing.Authorization;

/// <summary>Whether something is allowed, and why.</summary>
/// <param name="IsAllowed">Whether it is.</param>
/// <param name="Policy">The first policy that matches; null when none does.</param>
public readonly record struct AuthorizationDecision(bool IsAllowed, AuthorizationPolicyEntry? Policy)
{
    /// <summary>The response code details of a request that no policy allows.</summary>
    public const string NoPolicyDetails = "rbac_access_denied_matched_policy[none]";

    /// <summary>What led to the denial, in Envoy's words.</summary>
    public string DenialDetails => Policy?.DenialDetails ?? NoPolicyDetails;

    /// <summary>Blanks would end the field in an access log.</summary>
    internal static string DetailsOf(string policyName) =>
        $"rbac_access_denied_matched_policy[{string.Concat(policyName.Select(ToPrintable))}]";

    private static char ToPrintable(char character) => char.IsWhiteSpace(character) ? '_' : character;
}
