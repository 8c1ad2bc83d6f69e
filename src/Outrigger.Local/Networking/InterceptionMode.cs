namespace Outrigger.Local.Networking;

/// <summary>How an application's traffic is brought to its sidecar.</summary>
public enum InterceptionMode
{
    /// <summary>
    /// Not at all: outbound calls go to the sidecar because <c>http_proxy</c> says so, inbound calls because
    /// the sidecar has the pod's address. Needs no privileges.
    /// </summary>
    None,

    /// <summary>
    /// By the kernel, as in a Kubernetes pod: a network namespace for each pod, whose connections iptables
    /// redirects to the sidecar. Needs root.
    /// </summary>
    Redirect,
}
