using Envoy.Config.Bootstrap.V3;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Google.Protobuf;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Xds.Tests.Contract;

public sealed class ProtoDocumentReaderTests
{
    /// <summary>A cluster as somebody may write it, and the same cluster as JSON.</summary>
    public static TheoryData<string, string> Accepted => new()
    {
        { "", "{}" },
        { "# nothing but a comment", "{}" },
        { "{}", "{}" },
        { "name: a", """{"name":"a"}""" },
        { """{"name":"a","lbPolicy":"RANDOM"}""", """{"name":"a","lb_policy":"RANDOM"}""" },
        { "{\n\t\"name\":\t\"a\"\n}", """{"name":"a"}""" },
        { """name: "\u65e5\ud83d\ude00" """, """{"name":"日\uD83D\uDE00"}""" },
        { "name: '8080'", """{"name":"8080"}""" },
        { "name: !!str 8080", """{"name":"8080"}""" },
        { "name: yes", """{"name":"yes"}""" },
        { "name: 10.0.0.1", """{"name":"10.0.0.1"}""" },
        { "name: |\n  a\n  b\n", """{"name":"a\nb\n"}""" },
        { "name:\nconnect_timeout: ~\nlb_policy: null", "{}" },
        { "lb_policy: 3", """{"lb_policy":"RANDOM"}""" },
        { "connect_timeout: 0.25s", """{"connect_timeout":"0.250s"}""" },
        { "per_connection_buffer_limit_bytes: 0", """{"per_connection_buffer_limit_bytes":0}""" },
        { "per_connection_buffer_limit_bytes: 0x8000", """{"per_connection_buffer_limit_bytes":32768}""" },
        { "per_connection_buffer_limit_bytes: 1e3", """{"per_connection_buffer_limit_bytes":1000}""" },
        { "per_connection_buffer_limit_bytes: '32768'", """{"per_connection_buffer_limit_bytes":32768}""" },
        { "respect_dns_ttl: true", """{"respect_dns_ttl":true}""" },
        { "transport_socket_matches: []", "{}" },
        {
            "metadata: {filter_metadata: {istio: {n: 1.5, s: [a, 1, true, null, {}], t: '1'}}}",
            """{"metadata":{"filter_metadata":{"istio":{"n":1.5,"s":["a",1,true,null,{}],"t":"1"}}}}"""
        },
        {
            "dns_refresh_rate: &rate 5s\ndns_failure_refresh_rate: {base_interval: *rate}",
            """{"dns_refresh_rate":"5s","dns_failure_refresh_rate":{"base_interval":"5s"}}"""
        },
        {
            "load_assignment: {cluster_name: a, policy: {<<: &p {overprovisioning_factor: 140}}}\nname: b",
            """{"name":"b","load_assignment":{"cluster_name":"a","policy":{"overprovisioning_factor":140}}}"""
        },
        {
            "transport_socket: {typed_config: {'@type': t/google.protobuf.Duration, value: 1s}}",
            """{"transport_socket":{"typed_config":{"@type":"t/google.protobuf.Duration","value":"1s"}}}"""
        },
        {
            "transport_socket_matches: [&m {name: a, match: {x: 1}}, {<<: *m, name: b}, {<<: [*m]}]",
            """{"transport_socket_matches":[{"name":"a","match":{"x":1}},{"name":"b","match":{"x":1}},"""
                + """{"name":"a","match":{"x":1}}]}"""
        },
    };

    /// <summary>
    /// A cluster with mistakes, and everything the reader says about it, one message a line.
    /// </summary>
    public static TheoryData<string, string> Rejected => new()
    {
        {
            "nam: a",
            "f:1:1: nam: found \"nam\", "
                + "expected a field of envoy.config.cluster.v3.Cluster; did you mean \"name\"?"
        },
        { "x: {}", "f:1:1: x: found \"x\", expected a field of envoy.config.cluster.v3.Cluster" },
        { "name: 8080", "f:1:7: name: found the number 8080, expected a string; put it in quotes" },
        { "name: [a]", "f:1:7: name: found a list, expected a string" },
        {
            "- a",
            "f:1:1: found a list, expected a mapping with the fields of envoy.config.cluster.v3.Cluster"
        },
        {
            "lb_policy: RANDUM",
            "f:1:12: lb_policy: found the string \"RANDUM\", expected a name of enum "
                + "envoy.config.cluster.v3.Cluster.LbPolicy; did you mean \"RANDOM\"?"
        },
        {
            "type: 9",
            "f:1:7: type: found the number 9, "
                + "expected a name of enum envoy.config.cluster.v3.Cluster.DiscoveryType"
                + ": STATIC, STRICT_DNS, LOGICAL_DNS, EDS, ORIGINAL_DST"
        },
        {
            "connect_timeout: 250ms",
            "f:1:18: connect_timeout: found the string \"250ms\", "
                + "expected a duration in seconds such as 0.25s"
        },
        {
            "connect_timeout: 5",
            "f:1:18: connect_timeout: found the number 5, expected a duration in seconds such as 0.25s"
        },
        {
            "per_connection_buffer_limit_bytes: 4294967296",
            "f:1:36: per_connection_buffer_limit_bytes: found the number 4294967296, "
                + "expected a whole number from 0 to 4294967295, out of range"
        },
        {
            "per_connection_buffer_limit_bytes: 1.5",
            "f:1:36: per_connection_buffer_limit_bytes: found the number 1.5, "
                + "expected a whole number from 0 to 4294967295"
        },
        {
            "per_connection_buffer_limit_bytes: 0644",
            "f:1:36: per_connection_buffer_limit_bytes: found the number 0644, "
                + "expected a whole number from 0 to 4294967295; write octal as 0o"
        },
        {
            "respect_dns_ttl: 'true'",
            "f:1:18: respect_dns_ttl: found the string \"true\", expected true or false"
        },
        { "name: a\nname: b", "f:2:1: name: duplicated name \"name\", first on line 1" },
        {
            "lb_policy: RANDOM\nlbPolicy: RANDOM",
            "f:2:1: lb_policy: \"lbPolicy\" and \"lb_policy\" are the same field, expected it once"
        },
        {
            "least_request_lb_config: {}\noriginal_dst_lb_config: {}",
            "f:2:1: original_dst_lb_config: \"original_dst_lb_config\" and "
                + "\"least_request_lb_config\" exclude each other, "
                + "expected only one of original_dst_lb_config, least_request_lb_config, "
                + "round_robin_lb_config"
        },
        {
            "transport_socket_matches: {name: a}",
            "f:1:27: transport_socket_matches: found a mapping, expected a list, each element a value of "
                + "envoy.config.cluster.v3.Cluster.TransportSocketMatch"
        },
        {
            "transport_socket_matches:\n- name: a\n-\n",
            "f:3:2: transport_socket_matches[1]: found nothing, expected a value of "
                + "envoy.config.cluster.v3.Cluster.TransportSocketMatch"
        },
        {
            "transport_socket: {typed_config: {'@type': t.io/envoy.config.cluster.v3.Clutser}}",
            "f:1:44: transport_socket.typed_config.@type: found \"envoy.config.cluster.v3.Clutser\", "
                + "expected a known message; did you mean \"envoy.config.cluster.v3.Cluster\"?"
        },
        {
            "transport_socket: {typed_config: {a: 1}}",
            "f:1:34: transport_socket.typed_config: found no \"@type\", "
                + "expected the type URL of the content under it"
        },
        {
            "transport_socket: {typed_config: {'@type': Cluster}}",
            "f:1:44: transport_socket.typed_config.@type: found the string \"Cluster\", "
                + "expected a type URL such as type.googleapis.com/google.protobuf.Struct"
        },
        {
            "metadata: {filter_metadata: {a: 1}}",
            "f:1:33: metadata.filter_metadata[\"a\"]: found the number 1, expected a mapping"
        },
        { "name: a\n---\nname: b", "f:2:1: a second document; expected only one" },
        { "name: *missing", "f:1:7: not valid YAML or JSON: unknown anchor \"missing\"" },
        { "<<: 1\nname: a", "f:1:5: << merges a mapping or a list of mappings, found the number 1" },
        {
            "respect_dns_ttl: x\nconnect_timeout: x\nalt_stat_name: {}\nname: 1",
            """
            f:1:18: respect_dns_ttl: found the string "x", expected true or false
            f:2:18: connect_timeout: found the string "x", expected a duration in seconds such as 0.25s
            f:3:16: alt_stat_name: found a mapping, expected a string
            f:4:7: name: found the number 1, expected a string; put it in quotes
            """
        },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void ReadsWhatIsRight(string text, string json)
    {
        ProtoDocument<Cluster> document = ProtoDocumentReader.Read<Cluster>(text, "f");

        Assert.Empty(document.Errors);
        Assert.Empty(document.Unimplemented);
        Assert.Equal(json, ProtoJsonWriter.ToJson(document.Message));
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void NamesEveryMistake(string text, string errors)
    {
        ProtoDocument<Cluster> document = ProtoDocumentReader.Read<Cluster>(text, "f");

        Assert.Equal(errors.ReplaceLineEndings("\n"), string.Join('\n', document.Errors));
        Assert.False(document.IsValid);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("a: b: c")]
    [InlineData("name: \"unfinished")]
    [InlineData("\"\\ud800x\": 1")]
    [InlineData("? [a]\n: b")]
    [InlineData("%")]
    [InlineData("a: &x {b: *x}")]
    public void DamagedTextIsOneError(string text)
    {
        DocumentError error = Assert.Single(ProtoDocumentReader.Read<Cluster>(text, "f").Errors);

        Assert.StartsWith("not valid YAML or JSON: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UpstreamsOtherFieldsAndTypesAreNoErrors()
    {
        const string Text = """
            name: a
            upstreamConfig:
              name: anything
              typed_config: {}
            transport_socket:
              name: tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.transport_sockets.starttls.v3.UpstreamStartTlsConfig
                sni: a.example
            """;

        ProtoDocument<Cluster> document = ProtoDocumentReader.Read<Cluster>(Text, "f");

        Assert.Empty(document.Errors);
        Assert.Equal(
            [
                "unimplemented field envoy.config.cluster.v3.Cluster.upstream_config at f:2:1",
                "unimplemented type envoy.extensions.transport_sockets.starttls.v3.UpstreamStartTlsConfig at f:8:14",
            ],
            document.Unimplemented.Select(field => field.ToString()));
        Assert.Equal("a", document.Message.Name);
        Assert.EndsWith(
            ".UpstreamStartTlsConfig",
            document.Message.TransportSocket.TypedConfig.TypeUrl,
            StringComparison.Ordinal);
    }

    [Fact]
    public void BytesOfAnUnimplementedTypeSurviveTheWayThroughJson()
    {
        var socket = new TransportSocket
        {
            TypedConfig = new()
            {
                TypeUrl = "type.googleapis.com/envoy.extensions.transport_sockets.starttls.v3.UpstreamStartTlsConfig",
                Value = ByteString.CopyFrom(1, 2, 255),
            },
        };

        string json = ProtoJsonWriter.ToJson(socket);

        Assert.Contains("\"value\":\"AQL/\"", json, StringComparison.Ordinal);
        Assert.Equal(socket, ProtoDocumentReader.Read<TransportSocket>(json, "f").Message);
    }

    [Fact]
    public void PositionsOfFieldsAreKept()
    {
        const string Text = """
            node: {id: a}
            static_resources:
              clusters:
              - name: x
              - name: y
            """;

        ProtoDocument<Bootstrap> document = ProtoDocumentReader.Read<Bootstrap>(Text, "f");

        Assert.Equal("f:1:12", document.Positions["node.id"].ToString());
        Assert.Equal("f:5:11", document.Positions["static_resources.clusters[1].name"].ToString());
    }

    [Fact]
    public void ManyAliasesOfAliasesAreRefused()
    {
        string previous = "[a, a, a, a, a, a, a, a, a, a]";
        var text = new System.Text.StringBuilder("metadata:\n  filter_metadata:\n    x:\n");
        for (int level = 0; level < 8; level++)
        {
            text.Append($"      l{level}: &l{level} {previous}\n");
            previous = "[" + string.Join(", ", Enumerable.Repeat($"*l{level}", 10)) + "]";
        }

        Assert.Contains(
            ProtoDocumentReader.Read<Cluster>(text.ToString(), "f").Errors,
            error => error.Message.Contains("once aliases are followed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(60, false)]
    [InlineData(5000, false)]
    public void DeepNestingIsRefused(int depth, bool accepted)
    {
        string text = "filter_metadata: {a: {b: " + new string('[', depth) + new string(']', depth) + "}}";

        Assert.Equal(accepted, ProtoDocumentReader.Read<Metadata>(text, "f").IsValid);
    }
}
