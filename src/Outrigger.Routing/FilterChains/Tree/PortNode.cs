namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>The steps by destination port and by source port.</summary>
internal sealed class PortNode(Dictionary<ushort, ChainNode> byPort, ChainNode? any, bool isSource)
    : ChainNode
{
    internal override int Find(in ConnectionDescription connection)
    {
        ushort port = isSource ? connection.SourcePort : connection.DestinationPort;
        return (byPort.GetValueOrDefault(port) ?? any)?.Find(connection) ?? -1;
    }
}
