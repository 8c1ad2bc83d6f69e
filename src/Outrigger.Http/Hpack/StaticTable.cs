namespace Outrigger.Http.Hpack;

/// <summary>The 61 fields that every peer knows (RFC 7541 appendix A).</summary>
internal static class StaticTable
{
    /// <summary>How many there are; their indexes start at 1.</summary>
    internal const int Count = 61;

    private static readonly byte[][] s_names = new byte[Count + 1][];
    private static readonly byte[][] s_values = new byte[Count + 1][];
    private static readonly FieldName[] s_kinds = new FieldName[Count + 1];
    private static readonly byte[] s_indexOfName = new byte[KnownHeaders.Count];
    private static readonly byte[] s_indexOfPseudo = new byte[(int)PseudoHeader.Unknown + 1];

    static StaticTable()
    {
        string[] fields =
        [
            ":authority", ":method|GET", ":method|POST", ":path|/", ":path|/index.html", ":scheme|http",
            ":scheme|https", ":status|200", ":status|204", ":status|206", ":status|304", ":status|400",
            ":status|404", ":status|500", "accept-charset", "accept-encoding|gzip, deflate", "accept-language",
            "accept-ranges", "accept", "access-control-allow-origin", "age", "allow", "authorization",
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-length",
            "content-location", "content-range", "content-type", "cookie", "date", "etag", "expect", "expires",
            "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range",
            "if-unmodified-since", "last-modified", "link", "location", "max-forwards", "proxy-authenticate",
            "proxy-authorization", "range", "referer", "refresh", "retry-after", "server", "set-cookie",
            "strict-transport-security", "transfer-encoding", "user-agent", "vary", "via", "www-authenticate",
        ];
        s_names[0] = s_values[0] = [];
        for (int index = fields.Length; index > 0; index--)
        {
            string[] parts = fields[index - 1].Split('|');
            s_names[index] = System.Text.Encoding.ASCII.GetBytes(parts[0]);
            s_values[index] = parts.Length == 1 ? [] : System.Text.Encoding.ASCII.GetBytes(parts[1]);
            FieldName kind = s_kinds[index] = FieldName.Of(s_names[index]);
            if (kind.Pseudo != PseudoHeader.None)
                s_indexOfPseudo[(int)kind.Pseudo] = (byte)index;
            else if (kind.Id != KnownHeader.Other)
                s_indexOfName[(int)kind.Id] = (byte)index;
        }
    }

    /// <summary>The name at an index from 1 to <see cref="Count"/>.</summary>
    internal static ReadOnlySpan<byte> NameAt(int index) => s_names[index];

    /// <summary>The value at an index; often empty.</summary>
    internal static ReadOnlySpan<byte> ValueAt(int index) => s_values[index];

    /// <summary>What is known of the name at an index.</summary>
    internal static FieldName KindAt(int index) => s_kinds[index];

    /// <summary>
    /// The index of a name; 0 when it has none (as <c>accept-charset</c> and <c>refresh</c>, which have no
    /// number).
    /// </summary>
    internal static int IndexOf(KnownHeader id) => s_indexOfName[(int)id];

    /// <summary>The first index of a pseudo-header's name; 0 for <c>:protocol</c>.</summary>
    internal static int IndexOf(PseudoHeader pseudo) => s_indexOfPseudo[(int)pseudo];

    /// <summary>The index of a pseudo-header with just this value; 0 when there is none.</summary>
    internal static int IndexOf(PseudoHeader pseudo, ReadOnlySpan<byte> value)
    {
        int first = s_indexOfPseudo[(int)pseudo];
        for (int index = first; index != 0 && s_kinds[index].Pseudo == pseudo; index++)
        {
            if (value.SequenceEqual(s_values[index]))
                return index;
        }

        return 0;
    }
}
