using Google.Protobuf.WellKnownTypes;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Tests.Authorization;

/// <summary>A request, and what is known beside it, in words.</summary>
internal sealed record AuthorizationCase
{
    public string Method { get; init; } = "GET";

    public string Path { get; init; } = "/";

    public string Authority { get; init; } = "shop.test";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The peer's names, URIs first; null without TLS.</summary>
    public string[]? PeerNames { get; init; }

    public string DestinationAddress { get; init; } = "10.0.0.1";

    public ushort DestinationPort { get; init; } = 80;

    public string SourceAddress { get; init; } = "10.1.0.1";

    public string DirectRemoteAddress { get; init; } = "10.1.0.1";

    public string RemoteAddress { get; init; } = "10.1.0.1";

    public string RequestedServerName { get; init; } = "";

    public IReadOnlyDictionary<string, Struct> Metadata { get; init; } = new Dictionary<string, Struct>();

    /// <summary>What the engine decides.</summary>
    public AuthorizationDecision DecideBy(AuthorizationEngine engine, AuthorizationScratch? scratch = null)
    {
        TestRequest request = TestRequest.Send(
            Method, $"http://{Authority}{Path}", [.. Headers.Select(header => $"{header.Key}: {header.Value}")]);
        return engine.Decide(in request, InputOf(), scratch ?? new AuthorizationScratch());
    }

    /// <summary>What the engine decides when it is no HTTP.</summary>
    public AuthorizationDecision DecideConnectionBy(AuthorizationEngine engine) =>
        engine.Decide(default(NoRequest), InputOf(), new AuthorizationScratch());

    public AuthorizationInput InputOf() => new()
    {
        DestinationAddress = Address(DestinationAddress),
        DestinationPort = DestinationPort,
        SourceAddress = Address(SourceAddress),
        DirectRemoteAddress = Address(DirectRemoteAddress),
        RemoteAddress = Address(RemoteAddress),
        RequestedServerName = Bytes.Of(RequestedServerName),
        Peer = PeerNames is null ? null : new PeerNames(
            [.. PeerNames.Where(name => name.Contains("://", StringComparison.Ordinal))],
            [.. PeerNames.Where(name => name.Length > 0 && !name.Contains("://", StringComparison.Ordinal))],
            subject: ""),
        Metadata = MetadataOf(),
    };

    private static AddressValue Address(string text)
    {
        Assert.True(AddressValue.TryParse(text, out AddressValue address));
        return address;
    }

    private DynamicMetadata MetadataOf()
    {
        var metadata = new DynamicMetadata();
        foreach ((string filter, Struct values) in Metadata)
        {
            foreach ((string key, Value value) in values.Fields)
            {
                metadata.Set(filter, key, MetadataValue.From(value));
            }
        }

        return metadata;
    }
}
