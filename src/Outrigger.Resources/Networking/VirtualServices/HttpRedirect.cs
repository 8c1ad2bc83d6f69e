using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>An answer that sends the client elsewhere.</summary>
[OneOf("port", "derivePort")]
public sealed record HttpRedirect
{
    /// <summary>The new host.</summary>
    public string? Authority { get; init; }

    /// <summary>How the new port follows from the request.</summary>
    public RedirectPortSelection? DerivePort { get; init; }

    /// <summary>The new port.</summary>
    public uint? Port { get; init; }

    /// <summary>What replaces the matched prefix of the path.</summary>
    public string? PrefixRewrite { get; init; }

    /// <summary>The status: 301 (default), 302, 303, 307 or 308.</summary>
    public uint? RedirectCode { get; init; }

    /// <summary>The new scheme, <c>http</c> or <c>https</c>.</summary>
    public string? Scheme { get; init; }

    /// <summary>The new path.</summary>
    public string? Uri { get; init; }
}
