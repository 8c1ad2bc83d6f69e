namespace Outrigger.Discovery.Naming;

/// <summary>
/// The names that Istio gives to clusters: <c>outbound|9080|v1|reviews.default.svc.cluster.local</c> and
/// <c>inbound|9080||</c>. Dashboards, access logs and users' tools parse them, so they are kept to the
/// letter.
/// </summary>
public static class ClusterName
{
    /// <summary>
    /// Where traffic goes whose destination the mesh does not know, if the mesh lets it out.
    /// </summary>
    public const string Passthrough = "PassthroughCluster";

    /// <summary>Where traffic ends that must not leave: a cluster without endpoints.</summary>
    public const string BlackHole = "BlackHoleCluster";

    /// <summary>Where captured inbound traffic goes on a port that no Service names.</summary>
    public const string InboundPassthrough = "InboundPassthroughCluster";

    /// <summary>The cluster of a service's port, or of one subset of it.</summary>
    /// <param name="port">The service port, 1 to 65535.</param>
    /// <param name="subset">The subset's name, or empty for the whole service.</param>
    /// <param name="host">The service's fully qualified host.</param>
    public static string Outbound(int port, string subset, string host) => $"outbound|{port}|{subset}|{host}";

    /// <summary>
    /// The TLS server name that stands for a cluster, by which a gateway passes connections on without ending TLS.
    /// </summary>
    /// <param name="port">The service port, 1 to 65535.</param>
    /// <param name="subset">The subset's name, or empty for the whole service.</param>
    /// <param name="host">The service's fully qualified host.</param>
    public static string ServerName(int port, string subset, string host) => $"outbound_.{port}_.{subset}_.{host}";

    /// <summary>The cluster that leads from a sidecar to its own application.</summary>
    /// <param name="port">The application's port (the Service's <c>targetPort</c>).</param>
    public static string Inbound(int port) => $"inbound|{port}||";

    /// <summary>Splits an outbound name into its parts.</summary>
    /// <returns>False when the name is not of the form <c>outbound|port|subset|host</c>.</returns>
    public static bool TryParseOutbound(string name, out int port, out string subset, out string host)
    {
        var parts = name.Split('|');
        if (parts.Length == 4 && parts[0] == "outbound" && int.TryParse(parts[1], out port))
        {
            subset = parts[2];
            host = parts[3];
            return true;
        }
        port = 0;
        subset = host = "";
        return false;
    }
}
