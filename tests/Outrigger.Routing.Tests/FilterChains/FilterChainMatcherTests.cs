using System.Text;
using System.Text.RegularExpressions;
using Envoy.Config.Listener.V3;
using Outrigger.Routing.FilterChains;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Routing.Tests.FilterChains;

public sealed partial class FilterChainMatcherTests
{
    private const string Conn = "10.0.0.1:8080 from 192.168.1.2:4000";

    [Theory]
    // Destination port before all else, and no way back from it.
    [InlineData("{destination_port: 8080}|{}", Conn, 0)]
    [InlineData("{destination_port: 9090}|{}", Conn, 1)]
    [InlineData("{destination_port: 8080, server_names: [a.com]}|{}", Conn, -1)]
    [InlineData("{destination_port: 8080, server_names: [a.com]}|{prefix_ranges: [10.0.0.1/32]}", Conn, -1)]
    // The most specific destination range.
    [InlineData(
        "{prefix_ranges: [10.0.0.0/8]}|{prefix_ranges: [10.0.0.1/32]}|{}",
        Conn,
        1)]
    [InlineData(
        "{prefix_ranges: [10.0.0.0/8]}|{prefix_ranges: [10.0.0.2/32]}|{}",
        Conn,
        0)]
    [InlineData("{prefix_ranges: [10.9.9.9/8]}", Conn, 0)]
    [InlineData("{prefix_ranges: [0.0.0.0/0]}|{}", Conn, 0)]
    [InlineData("{prefix_ranges: [::/0]}|{}", Conn, 1)]
    [InlineData(
        "{prefix_ranges: [fd00::/8]}|{}", "fd12::1:80 from ::1:1", 0)]
    [InlineData(
        "{prefix_ranges: [10.0.0.0/8]}|{}",
        "::ffff:10.0.0.1:80 from 1.1.1.1:1",
        0)]
    [InlineData(
        "{prefix_ranges: [10.0.0.1/32], transport_protocol: tls}|{prefix_ranges: [10.0.0.0/8]}",
        Conn,
        -1)]
    // Server name: exact, then the longest suffix.
    [InlineData(
        "{server_names: [www.a.com]}|{server_names: [\"*.a.com\"]}|{server_names: [\"*.com\"]}|{}",
        Conn + " sni www.a.com",
        0)]
    [InlineData(
        "{server_names: [www.a.com]}|{server_names: [\"*.a.com\"]}|{server_names: [\"*.com\"]}|{}",
        Conn + " sni WWW.A.com",
        0)]
    [InlineData(
        "{server_names: [www.a.com]}|{server_names: [\"*.a.com\"]}|{server_names: [\"*.com\"]}|{}",
        Conn + " sni x.y.a.com",
        1)]
    [InlineData(
        "{server_names: [www.a.com]}|{server_names: [\"*.a.com\"]}|{server_names: [\"*.com\"]}|{}",
        Conn + " sni a.com",
        2)]
    [InlineData(
        "{server_names: [www.a.com]}|{server_names: [\"*.a.com\"]}|{server_names: [\"*.com\"]}|{}",
        Conn + " sni com",
        3)]
    [InlineData(
        "{server_names: [www.a.com]}|{server_names: [\"*.a.com\"]}|{server_names: [\"*.com\"]}|{}", Conn, 3)]
    [InlineData("{server_names: [\"*.a.com\"]}", Conn + " sni a.com", -1)]
    [InlineData("{server_names: [\"*.a.com\", b.com]}", Conn + " sni b.com", 0)]
    // Transport protocol.
    [InlineData("{transport_protocol: tls}|{transport_protocol: raw_buffer}|{}", Conn + " transport tls", 0)]
    [InlineData(
        "{transport_protocol: tls}|{transport_protocol: raw_buffer}|{}", Conn + " transport raw_buffer", 1)]
    [InlineData("{transport_protocol: tls}|{}", Conn, 1)]
    [InlineData("{server_names: [a.com]}|{transport_protocol: tls}", Conn + " sni a.com transport tls", 0)]
    // Application protocol: the client's order counts.
    [InlineData(
        "{application_protocols: [h2]}|{application_protocols: [http/1.1]}|{}",
        Conn + " alpn h2,http/1.1",
        0)]
    [InlineData(
        "{application_protocols: [h2]}|{application_protocols: [http/1.1]}|{}",
        Conn + " alpn http/1.1,h2",
        1)]
    [InlineData(
        "{application_protocols: [h2]}|{application_protocols: [http/1.1]}|{}", Conn + " alpn x,h2", 0)]
    [InlineData("{application_protocols: [h2]}|{application_protocols: [http/1.1]}|{}", Conn + " alpn H2", 2)]
    [InlineData("{application_protocols: [istio, istio-http/1.1]}|{}", Conn + " alpn istio-http/1.1", 0)]
    // Direct source, source type, source range and source port.
    [InlineData("{direct_source_prefix_ranges: [192.168.0.0/16]}|{}", Conn, 0)]
    [InlineData(
        "{direct_source_prefix_ranges: [192.168.0.0/16]}|{}",
        Conn + " direct 1.2.3.4",
        1)]
    [InlineData("{source_type: EXTERNAL}|{source_type: SAME_IP_OR_LOOPBACK}", Conn, 0)]
    [InlineData(
        "{source_type: EXTERNAL}|{source_type: SAME_IP_OR_LOOPBACK}", "10.0.0.1:80 from 10.0.0.1:5", 1)]
    [InlineData(
        "{source_type: EXTERNAL}|{source_type: SAME_IP_OR_LOOPBACK}", "10.0.0.1:80 from 127.0.0.9:5", 1)]
    [InlineData("{source_type: EXTERNAL}|{source_type: SAME_IP_OR_LOOPBACK}", "fd00::1:80 from ::1:5", 1)]
    [InlineData("{source_type: SAME_IP_OR_LOOPBACK}|{}", Conn, 1)]
    [InlineData(
        "{source_prefix_ranges: [192.168.1.0/24]}|{source_prefix_ranges: [192.168.0.0/16]}",
        Conn,
        0)]
    [InlineData("{source_ports: [4000, 4001]}|{}", Conn, 0)]
    [InlineData("{source_ports: [4001]}|{}", Conn, 1)]
    [InlineData(
        "{source_ports: [4000]}|{source_prefix_ranges: [192.168.1.2/32]}",
        Conn,
        1)]
    // Without chains.
    [InlineData("", Conn, -1)]
    public void The_first_criterion_in_order_decides(string chains, string connection, int expected)
    {
        Assert.Equal(expected, Match(chains, connection, hasDefaultChain: false));
        int count = chains.Length == 0 ? 0 : chains.Split('|').Length;
        Assert.Equal(expected < 0 ? count : expected, Match(chains, connection, hasDefaultChain: true));
    }

    [Fact]
    public void The_inbound_chains_of_a_sidecar_are_told_apart()
    {
        const string Chains =
            "{destination_port: 9080, transport_protocol: tls, application_protocols: [istio, istio-h2]}"
            + "|{destination_port: 9080, transport_protocol: tls}"
            + "|{destination_port: 9080, transport_protocol: raw_buffer}"
            + "|{transport_protocol: tls}"
            + "|{transport_protocol: raw_buffer, application_protocols: [http/1.1]}"
            + "|{transport_protocol: raw_buffer}";
        const string App = "10.0.0.1:9080 from 10.0.0.9:1";
        Assert.Equal(0, Match(Chains, App + " transport tls alpn istio,h2"));
        Assert.Equal(1, Match(Chains, App + " transport tls alpn h2"));
        Assert.Equal(2, Match(Chains, App + " transport raw_buffer alpn http/1.1"));
        Assert.Equal(3, Match(Chains, "10.0.0.1:1 from 10.0.0.9:1 transport tls"));
        Assert.Equal(4, Match(Chains, "10.0.0.1:1 from 10.0.0.9:1 transport raw_buffer alpn http/1.1"));
        Assert.Equal(5, Match(Chains, "10.0.0.1:1 from 10.0.0.9:1 transport raw_buffer"));
    }

    [Theory]
    [InlineData(
        "{}|{}", "filter_chains[1].filter_chain_match: some connections match filter_chains[0] just as well")]
    [InlineData(
        "{server_names: [a.com, b.com]}|{server_names: [b.com, c.com]}",
        "filter_chains[1].filter_chain_match: some connections match filter_chains[0]")]
    [InlineData(
        "{source_ports: [1, 2]}|{source_ports: [2, 3]}",
        "filter_chains[1].filter_chain_match: some connections")]
    [InlineData(
        "{prefix_ranges: [10.1.0.0/8]}|{prefix_ranges: [10.2.0.0/8]}",
        "filter_chains[1]")]
    [InlineData(
        "{server_names: [\"*\"]}",
        "filter_chains[0].filter_chain_match.server_names[0]: '*' is no server name")]
    [InlineData("{server_names: [\"a.*.com\"]}", "server_names[0]: 'a.*.com' is no server name")]
    [InlineData(
        "{prefix_ranges: [{address_prefix: nonsense}]}",
        "prefix_ranges[0].address_prefix: 'nonsense' is no IP address")]
    [InlineData(
        "{source_prefix_ranges: [1.2.3.4/33]}",
        "source_prefix_ranges[0].prefix_len: 33 bits; expected at most 32")]
    [InlineData("{destination_port: 70000}", "destination_port: 70000 is no port")]
    [InlineData("{source_ports: [0]}", "source_ports: 0 is no port")]
    [InlineData("{address_suffix: \"1\"}", "address_suffix and suffix_len are not supported")]
    public void A_mistake_is_named(string chains, string expected)
    {
        FilterChainMatcherResult result = Compile(chains, hasDefaultChain: true);
        Assert.Null(result.Matcher);
        Assert.Contains(expected, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    /// <summary>Ranges are written <c>10.0.0.0/8</c> in these tests.</summary>
    [GeneratedRegex("([0-9a-f:.]+)/([0-9]+)(?=[,\\]])")]
    private static partial Regex CidrRegex();

    private static FilterChainMatcherResult Compile(string chains, bool hasDefaultChain)
    {
        string withRanges = CidrRegex().Replace(chains, "{address_prefix: \"$1\", prefix_len: $2}");
        string items = string.Join(", ", withRanges
            .Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(match => $"{{filter_chain_match: {match}}}"));
        ProtoDocument<Listener> document =
            ProtoDocumentReader.Read<Listener>($"name: l\nfilter_chains: [{items}]\n", "test.yaml");
        Assert.Empty(document.Errors);
        return FilterChainMatcher.Compile(document.Message.FilterChains, hasDefaultChain);
    }

    /// <summary>
    /// Matches <c>address:port from address:port [direct address] [sni name] [transport name] [alpn a,b]</c>.
    /// </summary>
    private static int Match(string chains, string connection, bool hasDefaultChain = false)
    {
        FilterChainMatcherResult result = Compile(chains, hasDefaultChain);
        Assert.Empty(result.Errors);
        string[] words = connection.Split(' ');
        string? Word(string name) => Array.IndexOf(words, name) is var i and >= 0 ? words[i + 1] : null;
        (AddressValue destination, ushort destinationPort) = Endpoint(words[0]);
        (AddressValue source, ushort sourcePort) = Endpoint(Word("from")!);
        var description = new ConnectionDescription
        {
            DestinationAddress = destination,
            DestinationPort = destinationPort,
            SourceAddress = source,
            SourcePort = sourcePort,
            DirectSourceAddress = Word("direct") is { } direct ? Address(direct) : source,
            ServerName = Bytes.Of(Word("sni") ?? ""),
            TransportProtocol = Bytes.Of(Word("transport") ?? ""),
            ApplicationProtocols = Alpn(Word("alpn")),
        };
        return result.Matcher!.Match(description);
    }

    private static byte[] Alpn(string? names) => names is null
        ? []
        : [.. names.Split(',').SelectMany(LengthPrefixed)];

    private static byte[] LengthPrefixed(string name) =>
        [(byte)name.Length, .. Encoding.ASCII.GetBytes(name)];

    private static (AddressValue Address, ushort Port) Endpoint(string text)
    {
        int colon = text.LastIndexOf(':');
        return (Address(text[..colon]), ushort.Parse(text[(colon + 1)..]));
    }

    private static AddressValue Address(string text)
    {
        Assert.True(AddressValue.TryParse(text, out AddressValue address));
        return address;
    }
}
