namespace Outrigger.Http.Http1;

/// <summary>
/// The grammar of chunk extensions (RFC 9112 section 7.1.1): ";" name [ "=" token or quoted string ],
/// repeated. The white space that the grammar tolerates for old senders is refused: implementations disagree
/// about it.
/// </summary>
internal static class ChunkExtension
{
    internal static ChunkState Next(ChunkState state, byte b) => state switch
    {
        ChunkState.ExtensionNameStart => IsToken(b) ? ChunkState.ExtensionName : ChunkState.Invalid,
        ChunkState.ExtensionName when b == '=' => ChunkState.ExtensionValueStart,
        ChunkState.ExtensionName => IsToken(b) ? state : AfterExtension(b),
        ChunkState.ExtensionValueStart when b == '"' => ChunkState.ExtensionQuoted,
        ChunkState.ExtensionValueStart => IsToken(b) ? ChunkState.ExtensionValue : ChunkState.Invalid,
        ChunkState.ExtensionValue => IsToken(b) ? state : AfterExtension(b),
        ChunkState.ExtensionQuoted when b == '"' => ChunkState.ExtensionQuotedEnd,
        ChunkState.ExtensionQuoted when b == '\\' => ChunkState.ExtensionEscaped,
        ChunkState.ExtensionQuoted => IsText(b) ? state : ChunkState.Invalid,
        ChunkState.ExtensionEscaped => IsText(b) ? ChunkState.ExtensionQuoted : ChunkState.Invalid,
        ChunkState.ExtensionQuotedEnd => AfterExtension(b),
        _ => ChunkState.Invalid,
    };

    private static ChunkState AfterExtension(byte b) => b switch
    {
        (byte)'\r' => ChunkState.SizeLineFeed,
        (byte)';' => ChunkState.ExtensionNameStart,
        _ => ChunkState.Invalid,
    };

    private static bool IsToken(byte b) => HttpSyntax.IndexOfNonToken([b]) < 0;

    private static bool IsText(byte b) => HttpSyntax.IndexOfControl([b]) < 0;
}
