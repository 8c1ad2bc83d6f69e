namespace Outrigger.Proxy.Http;

/// <summary>What went wrong with a request. The short texts are those of Envoy's access log.</summary>
[Flags]
internal enum ResponseFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>UH: no endpoint may take the request.</summary>
    NoHealthyUpstream = 1 << 0,

    /// <summary>UF: no connection to the endpoint.</summary>
    UpstreamConnectionFailure = 1 << 1,

    /// <summary>UO: the cluster has too much to do already.</summary>
    UpstreamOverflow = 1 << 2,

    /// <summary>NR: no route.</summary>
    NoRouteFound = 1 << 3,

    /// <summary>NC: the route's cluster does not exist.</summary>
    NoClusterFound = 1 << 4,

    /// <summary>UT: the response did not come in time.</summary>
    UpstreamRequestTimeout = 1 << 5,

    /// <summary>UC: the endpoint ended the connection.</summary>
    UpstreamConnectionTermination = 1 << 6,

    /// <summary>UPE: the endpoint's response is malformed.</summary>
    UpstreamProtocolError = 1 << 7,

    /// <summary>DPE: the client's request is malformed.</summary>
    DownstreamProtocolError = 1 << 8,

    /// <summary>DC: the client ended the connection.</summary>
    DownstreamConnectionTermination = 1 << 9,

    /// <summary>SI: nothing moved for too long.</summary>
    StreamIdleTimeout = 1 << 10,

    /// <summary>OM: the overload manager refuses requests.</summary>
    OverloadManager = 1 << 11,

    /// <summary>UAEX: a service outside says that the request may not pass, or could not be asked.</summary>
    UnauthorizedExternalService = 1 << 12,
}

/// <summary>The texts of <see cref="ResponseFlags"/>.</summary>
internal static class ResponseFlagsText
{
    /// <summary>The short text of the most telling flag; <c>-</c> for none.</summary>
    /// <param name="flags">The flags.</param>
    public static ReadOnlySpan<byte> Of(ResponseFlags flags) => LowestOf(flags) switch
    {
        ResponseFlags.NoHealthyUpstream => "UH"u8,
        ResponseFlags.UpstreamConnectionFailure => "UF"u8,
        ResponseFlags.UpstreamOverflow => "UO"u8,
        ResponseFlags.NoRouteFound => "NR"u8,
        ResponseFlags.NoClusterFound => "NC"u8,
        ResponseFlags.UpstreamRequestTimeout => "UT"u8,
        ResponseFlags.UpstreamConnectionTermination => "UC"u8,
        ResponseFlags.UpstreamProtocolError => "UPE"u8,
        ResponseFlags.DownstreamProtocolError => "DPE"u8,
        ResponseFlags.DownstreamConnectionTermination => "DC"u8,
        ResponseFlags.StreamIdleTimeout => "SI"u8,
        ResponseFlags.OverloadManager => "OM"u8,
        ResponseFlags.UnauthorizedExternalService => "UAEX"u8,
        _ => "-"u8,
    };

    private static ResponseFlags LowestOf(ResponseFlags flags) => (ResponseFlags)((uint)flags & (~(uint)flags + 1));
}
