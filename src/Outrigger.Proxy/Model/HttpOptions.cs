namespace Outrigger.Proxy.Model;

/// <summary>Limits on a client's requests and connections; 0 = without limit where said.</summary>
internal sealed record HttpLimits
{
    /// <summary>Envoy's defaults.</summary>
    public static HttpLimits Default { get; } = new();

    /// <summary>No head may have more bytes, whatever is configured: it must fit one buffer.</summary>
    public const int HeadBytesCap = 120 * 1024;

    /// <summary>How many bytes the head of a request may have; above: 431.</summary>
    public int RequestHeadersBytesMax { get; init; } = 60 * 1024;

    /// <summary>How many headers a request may have; above: 431.</summary>
    public int RequestHeadersCountMax { get; init; } = 100;

    /// <summary>How many requests one connection carries; 0 = without limit.</summary>
    public int RequestsPerConnectionMax { get; init; }

    /// <summary>What happens to a header whose name has an underscore.</summary>
    public UnderscoreHeadersAction UnderscoreHeaders { get; init; }
}

/// <summary>How long things may take on a client's connection, in milliseconds; 0 = for ever.</summary>
internal sealed record HttpTimeouts
{
    /// <summary>Envoy's defaults.</summary>
    public static HttpTimeouts Default { get; } = new();

    /// <summary>A connection without a request; 1 h.</summary>
    public int ConnectionIdleMs { get; init; } = 3_600_000;

    /// <summary>A connection at all.</summary>
    public int ConnectionDurationMaxMs { get; init; }

    /// <summary>
    /// A request or response without a byte; 5 min. 408 before the whole request came, 504 after.
    /// </summary>
    public int StreamIdleMs { get; init; } = 300_000;

    /// <summary>A request and its response in all.</summary>
    public int StreamDurationMaxMs { get; init; }

    /// <summary>From the first byte of a request to its last; 408.</summary>
    public int RequestMs { get; init; }

    /// <summary>From the first byte of a request to the end of its head; 408.</summary>
    public int RequestHeadersMs { get; init; }

    /// <summary>Between the first and the last GOAWAY of a drained HTTP/2 connection; 5 s.</summary>
    public int DrainMs { get; init; } = 5_000;

    /// <summary>How long a connection that we close waits for the peer to close; 1 s.</summary>
    public int DelayedCloseMs { get; init; } = 1_000;
}

/// <summary>What HTTP/1 features a client may use. Follows <c>Http1ProtocolOptions</c>.</summary>
internal sealed record Http1ServerOptions
{
    /// <summary>Envoy's defaults.</summary>
    public static Http1ServerOptions Default { get; } = new();

    /// <summary>Whether an absolute-form target is taken apart (RFC 9112 section 3.2.2).</summary>
    public bool AllowsAbsoluteForm { get; init; } = true;

    /// <summary>Whether HTTP/1.0 is served; else 426.</summary>
    public bool AcceptsHttp10 { get; init; }

    /// <summary>The host of an HTTP/1.0 request that names none; empty = 400.</summary>
    public string DefaultHostForHttp10 { get; init; } = "";

    /// <summary>Whether header names are written with capitals (<c>Proper-Case</c>).</summary>
    public bool WritesProperCase { get; init; }

    /// <summary>Whether trailers are forwarded; else they are dropped.</summary>
    public bool TrailersEnabled { get; init; }

    /// <summary>
    /// Whether a chunked message may have a content-length, which is then removed; else 400.
    /// </summary>
    public bool AllowsChunkedWithLength { get; init; }
}

/// <summary>How a request's path and host are made canonical before they are routed.</summary>
internal sealed record PathOptions
{
    /// <summary>Envoy's defaults: nothing is changed.</summary>
    public static PathOptions Default { get; } = new();

    /// <summary>Whether dot segments are removed (RFC 3986 section 6).</summary>
    public bool Normalizes { get; init; }

    /// <summary>Whether neighbouring slashes become one.</summary>
    public bool MergesSlashes { get; init; }

    /// <summary>What happens to <c>%2F</c> and <c>%5C</c>.</summary>
    public EscapedSlashesAction EscapedSlashes { get; init; }

    /// <summary>Whether a port equal to the listener's is removed from the host.</summary>
    public bool StripsMatchingPort { get; init; }

    /// <summary>Whether any port is removed from the host.</summary>
    public bool StripsAnyPort { get; init; }

    /// <summary>Whether a dot at the end of the host is removed.</summary>
    public bool StripsTrailingDot { get; init; }
}
