namespace Outrigger.Http;

/// <summary>
/// The method tokens that are no <see cref="RequestMethod"/> of their own and yet are known: IANA's registry
/// of methods but for PRI, which is a part of HTTP/2's preface, and the unregistered ones that Envoy takes.
/// </summary>
internal static class MethodRegistry
{
    /// <summary>Whether the token is one of them.</summary>
    internal static bool Contains(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 => method.SequenceEqual("ACL"u8),
        4 => method.SequenceEqual("BIND"u8) || method.SequenceEqual("COPY"u8)
            || method.SequenceEqual("LINK"u8) || method.SequenceEqual("LOCK"u8)
            || method.SequenceEqual("MOVE"u8),
        5 => method.SequenceEqual("LABEL"u8) || method.SequenceEqual("MERGE"u8)
            || method.SequenceEqual("MKCOL"u8) || method.SequenceEqual("PURGE"u8)
            || method.SequenceEqual("QUERY"u8),
        6 => method.SequenceEqual("NOTIFY"u8) || method.SequenceEqual("REBIND"u8)
            || method.SequenceEqual("REPORT"u8) || method.SequenceEqual("SEARCH"u8)
            || method.SequenceEqual("SOURCE"u8) || method.SequenceEqual("UNBIND"u8)
            || method.SequenceEqual("UNLINK"u8) || method.SequenceEqual("UNLOCK"u8)
            || method.SequenceEqual("UPDATE"u8),
        7 => method.SequenceEqual("CHECKIN"u8),
        8 => method.SequenceEqual("CHECKOUT"u8) || method.SequenceEqual("M-SEARCH"u8)
            || method.SequenceEqual("PROPFIND"u8),
        9 => method.SequenceEqual("PROPPATCH"u8) || method.SequenceEqual("SUBSCRIBE"u8),
        10 => method.SequenceEqual("MKACTIVITY"u8) || method.SequenceEqual("MKCALENDAR"u8)
            || method.SequenceEqual("ORDERPATCH"u8) || method.SequenceEqual("UNCHECKOUT"u8),
        11 => method.SequenceEqual("MKWORKSPACE"u8) || method.SequenceEqual("UNSUBSCRIBE"u8),
        13 => method.SequenceEqual("MKREDIRECTREF"u8),
        15 => method.SequenceEqual("VERSION-CONTROL"u8),
        16 => method.SequenceEqual("BASELINE-CONTROL"u8),
        17 => method.SequenceEqual("UPDATEREDIRECTREF"u8),
        _ => false,
    };
}
