using System.Text;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Routing;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Testing.Authorization;

/// <summary>A request as a policy sees it.</summary>
public sealed record AuthorizationRequest
{
    public string Method { get; init; } = "GET";

    public string Path { get; init; } = "/";

    public string Host { get; init; } = "orders.shop";

    /// <summary>Headers by their names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The URI of the peer's certificate; empty for TLS without one, null in clear text.</summary>
    public string? Peer { get; init; }

    /// <summary>The server name of TLS; empty for none.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>The address of the connection's peer.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The client's address as the PROXY protocol tells it; null for the peer's.</summary>
    public string? Source { get; init; }

    /// <summary>What <c>x-forwarded-for</c> tells; empty for nothing.</summary>
    public string Forwarded { get; init; } = "";

    /// <summary>Where the client was headed.</summary>
    public string Destination { get; init; } = "10.0.0.9:8080";

    /// <summary>The claims of its token; empty for none.</summary>
    public Struct Claims { get; init; } = new();

    /// <summary>What an engine decides.</summary>
    public AuthorizationDecision DecideBy(AuthorizationEngine engine, bool isTcp, AuthorizationScratch scratch)
    {
        string source = Source ?? Address;
        int colon = Destination.LastIndexOf(':');
        var metadata = new DynamicMetadata();
        if (Claims.Fields.Count > 0)
            metadata.Set("envoy.filters.http.jwt_authn", "payload", MetadataValue.From(Claims));
        var input = new AuthorizationInput
        {
            DestinationAddress = Parse(Destination[..colon]),
            DestinationPort = ushort.Parse(Destination[(colon + 1)..]),
            SourceAddress = Parse(source),
            DirectRemoteAddress = Parse(Address),
            RemoteAddress = Parse(isTcp || Forwarded.Length == 0 ? source : Forwarded),
            RequestedServerName = Peer is null ? default : Encoding.ASCII.GetBytes(ServerName),
            Peer = Peer switch
            {
                null => null,
                "" => PeerNames.Anonymous,
                _ => new PeerNames([Peer], [], "CN=any"),
            },
            Metadata = metadata,
        };
        return isTcp
            ? engine.Decide(default(NoRequest), in input, scratch)
            : engine.Decide(new View(this), in input, scratch);
    }

    private static AddressValue Parse(string address) => AddressValue.TryParse(address, out AddressValue parsed)
        ? parsed
        : throw new FormatException($"'{address}' is no address");

    private readonly struct View(AuthorizationRequest request) : IRequestView
    {
        public ReadOnlySpan<byte> Method => Encoding.ASCII.GetBytes(request.Method);

        public ReadOnlySpan<byte> Path => Encoding.ASCII.GetBytes(request.Path);

        public ReadOnlySpan<byte> Authority => Encoding.ASCII.GetBytes(request.Host);

        public ReadOnlySpan<byte> Scheme => "http"u8;

        public DynamicMetadata? Metadata => null;

        public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
        {
            bool isThere = request.Headers.TryGetValue(Encoding.ASCII.GetString(lowerCaseName), out string? text);
            value = Encoding.ASCII.GetBytes(text ?? "");
            return isThere;
        }
    }
}
