namespace Outrigger.Http.Http1;

/// <summary>The bounds of one message. The defaults are Envoy's where it has one.</summary>
public sealed record Http1Limits
{
    /// <summary>The defaults.</summary>
    public static Http1Limits Default { get; } = new();

    /// <summary>Bytes of a head, start line and final empty line included: 60 KiB.</summary>
    public int HeadBytesMax { get; init; } = 60 * 1024;

    /// <summary>Fields in a head: 100.</summary>
    public int HeaderCountMax { get; init; } = 100;

    /// <summary>Bytes of a request target, as received and as forwarded: 32 KiB.</summary>
    public int TargetBytesMax { get; init; } = 32 * 1024;

    /// <summary>
    /// Whether a request's method may be any token (RFC 9110 section 9.1); else it is a registered one, as
    /// with Envoy's <c>allow_custom_methods</c>. False.
    /// </summary>
    public bool AcceptsAnyMethod { get; init; }

    /// <summary>Bytes of chunk extensions in one message: 16 KiB. They are read and dropped.</summary>
    public int ChunkExtensionBytesMax { get; init; } = 16 * 1024;

    /// <summary>Bytes of a trailer section, final empty line included: 8 KiB.</summary>
    public int TrailerBytesMax { get; init; } = 8 * 1024;

    /// <summary>Fields in a trailer section: 64.</summary>
    public int TrailerCountMax { get; init; } = 64;
}
