namespace Outrigger.Proxy.Dynamic;

/// <summary>Everything that is known of one cluster name. Guarded by the control gate.</summary>
/// <param name="name">The name.</param>
/// <param name="isStatic">Whether it stands in the bootstrap.</param>
internal sealed class ClusterEntry(string name, bool isStatic)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it stands in the bootstrap; discovery does not touch it then.</summary>
    public bool IsStatic { get; } = isStatic;

    /// <summary>Whether it is the cluster of one of the proxy's own servers.</summary>
    public bool IsForControlOnly { get; init; }

    /// <summary>The version that serves, or null.</summary>
    public ClusterInstance? Active { get; set; }

    /// <summary>The accepted version that waits for its endpoints and secrets, or null.</summary>
    public ClusterInstance? Warming { get; set; }

    /// <summary>The last version if it was rejected, or null.</summary>
    public RejectedResource? Rejected { get; set; }

    /// <summary>The last accepted version.</summary>
    public ClusterInstance? Accepted => Warming ?? Active;

    /// <summary>The versions there are.</summary>
    public IEnumerable<ClusterInstance> Instances => new[] { Active, Warming }.OfType<ClusterInstance>();
}
