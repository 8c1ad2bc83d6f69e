using Outrigger.Routing.Matching;

namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>The step by server name: the whole name first, then its suffixes from the longest one.</summary>
internal sealed class ServerNameNode(ByteKeyTable<ChainNode> byName, ChainNode? any) : ChainNode
{
    internal override int Find(in ConnectionDescription connection)
    {
        ChainNode? node = byName.Find(connection.ServerName);

        // A wildcard stands for at least one character, so a dot in first place begins no suffix.
        ReadOnlySpan<byte> suffix = connection.ServerName;
        while (node is null && suffix.Length > 1)
        {
            int dot = suffix[1..].IndexOf((byte)'.');
            if (dot < 0)
            {
                break;
            }

            suffix = suffix[(dot + 1)..];
            node = suffix.Length > 1 ? byName.Find(suffix) : null;
        }

        return (node ?? any)?.Find(connection) ?? -1;
    }
}
