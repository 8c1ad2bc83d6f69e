using Outrigger.Resources.Security.PeerAuthentications;

namespace Outrigger.Discovery.Security;

/// <summary>What a workload demands of those who connect to it, all levels of PeerAuthentication considered.</summary>
/// <param name="Mode">The demand on ports that have none of their own; never UNSET.</param>
/// <param name="Ports">The demands of single ports of the workload, by number; never UNSET.</param>
internal sealed record MutualTlsPolicy(MutualTlsMode Mode, IReadOnlyDictionary<int, MutualTlsMode> Ports)
{
    /// <summary>What holds where nobody has said anything: clear text and mutual TLS.</summary>
    public static MutualTlsPolicy Default { get; } =
        new(MutualTlsMode.Permissive, new SortedDictionary<int, MutualTlsMode>());

    /// <summary>The demand on a port of the workload.</summary>
    /// <param name="port">The workload's port, which is the Service's target port.</param>
    public MutualTlsMode For(int port) => Ports.TryGetValue(port, out var mode) ? mode : Mode;
}
