using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>How requests to some hosts are routed.</summary>
public sealed record VirtualServiceSpec : IResourceSpec
{
    /// <summary>Namespaces that see it: <c>.</c> its own, <c>*</c> all, or names; all if empty.</summary>
    public IReadOnlyList<string> ExportTo { get; init; } = [];

    /// <summary>Gateways it is bound to; <c>mesh</c>, the default, stands for all sidecars.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>The hosts that it routes for; a leading <c>*</c> is a wildcard.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Rules for HTTP traffic.</summary>
    public IReadOnlyList<HttpRoute> Http { get; init; } = [];

    /// <summary>Rules for opaque TCP traffic.</summary>
    public IReadOnlyList<TcpRoute> Tcp { get; init; } = [];

    /// <summary>Rules for TLS traffic that is passed through.</summary>
    public IReadOnlyList<TlsRoute> Tls { get; init; } = [];
}
