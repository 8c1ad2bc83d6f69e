using Envoy.Config.Core.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Discovery.Generation;

/// <summary>The small protobuf idioms that every generator needs.</summary>
internal static class Pack
{
    /// <summary>Wraps a message as xDS extensions are wrapped.</summary>
    public static Any Any(IMessage message) => Google.Protobuf.WellKnownTypes.Any.Pack(message);

    /// <summary>An IP address and port.</summary>
    public static Address Address(string address, int port) => new()
    {
        SocketAddress = new SocketAddress { Address = address, PortValue = (uint)port },
    };

    /// <summary>
    /// Resources come over the one aggregated stream. A proxy waits for its first answer for as long as it
    /// takes: going ahead with nothing would turn a slow control plane into an outage.
    /// </summary>
    public static ConfigSource Ads() => new()
    {
        Ads = new AggregatedConfigSource(),
        InitialFetchTimeout = new Duration(),
        ResourceApiVersion = ApiVersion.V3,
    };

    /// <summary>A protobuf duration.</summary>
    public static Duration Duration(TimeSpan span) => Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(span);

    /// <summary>Metadata with one namespace of text fields, as Istio puts on clusters and routes.</summary>
    public static Metadata IstioMetadata(params ReadOnlySpan<(string Key, Value Value)> fields)
    {
        var metadata = new Struct();
        foreach (var (key, value) in fields) metadata.Fields[key] = value;
        return new Metadata { FilterMetadata = { ["istio"] = metadata } };
    }
}
