using Envoy.Config.Listener.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Security.Authorization;
using Outrigger.Resources.Security.AuthorizationPolicies;
using HttpRbac = Envoy.Extensions.Filters.Http.Rbac.V3.RBAC;
using NetworkRbac = Envoy.Extensions.Filters.Network.Rbac.V3.RBAC;

namespace Outrigger.Discovery.Security.Authorizers;

/// <summary>
/// The filters of a workload's policies with the action CUSTOM, which decide before all others. For each authorizer
/// there are two: the first marks what the rules match and lets everything through, the second asks the authorizer
/// about what is marked. What cannot be asked about is refused instead, and so is everything where policies of one
/// workload name different authorizers, as in Istio.
/// </summary>
internal static class CustomAuthorization
{
    private const string RefusedSuffix = "-deny-due-to-bad-CUSTOM-action";
    private const string NetworkStatPrefix = "tcp.";

    /// <summary>The filters of a workload's policies.</summary>
    /// <param name="snapshot">The mesh.</param>
    /// <param name="policies">The policies.</param>
    public static AuthorizationFilters Of(MeshSnapshot snapshot, WorkloadPolicies policies)
    {
        var http = new List<HttpFilter>();
        var network = new List<Filter>();
        // There is no dry run of a question: whoever is asked decides.
        var byProvider = policies.Of(AuthorizationAction.Custom)
            .Where(policy => !RbacBuilder.IsDryRun(policy))
            .GroupBy(policy => policy.Spec.Provider?.Name ?? "", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        foreach (var group in byProvider)
        {
            var authorizer = byProvider.Count == 1 ? AuthorizerCompiler.Compile(snapshot, group.Key, out _) : null;
            AddHttp(http, authorizer, RulesOf(snapshot.Options, group, isTcp: false));
            AddNetwork(network, authorizer, RulesOf(snapshot.Options, group, isTcp: true));
        }
        return new AuthorizationFilters(http, network);
    }

    private static RBAC RulesOf(
        MeshOptions options, IGrouping<string, ConfigItem<AuthorizationPolicySpec>> policies, bool isTcp)
    {
        var aliases = new TrustDomainAliases(options.TrustDomain, options.TrustDomainAliases);
        var prefix = ExternalAuthorizer.RulePrefix(policies.Key) + "-";
        return new RbacBuilder(aliases, RBAC.Types.Action.Deny, isTcp)
            .Build(policies, (policy, rule) => prefix + RbacBuilder.NameOf(policy, rule)).Enforced!;
    }

    private static void AddHttp(List<HttpFilter> filters, ExternalAuthorizer? authorizer, RBAC rules)
    {
        if (authorizer is null)
        {
            filters.Add(Http(AuthorizerCompiler.HttpMarker, new HttpRbac { Rules = Refusing(rules) }));
            return;
        }
        filters.Add(Http(AuthorizerCompiler.HttpMarker, new HttpRbac
        {
            ShadowRules = rules,
            ShadowRulesStatPrefix = ExternalAuthorizer.ShadowPrefix,
        }));
        filters.Add(Http(ExternalAuthorizer.HttpFilterName, authorizer.Http));
    }

    /// <summary>An authorizer that knows only requests is not asked about connections, as in Istio.</summary>
    private static void AddNetwork(List<Filter> filters, ExternalAuthorizer? authorizer, RBAC rules)
    {
        if (authorizer is null)
        {
            filters.Add(Network(AuthorizerCompiler.NetworkMarker, new NetworkRbac
            {
                Rules = Refusing(rules),
                StatPrefix = NetworkStatPrefix,
            }));
        }
        else if (authorizer.Network is { } question)
        {
            filters.Add(Network(AuthorizerCompiler.NetworkMarker, new NetworkRbac
            {
                ShadowRules = rules,
                ShadowRulesStatPrefix = ExternalAuthorizer.ShadowPrefix,
                StatPrefix = NetworkStatPrefix,
            }));
            filters.Add(Network(ExternalAuthorizer.NetworkFilterName, question));
        }
    }

    private static RBAC Refusing(RBAC rules)
    {
        var refusing = new RBAC { Action = RBAC.Types.Action.Deny };
        foreach (var (name, policy) in rules.Policies) refusing.Policies.Add(name + RefusedSuffix, policy);
        return refusing;
    }

    private static HttpFilter Http(string name, IMessage config) =>
        new() { Name = name, TypedConfig = Pack.Any(config) };

    private static Filter Network(string name, IMessage config) =>
        new() { Name = name, TypedConfig = Pack.Any(config) };
}
