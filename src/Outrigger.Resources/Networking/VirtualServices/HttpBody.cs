using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>The body of a direct response; set one field.</summary>
[OneOf("string", "bytes")]
public sealed record HttpBody
{
    /// <summary>The body as bytes.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>The body as text.</summary>
    [FieldName("string")]
    public string? Text { get; init; }
}
