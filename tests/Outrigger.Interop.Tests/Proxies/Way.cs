using static Outrigger.Interop.Tests.Proxies.LinkProtocol;

namespace Outrigger.Interop.Tests.Proxies;

/// <summary>What is spoken on the three links of the way through a pair of proxies.</summary>
internal sealed record Way(LinkProtocol Client, LinkProtocol Between, LinkProtocol Server)
{
    private static readonly Dictionary<string, Way> All = new(StringComparer.Ordinal)
    {
        ["h1 plain"] = new(Http1, Http1, Http1),
        ["h1 over mutual TLS"] = new(Http1, Http1MutualTls, Http1),
        ["h1 TLS everywhere"] = new(Http1Tls, Http1MutualTls, Http1Tls),
        ["h1 over h2"] = new(Http1, Http2, Http1),
        ["h2 plain"] = new(Http2, Http2, Http2),
        ["h2 over mutual TLS"] = new(Http2, Http2MutualTls, Http2),
        ["h2 TLS everywhere"] = new(Http2Tls, Http2MutualTls, Http2Tls),
        ["h2 to h1"] = new(Http2, Http1, Http1),
    };

    /// <summary>The way of a name, as tests' names show it.</summary>
    public static Way Named(string name) => All[name];

    /// <summary>What URLs that clients use begin with.</summary>
    public string Scheme => Client.Protection == Protection.None ? "http" : "https";
}
