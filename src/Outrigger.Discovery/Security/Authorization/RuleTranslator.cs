using Envoy.Config.Rbac.V3;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>
/// Translates a rule of an AuthorizationPolicy into a policy of RBAC, as Istio does. On TCP a rule that speaks of HTTP
/// cannot be followed as it stands: where it allows it is left out, so that less is allowed, and elsewhere its fields
/// of HTTP are, so that more is denied.
/// </summary>
/// <param name="policyNamespace">The namespace of the policy.</param>
/// <param name="aliases">The trust domains of the mesh.</param>
/// <param name="action">What follows when the rule matches.</param>
/// <param name="isTcp">Whether it is for connections that are not HTTP.</param>
internal sealed class RuleTranslator(
    string policyNamespace, TrustDomainAliases aliases, RBAC.Types.Action action, bool isTcp)
{
    private readonly RuleAttributes _attributes = new(policyNamespace, aliases);

    /// <summary>A policy that never matches: that of an AuthorizationPolicy without rules.</summary>
    public static Policy Never() =>
        new() { Permissions = { Permissions.Never() }, Principals = { Principals.Never() } };

    /// <summary>The policy of a rule; null when it is left out.</summary>
    public Policy? Translate(AuthorizationRule rule)
    {
        var destination = rule.When.Select(RuleAttributes.DestinationOf).OfType<RuleAttribute<Permission>>().ToList();
        var source = rule.When.Select(_attributes.SourceOf).OfType<RuleAttribute<Principal>>().ToList();
        // A condition that nobody knows must not be passed over.
        if (destination.Count + source.Count < rule.When.Count) return null;
        var operations = rule.To.Count == 0 ? [[]] : rule.To.Select(to => OperationOf(to.Operation));
        var origins = rule.From.Count == 0 ? [[]] : rule.From.Select(from => SourceOf(from.Source));
        var policy = new Policy();
        foreach (var operation in operations)
        {
            if (MembersOf(operation.Concat(destination), Permissions.Not) is not { } members) return null;
            policy.Permissions.Add(Permissions.All(members.Count == 0 ? [Permissions.Any()] : members));
        }
        foreach (var origin in origins)
        {
            if (MembersOf(origin.Concat(source), Principals.Not) is not { } members) return null;
            policy.Principals.Add(Principals.All(members.Count == 0 ? [Principals.Any()] : members));
        }
        return policy;
    }

    private static IEnumerable<RuleAttribute<Permission>> OperationOf(RuleOperation? operation) =>
        operation is null ? [] : RuleAttributes.Of(operation);

    private IEnumerable<RuleAttribute<Principal>> SourceOf(RuleSource? source) =>
        source is null ? [] : _attributes.Of(source);

    /// <summary>What must hold of the attributes; null when the rule is to be left out.</summary>
    private List<TMatch>? MembersOf<TMatch>(IEnumerable<RuleAttribute<TMatch>> attributes, Func<TMatch, TMatch> not)
    {
        var members = new List<TMatch>();
        foreach (var attribute in attributes.Where(each => each.IsSet))
        {
            if (isTcp && attribute.IsHttpOnly)
            {
                if (action == RBAC.Types.Action.Allow) return null;
                continue;
            }
            if (attribute.Values.Count > 0) members.Add(attribute.Match(attribute.Values));
            if (attribute.NotValues.Count > 0) members.Add(not(attribute.Match(attribute.NotValues)));
        }
        return members;
    }
}
