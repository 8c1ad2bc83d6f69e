namespace Outrigger.Http.Http1;

/// <summary>
/// Which fields may come after the content (RFC 9110 section 6.5.1). Those that frame the message or manage
/// the connection make it invalid; those that route, authenticate or describe the content are dropped, since
/// nobody downstream may take them for headers.
/// </summary>
internal static class TrailerFields
{
    /// <summary>Takes over a complete trailer section and applies the rules.</summary>
    internal static Http1Error Adopt(ReadOnlySpan<byte> section, HeaderMap trailers)
    {
        if (!trailers.TryAdopt(section))
            return Http1Error.TrailersTooLarge;
        return Apply(trailers);
    }

    /// <summary>Applies the rules to a section that is complete.</summary>
    internal static Http1Error Apply(HeaderMap trailers)
    {
        for (int i = trailers.Count - 1; i >= 0; i--)
        {
            KnownHeader id = trailers.IdAt(i);
            if (ConnectionFields.Contains(id))
                return Http1Error.ForbiddenTrailer;
            if (IsDropped(id) || IsInternalName(trailers.NameAt(i)))
                trailers.RemoveAt(i);
        }

        return Http1Error.None;
    }

    private static bool IsDropped(KnownHeader id) => id switch
    {
        KnownHeader.TE or KnownHeader.Trailer or KnownHeader.Expect or KnownHeader.MaxForwards => true,
        KnownHeader.Authorization or KnownHeader.ProxyAuthenticate or KnownHeader.ProxyAuthorization => true,
        KnownHeader.WwwAuthenticate or KnownHeader.Cookie or KnownHeader.SetCookie => true,
        KnownHeader.ContentEncoding or KnownHeader.ContentType or KnownHeader.ContentRange => true,
        KnownHeader.CacheControl or KnownHeader.Range => true,
        KnownHeader.IfMatch or KnownHeader.IfNoneMatch => true,
        KnownHeader.IfModifiedSince or KnownHeader.IfUnmodifiedSince or KnownHeader.IfRange => true,
        KnownHeader.Age or KnownHeader.Expires or KnownHeader.Date or KnownHeader.Location => true,
        KnownHeader.RetryAfter or KnownHeader.Vary or KnownHeader.Via or KnownHeader.Forwarded => true,
        _ => false,
    };

    private static bool IsInternalName(ReadOnlySpan<byte> name) =>
        name.StartsWith("x-forwarded-"u8) || name.StartsWith("x-envoy-"u8);
}
