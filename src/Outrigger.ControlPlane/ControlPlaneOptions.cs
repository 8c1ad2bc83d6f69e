using System.Net;
using Outrigger.Discovery;
using Outrigger.Identity;
using Outrigger.Identity.Tokens;

namespace Outrigger.ControlPlane;

/// <summary>How a control plane runs.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>Where its state lies.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>YAML files and folders that the user keeps; they are watched.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>
    /// Where proxies connect in clear text: a loopback address, unless <see cref="AllowClearTextBeyondLoopback"/>.
    /// </summary>
    public IPAddress XdsAddress { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// The port where proxies connect in clear text; 0 lets the system choose, null is for none.
    /// </summary>
    public int? XdsPort { get; init; } = 15010;

    /// <summary>
    /// Whether clear text may be served where others than this machine's own processes can read it. Nothing secret is
    /// served there, but the mesh's configuration is.
    /// </summary>
    public bool AllowClearTextBeyondLoopback { get; init; }

    /// <summary>Where proxies connect by TLS; null for <see cref="XdsAddress"/>.</summary>
    public IPAddress? SecureAddress { get; init; }

    /// <summary>
    /// The port where proxies connect by TLS, for discovery and for certificates; 0 lets the system choose, null is for
    /// none.
    /// </summary>
    public int? SecurePort { get; init; } = 15012;

    /// <summary>
    /// The trust domain of the mesh's identities where the mesh's configuration (MeshConfig) names none; null for that
    /// of <see cref="Mesh"/>.
    /// </summary>
    public TrustDomain? TrustDomain { get; init; }

    /// <summary>
    /// A folder with the CA to sign with, as Istio's <c>cacerts</c>; null for a root of the control plane's own.
    /// </summary>
    public string? PluggedInAuthority { get; init; }

    /// <summary>How long a root of the control plane's own is valid.</summary>
    public TimeSpan RootLifetime { get; init; } = TimeSpan.FromDays(3650);

    /// <summary>
    /// Who verifies tokens of workloads, for identities of a trust domain, beside those that the local runtime issues.
    /// </summary>
    public Func<TrustDomain, IEnumerable<ITokenVerifier>> TokenVerifiers { get; init; } = _ => [];

    /// <summary>What the whole mesh has in common.</summary>
    public MeshOptions Mesh { get; init; } = new();

    /// <summary>How long configuration must be quiet before proxies are told of it.</summary>
    public TimeSpan DebounceQuiet { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a stream of changes can put off telling proxies.</summary>
    public TimeSpan DebounceMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The block of addresses that Services get their virtual ones from, as Kubernetes' API server gives
    /// them.
    /// </summary>
    public IPNetwork ServiceNetwork { get; init; } = IPNetwork.Parse("10.96.0.0/16");
}
