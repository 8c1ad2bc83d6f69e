namespace Outrigger.Http.Hpack;

/// <summary>
/// Why a field block cannot be decoded. Each loses the compression state, so the connection must end with
/// COMPRESSION_ERROR (RFC 7541 section 2.3.3, RFC 9113 section 4.3).
/// </summary>
public enum HpackError : byte
{
    /// <summary>It can.</summary>
    None = 0,

    /// <summary>The block ends within a field.</summary>
    Truncated,

    /// <summary>An integer is larger than we count, or has needless bytes (RFC 7541 section 5.1).</summary>
    IntegerOverflow,

    /// <summary>An index is 0 or beyond both tables (RFC 7541 section 2.3.3).</summary>
    InvalidIndex,

    /// <summary>
    /// Huffman-coded text holds EOS, or its padding is not the start of EOS or is longer than 7 bits (RFC
    /// 7541 section 5.2).
    /// </summary>
    InvalidHuffman,

    /// <summary>A size update raises the table above what we allow (RFC 7541 section 6.3).</summary>
    TableTooLarge,

    /// <summary>A size update comes after a field (RFC 7541 section 4.2).</summary>
    MisplacedSizeUpdate,

    /// <summary>The table was to become smaller, and the block does not say so (RFC 7541 section 4.2).</summary>
    MissingSizeUpdate,
}
