namespace Outrigger.Proxy.Stats;

/// <summary>
/// Names the statistics of one scope. Envoy finds labels in flat names with regular expressions; a scope
/// knows which part of its name is the label, so that any character in a cluster's name is safe.
/// </summary>
/// <param name="textPrefix">What stands before each flat name: <c>cluster.reviews.</c>.</param>
/// <param name="familyPrefix">What stands before each metric name: <c>envoy_cluster_</c>.</param>
/// <param name="labels">The labels that all have.</param>
internal sealed class ScopeName(string textPrefix, string familyPrefix, string labels)
{
    /// <summary>The names under <c>cluster.&lt;name&gt;</c>.</summary>
    public static ScopeName Cluster(string name) =>
        new($"cluster.{Sanitize(name)}.", "envoy_cluster_", StatName.Label("envoy_cluster_name", name));

    /// <summary>
    /// The names under <c>cluster.&lt;name&gt;.grpc</c>, of one method or, with empty names, of all.
    /// </summary>
    public static ScopeName Grpc(string cluster, string service, string method)
    {
        string ofMethod = service.Length == 0 ? "" : $"{service}.{method}.";
        string labels = StatName.Label("envoy_cluster_name", cluster);
        if (service.Length > 0)
        {
            labels += "," + StatName.Label("envoy_grpc_bridge_service", service)
                + "," + StatName.Label("envoy_grpc_bridge_method", method);
        }

        return new($"cluster.{Sanitize(cluster)}.grpc.{ofMethod}", "envoy_cluster_grpc_", labels);
    }

    /// <summary>The names under <c>http.&lt;prefix&gt;</c>.</summary>
    public static ScopeName Http(string prefix) =>
        new($"http.{Sanitize(prefix)}.", "envoy_http_", StatName.Label(
            "envoy_http_conn_manager_prefix", prefix));

    /// <summary>
    /// The names under <c>http.&lt;prefix&gt;.ext_authz</c>, of one filter where it has a prefix of its own.
    /// </summary>
    public static ScopeName ExternalAuthorization(string prefix, string filterPrefix)
    {
        string ofFilter = filterPrefix.Length == 0 ? "" : $"{filterPrefix.TrimEnd('.')}.";
        string labels = StatName.Label("envoy_http_conn_manager_prefix", prefix);
        if (ofFilter.Length > 0)
        {
            labels += "," + StatName.Label("envoy_ext_authz_prefix", ofFilter[..^1]);
        }

        return new($"http.{Sanitize(prefix)}.ext_authz.{Sanitize(ofFilter)}", "envoy_http_ext_authz_", labels);
    }

    /// <summary>The names under <c>http.&lt;prefix&gt;.jwt_authn</c>.</summary>
    public static ScopeName JwtAuthn(string prefix) =>
        new($"http.{Sanitize(prefix)}.jwt_authn.", "envoy_http_jwt_authn_", StatName.Label(
            "envoy_http_conn_manager_prefix", prefix));

    /// <summary>The names under <c>listener.&lt;address&gt;</c>.</summary>
    public static ScopeName Listener(string address) =>
        new($"listener.{Sanitize(address)}.", "envoy_listener_", StatName.Label(
            "envoy_listener_address", address));

    /// <summary>The names under <c>tcp.&lt;prefix&gt;</c>.</summary>
    public static ScopeName Tcp(string prefix) =>
        new($"tcp.{Sanitize(prefix)}.", "envoy_tcp_", StatName.Label("envoy_tcp_prefix", prefix));

    /// <summary>The names under <c>http1</c> or <c>http2</c>.</summary>
    public static ScopeName Codec(string name) => new($"{name}.", $"envoy_{name}_", "");

    /// <summary>The names of one statistic.</summary>
    public StatName Of(string stat) => new(textPrefix + stat, familyPrefix + stat, labels);

    /// <summary>The names of the count of one status class: <c>upstream_rq_2xx</c>.</summary>
    public StatName OfStatusClass(string stat, int statusClass) => new(
        $"{textPrefix}{stat}_{statusClass}xx",
        $"{familyPrefix}{stat}_xx",
        $"{StatName.Label("envoy_response_code_class", statusClass.ToString())},{labels}");

    /// <summary>The names of the count of one status: <c>upstream_rq_200</c>.</summary>
    public StatName OfStatus(string stat, int status) => new(
        $"{textPrefix}{stat}_{status}",
        $"{familyPrefix}{stat}",
        $"{StatName.Label("envoy_response_code", status.ToString())},{labels}");

    /// <summary>Envoy keeps colons out of flat names, because some sinks give them a meaning.</summary>
    private static string Sanitize(string name) =>
        name.Replace("://", "_").Replace(":/", "_").Replace(':', '_');
}
