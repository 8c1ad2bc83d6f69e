namespace Outrigger.Discovery.Registry;

/// <summary>One port of a <see cref="MeshService"/>.</summary>
/// <param name="Number">The port that clients call, 1 to 65535.</param>
/// <param name="Name">The port's name; empty when the only port has none.</param>
/// <param name="Protocol">What the port speaks.</param>
/// <param name="TargetPort">The port on the endpoints when declared as a number; 0 when equal to <paramref
/// name="Number"/> or declared by name.</param>
/// <param name="TargetPortName">The container port's name when <c>targetPort</c> is a name, else
/// null.</param>
public sealed record MeshServicePort(
    int Number, string Name, Protocol Protocol, int TargetPort = 0, string? TargetPortName = null)
{
    /// <summary>
    /// The ports that the mesh carries. A number may be declared once for TCP and once for UDP, as DNS and
    /// HTTP/3 servers do.
    /// </summary>
    public static IReadOnlyList<MeshServicePort> Carried(IEnumerable<MeshServicePort> ports) =>
        [.. ports.Where(port => port.Protocol != Protocol.Udp).DistinctBy(port => port.Number)];

    /// <summary>The port on the endpoints when it is known without looking at a pod.</summary>
    public int NumericTargetPort => TargetPort != 0 ? TargetPort : Number;
}
