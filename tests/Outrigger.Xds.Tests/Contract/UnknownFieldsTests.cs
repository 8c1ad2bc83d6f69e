using Envoy.Config.Bootstrap.V3;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Xds.Contract.Json;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds.Tests.Contract;

public sealed class UnknownFieldsTests
{
    private const int UpstreamConfig = 48;
    private const int UnknownToAll = 9999;

    [Fact]
    public void AKnownMessageHasNone()
    {
        var cluster = new Cluster { Name = "a", ConnectTimeout = new Duration { Seconds = 1 } };

        Assert.Empty(UnknownFields.Find(cluster.ToByteArray(), TypeRegistry.Of(typeof(Cluster))));
    }

    [Fact]
    public void FieldsAreNamedByUpstreamsNames()
    {
        byte[] known = new Cluster { Name = "a" }.ToByteArray();
        byte[] cluster = [.. known, .. Field(UpstreamConfig), .. Field(UnknownToAll)];

        Assert.Equal(
            [
                "unimplemented field envoy.config.cluster.v3.Cluster.upstream_config at upstream_config",
                "unknown field number 9999 of envoy.config.cluster.v3.Cluster at 9999",
            ],
            UnknownFields.Find(cluster, TypeRegistry.Of(typeof(Cluster))).Select(field => field.ToString()));
    }

    [Fact]
    public void FieldsAreFoundInListsMapsAndAnys()
    {
        byte[] inner = [.. new Cluster { Name = "inner" }.ToByteArray(), .. Field(UpstreamConfig)];
        Cluster outer = Cluster.Parser.ParseFrom(inner);
        outer.TypedExtensionProtocolOptions["k"] =
            new Any { TypeUrl = "t/envoy.config.cluster.v3.Cluster", Value = ByteString.CopyFrom(inner) };
        outer.TransportSocket = new TransportSocket { TypedConfig = new Any { TypeUrl = "t/made.up.Type" } };
        var bootstrap = new Bootstrap { StaticResources = new() { Clusters = { new Cluster(), outer } } };

        Assert.Equal(
            [
                "unimplemented field envoy.config.cluster.v3.Cluster.upstream_config at "
                    + "static_resources.clusters[1].typed_extension_protocol_options[\"k\"].upstream_config",
                "unimplemented field envoy.config.cluster.v3.Cluster.upstream_config at "
                    + "static_resources.clusters[1].upstream_config",
                "unimplemented type made.up.Type at "
                    + "static_resources.clusters[1].transport_socket.typed_config",
            ],
            UnknownFields.Find(bootstrap.ToByteArray(), TypeRegistry.Of(typeof(Bootstrap)))
                .Select(field => field.ToString()).Order(StringComparer.Ordinal));
    }

    /// <summary>A length-delimited field of two bytes.</summary>
    private static byte[] Field(int number)
    {
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(8, 1));
        output.Flush();
        return stream.ToArray();
    }
}
