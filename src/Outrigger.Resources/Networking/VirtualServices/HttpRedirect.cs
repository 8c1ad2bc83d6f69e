using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpRedirect.</summary>
[OneOf("port", "derivePort")]
public sealed record HttpRedirect
{
    /// <summary>Field authority.</summary>
    public string? Authority { get; init; }

    /// <summary>Field derivePort.</summary>
    public RedirectPortSelection? DerivePort { get; init; }

    /// <summary>Field port.</summary>
    public uint? Port { get; init; }

    /// <summary>Field prefixRewrite.</summary>
    public string? PrefixRewrite { get; init; }

    /// <summary>Field redirectCode.</summary>
    public uint? RedirectCode { get; init; }

    /// <summary>Field scheme.</summary>
    public string? Scheme { get; init; }

    /// <summary>Field uri.</summary>
    public string? Uri { get; init; }
}
