using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>An answer that the proxy gives itself.</summary>
public sealed record HttpDirectResponse
{
    /// <summary>The body; empty if not set.</summary>
    public HttpBody? Body { get; init; }

    /// <summary>The HTTP status.</summary>
    [Required]
    public uint? Status { get; init; }
}
