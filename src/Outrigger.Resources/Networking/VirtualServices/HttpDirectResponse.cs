using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpDirectResponse.</summary>
public sealed record HttpDirectResponse
{
    /// <summary>Field body.</summary>
    public HttpBody? Body { get; init; }

    /// <summary>Field status.</summary>
    [Required]
    public uint? Status { get; init; }
}
