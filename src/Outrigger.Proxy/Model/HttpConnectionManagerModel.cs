using System.Collections.Immutable;
using System.Net;
using Outrigger.Http.Http1;
using Outrigger.Http.Paths;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Model;

/// <summary>Which HTTP the client may speak.</summary>
internal enum DownstreamCodec : byte
{
    /// <summary>Seen from the first bytes.</summary>
    Auto,

    /// <summary>HTTP/1 only.</summary>
    Http1,

    /// <summary>HTTP/2 only.</summary>
    Http2,
}

/// <summary>What becomes of the <c>server</c> header of a response.</summary>
internal enum ServerHeaderMode : byte
{
    /// <summary>Ours replaces it.</summary>
    Overwrite,

    /// <summary>Ours is added when there is none.</summary>
    AppendIfAbsent,

    /// <summary>It is left alone.</summary>
    PassThrough,
}

/// <summary>What becomes of the <c>x-forwarded-client-cert</c> header.</summary>
internal enum ForwardClientCertificateMode : byte
{
    /// <summary>It is removed.</summary>
    Sanitize,

    /// <summary>It is kept when the connection is mutual TLS, else removed.</summary>
    ForwardOnly,

    /// <summary>The client's certificate is appended when the connection is mutual TLS.</summary>
    AppendForward,

    /// <summary>It is replaced by the client's certificate when the connection is mutual TLS.</summary>
    SanitizeSet,

    /// <summary>It is always kept.</summary>
    AlwaysForwardOnly,
}

/// <summary>What <c>x-forwarded-client-cert</c> tells of the client's certificate beside its digest.</summary>
[Flags]
internal enum ClientCertificateDetails : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The subject.</summary>
    Subject = 1,

    /// <summary>The certificate itself.</summary>
    Certificate = 2,

    /// <summary>The certificate with those that came along.</summary>
    Chain = 4,

    /// <summary>Its URIs.</summary>
    Uri = 8,

    /// <summary>Its host names.</summary>
    Dns = 16,
}

/// <summary>What happens to a path with escaped slashes.</summary>
internal enum EscapedSlashesAction : byte
{
    /// <summary>They stay.</summary>
    KeepUnchanged,

    /// <summary>400.</summary>
    RejectRequest,

    /// <summary>A redirect to the path with plain slashes.</summary>
    UnescapeAndRedirect,

    /// <summary>They become plain slashes.</summary>
    UnescapeAndForward,
}

/// <summary>What happens to a header whose name has an underscore.</summary>
internal enum UnderscoreHeadersAction : byte
{
    /// <summary>It stays.</summary>
    Allow,

    /// <summary>400.</summary>
    RejectRequest,

    /// <summary>It is removed.</summary>
    DropHeader,
}

/// <summary>
/// How HTTP is served on the connections of one filter chain, compiled, with Envoy's defaults.
/// Follows <c>envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager</c>.
/// All timeouts are in milliseconds; 0 = none.
/// </summary>
internal sealed class HttpConnectionManagerModel
{
    /// <summary>The statistics of <c>http.&lt;stat_prefix&gt;</c>.</summary>
    public required HttpStats Stats { get; init; }

    /// <summary>The routing table, which route discovery swaps.</summary>
    public required RouteTableHolder Routes { get; init; }

    /// <summary>Which HTTP the client may speak.</summary>
    public DownstreamCodec Codec { get; init; }

    /// <summary>Limits on heads, paths and connections.</summary>
    public HttpLimits Limits { get; init; } = HttpLimits.Default;

    /// <summary>The same limits in the codec's form.</summary>
    public Http1Limits CodecLimits => field ??= new Http1Limits
    {
        HeadBytesMax = Math.Min(Limits.RequestHeadersBytesMax, HttpLimits.HeadBytesCap),
        HeaderCountMax = Limits.RequestHeadersCountMax,
        TargetBytesMax = Math.Min(Limits.RequestHeadersBytesMax, HttpLimits.HeadBytesCap),
    };

    /// <summary>The steps of path normalisation in the codec's form.</summary>
    public PathNormalizationOptions PathSteps => new(
        Path.Normalizes, Path.MergesSlashes, (Outrigger.Http.Paths.EscapedSlashesAction)Path.EscapedSlashes);

    /// <summary>How long things may take.</summary>
    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Default;

    /// <summary>What HTTP/1 features are allowed.</summary>
    public Http1ServerOptions Http1 { get; init; } = Http1ServerOptions.Default;

    /// <summary>The statistics by the version of HTTP.</summary>
    public required CodecStats Codecs { get; init; }

    /// <summary>How HTTP/2 is spoken.</summary>
    public Http2Settings Http2 { get; init; } = Http2Settings.Default;

    /// <summary>How a request's path and host are made canonical before they are routed.</summary>
    public PathOptions Path { get; init; } = PathOptions.Default;

    /// <summary>The value of the <c>server</c> header, ASCII.</summary>
    public ImmutableArray<byte> ServerName { get; init; } = [.. "envoy"u8];

    /// <summary>What becomes of the <c>server</c> header.</summary>
    public ServerHeaderMode ServerHeader { get; init; }

    /// <summary>
    /// Whether the peer's address is the client's and is appended to <c>x-forwarded-for</c>.
    /// </summary>
    public bool UsesRemoteAddress { get; init; }

    /// <summary>How many proxies before us are trusted to have appended to <c>x-forwarded-for</c>.</summary>
    public int TrustedHopsCount { get; init; }

    /// <summary>Whether <c>x-forwarded-for</c> is left as it is.</summary>
    public bool SkipsForwardedForAppend { get; init; }

    /// <summary>Which clients count as internal; none by default.</summary>
    public ImmutableArray<IPNetwork> InternalNetworks { get; init; } = [];

    /// <summary>What is appended to <c>via</c>, ASCII; empty = nothing.</summary>
    public ImmutableArray<byte> Via { get; init; } = [];

    /// <summary>Whether requests without <c>x-request-id</c> get one.</summary>
    public bool GeneratesRequestId { get; init; } = true;

    /// <summary>Whether the <c>x-request-id</c> of an external request is kept.</summary>
    public bool PreservesExternalRequestId { get; init; }

    /// <summary>Whether the response carries <c>x-request-id</c> too.</summary>
    public bool SetsRequestIdInResponse { get; init; }

    /// <summary>What becomes of <c>x-forwarded-client-cert</c>.</summary>
    public ForwardClientCertificateMode ForwardClientCertificate { get; init; }

    /// <summary>What that header tells of the client's certificate beside its digest.</summary>
    public ClientCertificateDetails ClientCertificateDetails { get; init; }

    /// <summary>Whether <c>expect: 100-continue</c> is the endpoint's business; else we answer it.</summary>
    public bool Proxies100Continue { get; init; }

    /// <summary>
    /// The upgrades that are allowed where a route does not say otherwise, lower-case (<c>websocket</c>).
    /// </summary>
    public ImmutableArray<string> AllowedUpgrades { get; init; } = [];

    /// <summary>Whether an invalid message ends only its stream, not its connection (HTTP/2).</summary>
    public bool EndsStreamOnInvalidMessage { get; init; }

    /// <summary>
    /// Whether the headers that Envoy adds for and about upstreams (<c>x-envoy-*</c>) are left out.
    /// </summary>
    public bool SuppressesEnvoyHeaders { get; init; }

    /// <summary>Whether <c>x-envoy-expected-rq-timeout-ms</c> of a client is followed.</summary>
    public bool RespectsExpectedTimeoutHeader { get; init; }

    /// <summary>The filters before the router that decide about requests, in their order.</summary>
    public ImmutableArray<HttpFilterModel> Filters { get; init; } = [];

    /// <summary>How gRPC calls are counted; null for not at all.</summary>
    public GrpcStatsOptions? GrpcStats { get; init; }

    /// <summary>Whether gRPC-Web is translated to gRPC and back.</summary>
    public bool BridgesGrpcWeb { get; init; }
}
