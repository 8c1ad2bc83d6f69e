namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>The step by source type: whether the client is on this machine.</summary>
internal sealed class SourceTypeNode(ChainNode? local, ChainNode? external, ChainNode? any) : ChainNode
{
    internal override int Find(in ConnectionDescription connection)
    {
        // A peer without an IP address came over a Unix socket, and so from this machine.
        AddressValue source = connection.SourceAddress;
        bool isLocal = source.Family == AddressFamilyKind.None
            || source.IsLoopback
            || source == connection.DestinationAddress;
        return ((isLocal ? local : external) ?? any)?.Find(connection) ?? -1;
    }
}
