using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using Outrigger.Resources.Selection;

namespace Outrigger.Discovery.Security;

/// <summary>
/// Which workloads a security policy holds for: those of its selector, the gateways that it names as its targets, or
/// all of its namespace, and of the mesh when that is the root namespace.
/// </summary>
/// <param name="Namespace">The policy's namespace.</param>
/// <param name="Selector">Its selector, or null.</param>
/// <param name="Target">Its single target, or null.</param>
/// <param name="Targets">Its targets.</param>
internal readonly record struct PolicyScope(
    string Namespace,
    WorkloadSelector? Selector,
    PolicyTargetReference? Target,
    IReadOnlyList<PolicyTargetReference> Targets)
{
    private const string GatewayGroup = "gateway.networking.k8s.io";
    private const string GatewayLabel = "gateway.networking.k8s.io/gateway-name";

    /// <summary>Whether the policy holds for a proxy of its own namespace, or of any if it is the root's.</summary>
    public bool Includes(ProxyNode proxy)
    {
        var targets = Target is null ? Targets : [Target];
        var policyNamespace = Namespace;
        if (targets.Count > 0) return targets.Any(each => IsGateway(each, policyNamespace, proxy));
        return Selector is null || Selection.Matches(Selector.MatchLabels, proxy.Labels);
    }

    /// <summary>Services are the targets of waypoints, which no proxy here is.</summary>
    private static bool IsGateway(PolicyTargetReference target, string policyNamespace, ProxyNode proxy) =>
        target.Kind == "Gateway"
        && target.Group == GatewayGroup
        && proxy.Type == ProxyType.Gateway
        && proxy.Namespace == policyNamespace
        && proxy.Labels.TryGetValue(GatewayLabel, out var name)
        && name == target.Name;
}
