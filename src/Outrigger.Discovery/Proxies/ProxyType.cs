namespace Outrigger.Discovery.Proxies;

/// <summary>What a proxy is in the mesh: the first part of its node id.</summary>
public enum ProxyType
{
    /// <summary>Beside one workload (<c>sidecar</c>).</summary>
    Sidecar,

    /// <summary>An ingress or egress gateway (<c>router</c>).</summary>
    Gateway,
}
