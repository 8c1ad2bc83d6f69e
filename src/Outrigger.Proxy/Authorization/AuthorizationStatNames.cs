using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Authorization;

/// <summary>Names the statistics of an authorization filter.</summary>
/// <param name="Prefix">What stands before <c>rbac</c>: <c>http.inbound_0.0.0.0_80</c>, or the filter's own.</param>
/// <param name="Label">Prometheus' label for it; empty for none.</param>
/// <param name="RulesPrefix">What stands before the names of the rules' statistics; may be empty.</param>
/// <param name="ShadowRulesPrefix">What stands before those of the shadow rules; may be empty.</param>
internal readonly record struct AuthorizationStatNames(
    string Prefix, string Label, string RulesPrefix, string ShadowRulesPrefix)
{
    /// <summary>The names of a filter of a connection manager.</summary>
    public static AuthorizationStatNames Http(
        string managerPrefix, string rulesPrefix, string shadowRulesPrefix) => new(
        $"http.{managerPrefix.Replace(':', '_')}",
        StatName.Label("envoy_http_conn_manager_prefix", managerPrefix),
        rulesPrefix,
        shadowRulesPrefix);

    /// <summary>The names of a network filter.</summary>
    public static AuthorizationStatNames Network(string prefix, string shadowRulesPrefix) =>
        new(prefix.TrimEnd('.').Replace(':', '_'), "", "", shadowRulesPrefix);

    /// <summary>The names of one statistic.</summary>
    /// <param name="isShadow">Whether it is of the shadow rules.</param>
    /// <param name="policy">The policy with its points; empty for all.</param>
    /// <param name="stat">Its own name.</param>
    public StatName Of(bool isShadow, string policy, string stat)
    {
        var ofRules = isShadow ? ShadowRulesPrefix : RulesPrefix;
        var path = ofRules.Length == 0 || ofRules[^1] == '.' ? ofRules : ofRules + ".";
        var family = Label.Length == 0 ? $"{Prefix}.rbac" : "http.rbac";
        return new(
            $"{Prefix}.rbac.{path}{policy}{stat}",
            "envoy_" + StatName.ToMetricName($"{family}.{path}{stat}"),
            LabelsOf(policy));
    }

    private string LabelsOf(string policy)
    {
        if (policy.Length == 0)
            return Label;
        var ofPolicy = StatName.Label("envoy_rbac_policy_name", policy["policy.".Length..^1]);
        return Label.Length == 0 ? ofPolicy : $"{Label},{ofPolicy}";
    }
}
