using Envoy.Config.Rbac.V3;
using Outrigger.Routing.Authorization;

namespace Outrigger.Testing.Authorization;

/// <summary>What becomes of a request, and why.</summary>
/// <param name="IsAllowed">Whether it is let through.</param>
/// <param name="By">The rule that denies it or lets it through; <c>none</c> when there is no such rule.</param>
/// <param name="Shadow">The rules of dry runs that match; <c>none</c> when none does.</param>
/// <param name="Audit">The rule that marks it; <c>none</c> when none does.</param>
public sealed record AuthorizationVerdict(bool IsAllowed, string By, string Shadow, string Audit)
{
    /// <summary>What filters decide, one after the other.</summary>
    public static AuthorizationVerdict Of(
        IEnumerable<(RBAC? Rules, RBAC? Shadow)> filters, AuthorizationRequest request, bool isTcp)
    {
        var scratch = new AuthorizationScratch();
        var verdict = new AuthorizationVerdict(IsAllowed: true, "none", "none", "none");
        foreach (var (rules, shadow) in filters)
        {
            if (shadow is not null && request.DecideBy(Compile(shadow), isTcp, scratch).Policy is { } tried)
                verdict = verdict with { Shadow = tried.Name };
            if (rules is null)
                continue;
            var decision = request.DecideBy(Compile(rules), isTcp, scratch);
            string name = decision.Policy?.Name ?? "none";
            if (!decision.IsAllowed)
                return verdict with { IsAllowed = false, By = name };
            if (rules.Action == RBAC.Types.Action.Log)
                verdict = verdict with { Audit = name };
            else if (rules.Action == RBAC.Types.Action.Allow)
                verdict = verdict with { By = name };
        }

        return verdict;
    }

    private static AuthorizationEngine Compile(RBAC rules)
    {
        var result = AuthorizationEngine.Compile(rules);
        return result.Engine ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }
}
