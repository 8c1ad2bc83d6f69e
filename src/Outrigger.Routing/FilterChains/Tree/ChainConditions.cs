using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Google.Protobuf.Collections;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using SourceType = Envoy.Config.Listener.V3.FilterChainMatch.Types.ConnectionSourceType;

namespace Outrigger.Routing.FilterChains.Tree;

/// <summary>
/// What one chain asks of a connection: <c>envoy.config.listener.v3.FilterChainMatch</c>. An empty list asks
/// nothing.
/// </summary>
internal sealed class ChainConditions
{
    private const int PortMax = ushort.MaxValue;

    private ChainConditions(int chainIndex, FieldPath path)
    {
        ChainIndex = chainIndex;
        Path = path;
    }

    internal int ChainIndex { get; }

    internal FieldPath Path { get; }

    internal ushort[] DestinationPorts { get; private init; } = [];

    internal CidrPrefix[] DestinationPrefixes { get; private init; } = [];

    /// <summary>In lower case; a wildcard is without its star: <c>.example.com</c>.</summary>
    internal byte[][] ServerNames { get; private init; } = [];

    internal byte[][] TransportProtocols { get; private init; } = [];

    internal byte[][] ApplicationProtocols { get; private init; } = [];

    internal CidrPrefix[] DirectSourcePrefixes { get; private init; } = [];

    /// <summary>At most one: whether the client is on this machine.</summary>
    internal bool[] IsLocalSource { get; private init; } = [];

    internal CidrPrefix[] SourcePrefixes { get; private init; } = [];

    internal ushort[] SourcePorts { get; private init; } = [];

    internal static ChainConditions Compile(
        int chainIndex, FilterChainMatch? match, FieldPath path, CompileContext context)
    {
        if (match is null)
        {
            return new(chainIndex, path);
        }

        if (match.AddressSuffix.Length > 0 || match.SuffixLen is not null)
        {
            context.Error(path, "address_suffix and suffix_len are not supported, in Envoy either");
        }

        return new(chainIndex, path)
        {
            DestinationPorts = match.DestinationPort is { } port
                ? ReadPorts([port], path.Field("destination_port"), context)
                : [],
            DestinationPrefixes = ReadPrefixes(match.PrefixRanges, "prefix_ranges", path, context),
            ServerNames = ReadServerNames(match.ServerNames, path, context),
            TransportProtocols =
                match.TransportProtocol.Length == 0 ? [] : [Encoding.UTF8.GetBytes(match.TransportProtocol)],
            ApplicationProtocols = [.. match.ApplicationProtocols.Distinct().Select(Encoding.UTF8.GetBytes)],
            DirectSourcePrefixes =
                ReadPrefixes(match.DirectSourcePrefixRanges, "direct_source_prefix_ranges", path, context),
            IsLocalSource = ReadSourceType(match.SourceType, path, context),
            SourcePrefixes = ReadPrefixes(match.SourcePrefixRanges, "source_prefix_ranges", path, context),
            SourcePorts = ReadPorts(match.SourcePorts, path.Field("source_ports"), context),
        };
    }

    private static bool[] ReadSourceType(SourceType type, FieldPath path, CompileContext context)
    {
        switch (type)
        {
            case SourceType.Any:
                return [];
            case SourceType.SameIpOrLoopback:
                return [true];
            case SourceType.External:
                return [false];
            default:
                context.Error(path.Field("source_type"), $"{(int)type} is no source type");
                return [];
        }
    }

    private static ushort[] ReadPorts(IReadOnlyList<uint> ports, FieldPath path, CompileContext context)
    {
        foreach (uint port in ports)
        {
            if (port is 0 or > PortMax)
            {
                context.Error(path, $"{port} is no port; expected 1 to {PortMax}");
            }
        }

        return [.. ports.Distinct().Select(port => (ushort)port)];
    }

    private static CidrPrefix[] ReadPrefixes(
        RepeatedField<CidrRange> ranges, string field, FieldPath path, CompileContext context)
    {
        var prefixes = new List<CidrPrefix>(ranges.Count);
        for (int i = 0; i < ranges.Count; i++)
        {
            if (CidrPrefix.Compile(ranges[i], path.Item(field, i), context) is { } prefix)
            {
                prefixes.Add(prefix);
            }
        }

        return [.. prefixes.Distinct()];
    }

    private static byte[][] ReadServerNames(
        RepeatedField<string> names, FieldPath path, CompileContext context)
    {
        var read = new List<string>(names.Count);
        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i].StartsWith("*.", StringComparison.Ordinal) ? names[i][1..] : names[i];
            if (name.Length == 0 || name.Contains('*', StringComparison.Ordinal))
            {
                context.Error(
                    path.Item("server_names", i),
                    $"'{names[i]}' is no server name; expected a host name, or one behind '*.'");
            }

            read.Add(name.ToLowerInvariant());
        }

        return [.. read.Distinct().Select(AsciiBytes.LowerCase)];
    }
}
