namespace Outrigger.Http.Http1;

/// <summary>What the Connection fields of a message say (RFC 9110 section 7.6.1).</summary>
internal struct ConnectionOptions
{
    // Each field of the message is compared with each option before it is forwarded, so the product must be
    // small. What clients send has a tenth of this.
    private const int BytesMax = 512;

    /// <summary>The option "close" was given.</summary>
    internal bool HasClose;

    /// <summary>The option "keep-alive" was given.</summary>
    internal bool HasKeepAlive;

    /// <summary>The option "upgrade" was given.</summary>
    internal bool HasUpgrade;

    /// <summary>Other options were given: names of fields that are for this hop only.</summary>
    internal bool HasOthers;

    /// <summary>Reads all Connection fields of a message.</summary>
    internal static Http1Error Read(HeaderMap headers, out ConnectionOptions options)
    {
        options = default;
        int length = 0;
        for (int i = headers.IndexOf(KnownHeader.Connection); i >= 0;
            i = headers.IndexOf(KnownHeader.Connection, i + 1))
        {
            ReadOnlySpan<byte> value = headers.ValueAt(i);
            length += value.Length;
            if (length > BytesMax)
                return Http1Error.ConnectionTooLong;
            ListElements elements = new(value);
            while (elements.MoveNext())
                options.Note(elements.Current);
        }

        return Http1Error.None;
    }

    /// <summary>Whether the connection persists (RFC 9112 section 9.3).</summary>
    internal readonly bool KeepsAlive(HttpVersion version) =>
        !HasClose && (version == HttpVersion.Http11 || HasKeepAlive);

    private void Note(ReadOnlySpan<byte> option)
    {
        if (HttpSyntax.EqualsIgnoreCase(option, "keep-alive"u8))
            HasKeepAlive = true;
        else if (HttpSyntax.EqualsIgnoreCase(option, "close"u8))
            HasClose = true;
        else if (HttpSyntax.EqualsIgnoreCase(option, "upgrade"u8))
            HasUpgrade = true;
        else
            HasOthers = true;
    }
}
