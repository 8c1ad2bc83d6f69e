using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpBody.</summary>
[OneOf("string", "bytes")]
public sealed record HttpBody
{
    /// <summary>Field bytes.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Field string.</summary>
    [FieldName("string")]
    public string? Text { get; init; }
}
