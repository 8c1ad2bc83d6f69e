using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Authorization;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.Compilation;
using HttpRbac = Envoy.Extensions.Filters.Http.Rbac.V3.RBAC;
using NetworkRbac = Envoy.Extensions.Filters.Network.Rbac.V3.RBAC;
using RbacPerRoute = Envoy.Extensions.Filters.Http.Rbac.V3.RBACPerRoute;
using Rules = Envoy.Config.Rbac.V3.RBAC;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles the authorization filters: <c>envoy.extensions.filters.http.rbac.v3</c> and
/// <c>envoy.extensions.filters.network.rbac.v3</c>. Whatever of them is not implemented is a mistake, because rules
/// that are followed in part let in whom they should keep out.
/// </summary>
internal static class AuthorizationCompiler
{
    /// <summary>Compiles a filter of a connection manager; null after mistakes, which are then in the report.</summary>
    public static HttpAuthorizationFilter? CompileHttp(
        HttpFilter filter, string managerPrefix, FieldPath path, CompileEnvironment environment, CompileReport report)
    {
        FieldPath configPath = path.Field("typed_config");
        if (ExtensionType.Unpack(filter.TypedConfig, HttpRbac.Parser, configPath, report) is not { } rbac)
        {
            return null;
        }

        AuthorizationStats stats = environment.Stats.Authorization(
            AuthorizationStatNames.Http(managerPrefix, rbac.RulesStatPrefix, rbac.ShadowRulesStatPrefix));
        return CompileRules(rbac, stats, configPath, report) is { } rules
            ? new HttpAuthorizationFilter(filter.Name) { IsDisabled = filter.Disabled, Rules = rules, Stats = stats }
            : null;
    }

    /// <summary>
    /// Compiles what a route sets: rules in place of the filter's, or none, so that everything is allowed.
    /// </summary>
    public static AuthorizationRules? CompileRoute(Any config, FieldPath path, CompileReport report)
    {
        if (ExtensionType.Unpack(config, RbacPerRoute.Parser, path, report) is not { } route)
        {
            return null;
        }

        HttpRbac rbac = route.Rbac ?? new HttpRbac();
        FieldPath rbacPath = path.Field("rbac");
        report.Unimplemented(
            rbacPath, "track_per_rule_stats", rbac.TrackPerRuleStats, "its policies are counted together");
        return CompileRules(rbac, stats: null, rbacPath, report);
    }

    /// <summary>Compiles a network filter; null after mistakes, which are then in the report.</summary>
    public static NetworkAuthorizationFilter? CompileNetwork(
        Any config, FieldPath path, CompileEnvironment environment, CompileReport report)
    {
        if (ExtensionType.Unpack(config, NetworkRbac.Parser, path, report) is not { } rbac)
        {
            return null;
        }

        new FieldReader(report).RequireName(rbac.StatPrefix, path, "stat_prefix");
        report.Unimplemented(
            path, "enforcement_type", rbac.EnforcementType == NetworkRbac.Types.EnforcementType.Continuous,
            "it is decided once, since nothing changes that it looks at");
        RefuseMatchers(rbac.Matcher is not null, rbac.ShadowMatcher is not null, path, report);
        AuthorizationStats stats = environment.Stats.Authorization(
            AuthorizationStatNames.Network(rbac.StatPrefix, rbac.ShadowRulesStatPrefix));
        AuthorizationEngine? engine = CompileEngine(rbac.Rules, path.Field("rules"), report);
        AuthorizationEngine? shadow = CompileEngine(rbac.ShadowRules, path.Field("shadow_rules"), report);
        return report.HasErrors ? null : new NetworkAuthorizationFilter
        {
            Rules = new(engine, shadow, stats, countsPolicies: false, rbac.ShadowRulesStatPrefix),
            Stats = stats,
        };
    }

    private static AuthorizationRules? CompileRules(
        HttpRbac rbac, AuthorizationStats? stats, FieldPath path, CompileReport report)
    {
        RefuseMatchers(rbac.Matcher is not null, rbac.ShadowMatcher is not null, path, report);
        AuthorizationEngine? engine = CompileEngine(rbac.Rules, path.Field("rules"), report);
        AuthorizationEngine? shadow = CompileEngine(rbac.ShadowRules, path.Field("shadow_rules"), report);
        return report.HasErrors
            ? null
            : new(engine, shadow, stats, rbac.TrackPerRuleStats, rbac.ShadowRulesStatPrefix);
    }

    private static AuthorizationEngine? CompileEngine(Rules? rules, FieldPath path, CompileReport report)
    {
        if (rules is null)
        {
            return null;
        }

        AuthorizationEngineResult result = AuthorizationEngine.Compile(rules);
        foreach (ConfigurationError error in result.Errors)
        {
            report.Error(path.Field(error.FieldPath), error.Message);
        }

        foreach (UnimplementedField field in result.Unimplemented)
        {
            report.Warning(path.Field(field.FieldPath), field.Consequence);
        }

        return result.Engine;
    }

    private static void RefuseMatchers(bool hasMatcher, bool hasShadowMatcher, FieldPath path, CompileReport report)
    {
        if (hasMatcher)
        {
            report.Error(path.Field("matcher"), "matching trees are not implemented; expected rules");
        }

        if (hasShadowMatcher)
        {
            report.Error(path.Field("shadow_matcher"), "matching trees are not implemented; expected shadow_rules");
        }
    }
}
