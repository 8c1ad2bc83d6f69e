using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Routes;

/// <summary>
/// Finds the virtual host of a host name in Envoy's order: the exact domain, the longest suffix wildcard, the
/// longest prefix wildcard, and <c>*</c>. A wildcard stands for at least one character.
/// </summary>
internal sealed class VirtualHostIndex
{
    private readonly ByteKeyTable<VirtualHostEntry>? _exact;
    private readonly (int Length, ByteKeyTable<VirtualHostEntry> Table)[] _suffixes;
    private readonly (int Length, ByteKeyTable<VirtualHostEntry> Table)[] _prefixes;
    private readonly VirtualHostEntry? _any;
    private readonly bool _ignorePort;
    private readonly bool _onlyAny;

    internal VirtualHostIndex(
        IReadOnlyCollection<KeyValuePair<string, VirtualHostEntry>> hostsByDomain, bool ignorePort)
    {
        _ignorePort = ignorePort;
        var exact = new List<KeyValuePair<byte[], VirtualHostEntry>>();
        var suffixes = new List<KeyValuePair<byte[], VirtualHostEntry>>();
        var prefixes = new List<KeyValuePair<byte[], VirtualHostEntry>>();
        foreach ((string domain, VirtualHostEntry host) in hostsByDomain)
        {
            switch (Classify(domain))
            {
                case DomainMatchKind.Any:
                    _any = host;
                    break;
                case DomainMatchKind.SuffixWildcard:
                    suffixes.Add(new(AsciiBytes.LowerCase(domain[1..]), host));
                    break;
                case DomainMatchKind.PrefixWildcard:
                    prefixes.Add(new(AsciiBytes.LowerCase(domain[..^1]), host));
                    break;
                default:
                    exact.Add(new(AsciiBytes.LowerCase(domain), host));
                    break;
            }
        }

        _exact = exact.Count == 0 ? null : new ByteKeyTable<VirtualHostEntry>(exact, ignoreCase: true);
        _suffixes = GroupByLength(suffixes);
        _prefixes = GroupByLength(prefixes);
        _onlyAny = exact.Count == 0 && suffixes.Count == 0 && prefixes.Count == 0;
    }

    internal VirtualHostEntry? Find(ReadOnlySpan<byte> authority, out DomainMatchKind kind)
    {
        if (_onlyAny)
        {
            kind = _any is null ? DomainMatchKind.None : DomainMatchKind.Any;
            return _any;
        }

        ReadOnlySpan<byte> host = authority;
        if (_ignorePort)
        {
            int portStart = HostPort.FindPort(authority);
            host = portStart < 0 ? authority : authority[..portStart];
        }

        kind = DomainMatchKind.Exact;
        return _exact?.Find(host) ?? FindWildcard(host, out kind);
    }

    internal static DomainMatchKind Classify(string domain)
    {
        if (domain == "*")
        {
            return DomainMatchKind.Any;
        }

        if (domain.StartsWith('*'))
        {
            return DomainMatchKind.SuffixWildcard;
        }

        return domain.EndsWith('*') ? DomainMatchKind.PrefixWildcard : DomainMatchKind.Exact;
    }

    private VirtualHostEntry? FindWildcard(ReadOnlySpan<byte> host, out DomainMatchKind kind)
    {
        kind = DomainMatchKind.SuffixWildcard;
        foreach ((int length, ByteKeyTable<VirtualHostEntry> table) in _suffixes)
        {
            if (length < host.Length && table.Find(host[^length..]) is { } found)
            {
                return found;
            }
        }

        kind = DomainMatchKind.PrefixWildcard;
        foreach ((int length, ByteKeyTable<VirtualHostEntry> table) in _prefixes)
        {
            if (length < host.Length && table.Find(host[..length]) is { } found)
            {
                return found;
            }
        }

        kind = _any is null ? DomainMatchKind.None : DomainMatchKind.Any;
        return _any;
    }

    private static (int Length, ByteKeyTable<VirtualHostEntry> Table)[] GroupByLength(
        List<KeyValuePair<byte[], VirtualHostEntry>> hosts) =>
        [.. hosts
            .GroupBy(host => host.Key.Length)
            .OrderByDescending(group => group.Key)
            .Select(group => (group.Key, new ByteKeyTable<VirtualHostEntry>([.. group], ignoreCase: true)))];
}
