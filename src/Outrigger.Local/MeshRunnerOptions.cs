using Outrigger.Local.Networking;
using Outrigger.Local.Supervision;

namespace Outrigger.Local;

/// <summary>What <c>outrigger up</c> was asked to run.</summary>
public sealed record MeshRunnerOptions
{
    /// <summary>The port of the ingress gateway on 127.0.0.1, unless another is asked for.</summary>
    public const int DefaultHttpPort = 8080;

    /// <summary>
    /// Files and folders with the resources to run; empty for the bundled Bookinfo sample.
    /// </summary>
    public IReadOnlyList<string> ConfigPaths { get; init; } = [];

    /// <summary>The file that maps Deployments to commands; null for the bundled sample's.</summary>
    public string? ProcessesFile { get; init; }

    /// <summary>The port of the ingress gateway on 127.0.0.1, 1 to 65535.</summary>
    public int HttpPort { get; init; } = DefaultHttpPort;

    /// <summary>How traffic is brought to the sidecars.</summary>
    public InterceptionMode Interception { get; init; }

    /// <summary>
    /// The folder that holds everything of this mesh: applied objects, logs, saved proxy state.
    /// </summary>
    public required string StateDirectory { get; init; }

    /// <summary>The proxy program; null to look for it.</summary>
    public string? ProxyPath { get; init; }

    /// <summary>Whether the control plane is started again when it ends.</summary>
    public RestartPolicy ControlPlaneRestart { get; init; } = RestartPolicy.Always;

    /// <summary>
    /// The port where the control plane serves xDS in clear text on loopback, 1 to 65535; null for the usual one.
    /// </summary>
    public int? XdsPort { get; init; }

    /// <summary>
    /// The port where the control plane serves xDS and certificates by TLS, 1 to 65535; null for the usual one.
    /// </summary>
    public int? TlsPort { get; init; }

    /// <summary>How long workloads' certificates are good; null for a day.</summary>
    public TimeSpan? CertificateLifetime { get; init; }

    /// <summary>
    /// A folder with the CA to sign with, as Istio's <c>cacerts</c>; null for a root of the mesh's own.
    /// </summary>
    public string? AuthorityFolder { get; init; }

    /// <summary>Whether to print changes line by line even where a live table could be shown.</summary>
    public bool NoTable { get; init; }

    /// <summary>
    /// The words that start this program's own <c>outrigger</c> command, to which <c>control-plane</c> and
    /// its options are added; empty for the program that runs now.
    /// </summary>
    public IReadOnlyList<string> OutriggerCommand { get; init; } = [];
}
