using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>
/// Finds all keys that a value begins with (or ends with) on one walk over its bytes. Immutable.
/// </summary>
internal sealed class AffixTree
{
    private readonly Node _root;
    private readonly bool _isFromEnd;

    /// <param name="keys">The keys in lower case, each once.</param>
    /// <param name="isFromEnd">Whether values are looked at from their end.</param>
    public AffixTree(IEnumerable<KeyValuePair<byte[], Posting>> keys, bool isFromEnd)
    {
        _isFromEnd = isFromEnd;
        (byte[] Key, Posting Posting)[] sorted =
            [.. keys.Select(each => (isFromEnd ? [.. each.Key.Reverse()] : each.Key, each.Value))];
        Array.Sort(sorted, (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        _root = Build(sorted, depth: 0, edge: []);
    }

    /// <summary>Adds the policies of all keys that fit the value, in any case.</summary>
    public void Collect(ReadOnlySpan<byte> value, Span<ulong> mask)
    {
        Node node = _root;
        int position = 0;
        while (true)
        {
            node.Posting?.AddTo(mask);
            if (position == value.Length)
            {
                return;
            }

            int child = node.FirstBytes.AsSpan().IndexOf(At(value, position));
            if (child < 0 || !HasEdge(value, position, node.Children[child].Edge))
            {
                return;
            }

            node = node.Children[child];
            position += node.Edge.Length;
        }
    }

    private static Node Build(ReadOnlySpan<(byte[] Key, Posting Posting)> keys, int depth, byte[] edge)
    {
        Posting? posting = null;
        if (keys.Length > 0 && keys[0].Key.Length == depth)
        {
            posting = keys[0].Posting;
            keys = keys[1..];
        }

        var children = new List<Node>();
        while (keys.Length > 0)
        {
            int count = 1;
            while (count < keys.Length && keys[count].Key[depth] == keys[0].Key[depth])
            {
                count++;
            }

            // The keys are sorted, so that what the first and the last have in common all of them have.
            int common = keys[0].Key.AsSpan(depth).CommonPrefixLength(keys[count - 1].Key.AsSpan(depth));
            byte[] childEdge = keys[0].Key[depth..(depth + common)];
            children.Add(Build(keys[..count], depth + common, childEdge));
            keys = keys[count..];
        }

        return new(edge, posting, [.. children]);
    }

    private byte At(ReadOnlySpan<byte> value, int position) =>
        AsciiBytes.Lower(_isFromEnd ? value[^(position + 1)] : value[position]);

    private bool HasEdge(ReadOnlySpan<byte> value, int position, byte[] edge)
    {
        if (value.Length - position < edge.Length)
        {
            return false;
        }

        for (int i = 0; i < edge.Length; i++)
        {
            if (At(value, position + i) != edge[i])
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Node(byte[] edge, Posting? posting, Node[] children)
    {
        public byte[] Edge { get; } = edge;

        public Posting? Posting { get; } = posting;

        public Node[] Children { get; } = children;

        public byte[] FirstBytes { get; } = [.. children.Select(child => child.Edge[0])];
    }
}
