namespace Outrigger.Interop.Tests.Proxies;

/// <summary>What is spoken on one link of the way from the client to the server.</summary>
/// <param name="UsesHttp2">HTTP/2; else HTTP/1.1. Towards clients a proxy takes either.</param>
/// <param name="Protection">How the link is protected.</param>
internal sealed record LinkProtocol(bool UsesHttp2, Protection Protection)
{
    public static LinkProtocol Http1 { get; } = new(false, Protection.None);

    public static LinkProtocol Http2 { get; } = new(true, Protection.None);

    public static LinkProtocol Http1Tls { get; } = new(false, Protection.Tls);

    public static LinkProtocol Http2Tls { get; } = new(true, Protection.Tls);

    public static LinkProtocol Http1MutualTls { get; } = new(false, Protection.MutualTls);

    public static LinkProtocol Http2MutualTls { get; } = new(true, Protection.MutualTls);
}

/// <summary>How a link is protected.</summary>
internal enum Protection
{
    None,

    /// <summary>The server shows a certificate.</summary>
    Tls,

    /// <summary>Either end shows its certificate and verifies the other's.</summary>
    MutualTls,
}
