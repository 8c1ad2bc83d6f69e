using System.Text.Json;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Xds.Contract.Json;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds.Tests.Contract;

public sealed class ProtoJsonWriterTests
{
    [Fact]
    public void FieldsStandAsDeclaredUnderEitherName()
    {
        var cluster = new Cluster
        {
            LbPolicy = Cluster.Types.LbPolicy.Maglev,
            Name = "a<b>",
            PerConnectionBufferLimitBytes = 0,
            TypedExtensionProtocolOptions = { ["k"] = Any.Pack(new Cluster { Name = "b" }) },
        };

        Assert.Equal(
            "{'name':'a<b>','per_connection_buffer_limit_bytes':0,'lb_policy':'MAGLEV',"
                + "'typed_extension_protocol_options':{'k':{'@type':"
                + "'type.googleapis.com/envoy.config.cluster.v3.Cluster','name':'b'}}}",
            ProtoJsonWriter.ToJson(cluster).Replace('"', '\''));
        Assert.StartsWith(
            """{"name":"a<b>","perConnectionBufferLimitBytes":0,"lbPolicy":"MAGLEV",""",
            ProtoJsonWriter.ToJson(cluster, new ProtoJsonOptions(ProtoNames: false)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void LayoutIsForPeopleWhenAskedFor()
    {
        string json = ProtoJsonWriter.ToJson(new Node { Id = "a" }, ProtoJsonOptions.Readable);

        Assert.Equal("{\n  \"id\": \"a\"\n}", json.ReplaceLineEndings("\n"));
    }

    /// <summary>Bytes that are not what they should be, and what is shown instead of an exception.</summary>
    public static TheoryData<IMessage, string> Tolerated => new()
    {
        { new Any(), "{}" },
        {
            new Any { TypeUrl = "t/made.up.Type", Value = Bytes(1, 2) },
            """{"@type":"t/made.up.Type","value":"AQI="}"""
        },
        {
            new Any { TypeUrl = "t/envoy.config.core.v3.Node", Value = Bytes(255) },
            """{"@type":"t/envoy.config.core.v3.Node","value":"/w=="}"""
        },
        { new Cluster { LbPolicy = (Cluster.Types.LbPolicy)99 }, """{"lb_policy":99}""" },
        { new Duration { Seconds = 1, Nanos = -1 }, """{"seconds":"1","nanos":-1}""" },
        { new Duration { Seconds = long.MinValue }, """{"seconds":"-9223372036854775808"}""" },
        { new Timestamp { Seconds = long.MaxValue }, """{"seconds":"9223372036854775807"}""" },
        { new FieldMask { Paths = { "a__b" } }, """{"paths":["a__b"]}""" },
        { new Value(), "null" },
        { Value.ForNumber(double.NaN), "\"NaN\"" },
        { Value.ForList(Value.ForNull(), Value.ForString("x")), """[null,"x"]""" },
    };

    [Theory]
    [MemberData(nameof(Tolerated))]
    public void WhatHasNoJsonIsShownAsItIs(IMessage message, string json) =>
        Assert.Equal(json, ProtoJsonWriter.ToJson(message));

    [Fact]
    public void OccurrencesOfOneFieldMergeAsTheParserMergesThem()
    {
        byte[] bytes =
        [
            .. new Cluster { Name = "first", EdsClusterConfig = new() { ServiceName = "s" } }.ToByteArray(),
            .. new Cluster { Name = "second", EdsClusterConfig = new() { EdsConfig = new() } }.ToByteArray(),
            .. new Cluster { LeastRequestLbConfig = new() }.ToByteArray(),
            .. new Cluster { RoundRobinLbConfig = new() }.ToByteArray(),
        ];

        Assert.Equal(
            ProtoJsonWriter.ToJson(Cluster.Parser.ParseFrom(bytes)),
            ProtoJsonWriter.ToJson(bytes, TypeRegistry.Of(typeof(Cluster))));
    }

    [Fact]
    public void DeepAnysEndAsBase64()
    {
        var any = new Any();
        for (int depth = 0; depth < 300; depth++)
        {
            any = Any.Pack(any);
        }

        using JsonDocument json = JsonDocument.Parse(
            ProtoJsonWriter.ToJson(any), new JsonDocumentOptions { MaxDepth = 1000 });

        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    private static ByteString Bytes(params byte[] bytes) => ByteString.CopyFrom(bytes);
}
