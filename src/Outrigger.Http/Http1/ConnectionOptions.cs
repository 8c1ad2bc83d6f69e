namespace Outrigger.Http.Http1;

/// <summary>What the Connection fields of a message say (RFC 9110 section 7.6.1).</summary>
internal ref struct ConnectionOptions
{
    /// <summary>The option "close" was given.</summary>
    internal bool HasClose;

    /// <summary>The option "keep-alive" was given.</summary>
    internal bool HasKeepAlive;

    /// <summary>The option "upgrade" was given.</summary>
    internal bool HasUpgrade;

    /// <summary>Other options were given: names of fields that are for this hop only.</summary>
    internal bool HasOthers;

    internal static ConnectionOptions Read(HeaderMap headers)
    {
        ConnectionOptions options = default;
        for (int i = headers.IndexOf(KnownHeader.Connection); i >= 0;
            i = headers.IndexOf(KnownHeader.Connection, i + 1))
        {
            ListElements elements = new(headers.ValueAt(i));
            while (elements.MoveNext())
                options.Note(elements.Current);
        }

        return options;
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
