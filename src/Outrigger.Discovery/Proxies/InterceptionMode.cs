namespace Outrigger.Discovery.Proxies;

/// <summary>
/// How an application's traffic reaches its sidecar (node metadata <c>INTERCEPTION_MODE</c>).
/// </summary>
public enum InterceptionMode
{
    /// <summary>
    /// By iptables REDIRECT in the workload's network namespace; the application knows nothing of it.
    /// </summary>
    Redirect,

    /// <summary>
    /// Not captured: the application calls through its sidecar as an HTTP proxy and the sidecar listens on
    /// the workload's own address for inbound calls.
    /// </summary>
    None,
}
