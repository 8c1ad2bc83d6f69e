using System.Net;
using Outrigger.Discovery;

namespace Outrigger.ControlPlane;

/// <summary>How a control plane runs.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>Where its state lies.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>YAML files and folders that the user keeps; they are watched.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>
    /// Where proxies connect, in clear text: a loopback address, or one that only the mesh's own pods reach.
    /// </summary>
    public IPAddress XdsAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The port where proxies connect; 0 lets the system choose.</summary>
    public int XdsPort { get; init; } = 15010;

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
