namespace Outrigger.Routing.Mutations;

/// <summary>What the variables of a header's value are filled from.</summary>
public interface IFormatContext
{
    /// <summary>
    /// Reads a request header as it stands at this moment, also a pseudo-header such as <c>:path</c>. Of one
    /// level's mutations the removals have then been done and the additions have not, as in Envoy.
    /// </summary>
    /// <param name="lowerCaseName">The name in lower case.</param>
    /// <param name="value">The value; the first one of a repeated header.</param>
    bool TryGetRequestHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value);

    /// <summary>Reads a response header; finds nothing while there is no response.</summary>
    /// <param name="lowerCaseName">The name in lower case.</param>
    /// <param name="value">The value; the first one of a repeated header.</param>
    bool TryGetResponseHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value);

    /// <summary>
    /// Writes a variable's value. For <see cref="FormatVariable.StartTime"/> it is never asked: that is
    /// <see cref="StartTimeUnixMs"/>.
    /// </summary>
    /// <param name="variable">The variable.</param>
    /// <param name="writer">Where to write; nothing is written when the value is unknown.</param>
    void Write(FormatVariable variable, ref ByteWriter writer);

    /// <summary>When the request's first byte arrived, in milliseconds since 1970-01-01 UTC.</summary>
    long StartTimeUnixMs { get; }
}
