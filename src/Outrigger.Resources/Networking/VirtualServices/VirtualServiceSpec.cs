using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record VirtualServiceSpec.</summary>
public sealed record VirtualServiceSpec : IResourceSpec
{
    /// <summary>Field exportTo.</summary>
    public IReadOnlyList<string> ExportTo { get; init; } = [];

    /// <summary>Field gateways.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Field hosts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Field http.</summary>
    public IReadOnlyList<HttpRoute> Http { get; init; } = [];

    /// <summary>Field tcp.</summary>
    public IReadOnlyList<TcpRoute> Tcp { get; init; } = [];

    /// <summary>Field tls.</summary>
    [ParsedOnly]
    public IReadOnlyList<TlsRoute> Tls { get; init; } = [];
}
