using Outrigger.Routing.Matching;

namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>The step by transport protocol.</summary>
internal sealed class TransportProtocolNode(ByteKeyTable<ChainNode> byProtocol, ChainNode? any) : ChainNode
{
    internal override int Find(in ConnectionDescription connection) =>
        (byProtocol.Find(connection.TransportProtocol) ?? any)?.Find(connection) ?? -1;
}

/// <summary>The step by application protocol: the client's most wanted one that a chain asks for.</summary>
internal sealed class ApplicationProtocolNode(ByteKeyTable<ChainNode> byProtocol, ChainNode? any) : ChainNode
{
    internal override int Find(in ConnectionDescription connection)
    {
        ReadOnlySpan<byte> offered = connection.ApplicationProtocols;
        while (offered.Length > 1)
        {
            int length = Math.Min(offered[0], offered.Length - 1);
            if (byProtocol.Find(offered.Slice(1, length)) is { } node)
            {
                return node.Find(connection);
            }

            offered = offered[(1 + length)..];
        }

        return any?.Find(connection) ?? -1;
    }
}
