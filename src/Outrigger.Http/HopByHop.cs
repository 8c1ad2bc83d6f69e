using Outrigger.Http.Http1;

namespace Outrigger.Http;

/// <summary>
/// Removes what is meant for one hop only (RFC 9110 section 7.6.1), before a message is forwarded. The fields
/// that frame a message or manage a connection need no removal: writers never copy them.
/// </summary>
public static class HopByHop
{
    /// <summary>Removes the fields that Connection names, and from TE all but trailers.</summary>
    public static void Strip(RequestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        Strip(head.Headers, head.HasNominatedHeaders);
    }

    /// <summary>Removes the fields that Connection names.</summary>
    public static void Strip(ResponseHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        Strip(head.Headers, head.HasNominatedHeaders);
    }

    private static void Strip(HeaderMap headers, bool hasNominated)
    {
        bool wantsTrailers = headers.Contains(KnownHeader.TE) && AcceptsTrailers(headers);
        if (hasNominated)
            RemoveNominated(headers);
        if (wantsTrailers)
            headers.TrySet(KnownHeader.TE, "trailers"u8);
        else
            headers.Remove(KnownHeader.TE);
    }

    private static bool AcceptsTrailers(HeaderMap headers)
    {
        for (int i = headers.IndexOf(KnownHeader.TE); i >= 0; i = headers.IndexOf(KnownHeader.TE, i + 1))
        {
            ListElements codings = new(headers.ValueAt(i));
            while (codings.MoveNext())
            {
                if (HttpSyntax.EqualsIgnoreCase(codings.Current, "trailers"u8))
                    return true;
            }
        }

        return false;
    }

    private static void RemoveNominated(HeaderMap headers)
    {
        for (int i = headers.Count - 1; i >= 0; i--)
        {
            if (!IsProtected(headers.IdAt(i)) && IsNominated(headers, headers.NameAt(i)))
                headers.RemoveAt(i);
        }
    }

    private static bool IsNominated(HeaderMap headers, ReadOnlySpan<byte> lowerCaseName)
    {
        for (int i = headers.IndexOf(KnownHeader.Connection); i >= 0;
            i = headers.IndexOf(KnownHeader.Connection, i + 1))
        {
            ListElements options = new(headers.ValueAt(i));
            while (options.MoveNext())
            {
                if (HttpSyntax.EqualsIgnoreCase(options.Current, lowerCaseName))
                    return true;
            }
        }

        return false;
    }

    // A client must not be able to erase what a proxy before us has vouched for, or the message's own
    // framing.
    private static bool IsProtected(KnownHeader id) =>
        ConnectionFields.Contains(id)
        || id is KnownHeader.XForwardedFor or KnownHeader.XForwardedProto or KnownHeader.XForwardedHost
            or KnownHeader.XForwardedPort or KnownHeader.XForwardedClientCert or KnownHeader.Authorization
            or KnownHeader.Cookie or KnownHeader.XRequestId;
}
