using Outrigger.Http;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>
/// Gives a request what a good token of it says, and takes the token away where it is not to be forwarded.
/// </summary>
internal static class JwtHandover
{
    /// <summary>The namespace in the metadata, whatever the filter is called.</summary>
    public const string MetadataNamespace = "envoy.filters.http.jwt_authn";

    /// <summary>Changes the request and what is known of it.</summary>
    /// <param name="token">The token.</param>
    /// <param name="location">Where it was.</param>
    /// <param name="context">The request.</param>
    public static void Apply(VerifiedToken token, JwtLocation location, HttpFilterContext context)
    {
        var provider = token.Provider;
        var headers = context.Request.Headers;
        if (token.PayloadHeaderValue is { } payload)
            headers.TryAdd(provider.PayloadHeader, payload);
        foreach (var (name, value) in token.ClaimHeaders)
            headers.TryAdd(name, value);
        if (!provider.ForwardsToken)
            Remove(location, context);
        if (provider.HeaderKey.Length > 0)
            context.Metadata.Set(MetadataNamespace, provider.HeaderKey, token.Header);
        if (token.Payload is { } claims)
            context.Metadata.Set(MetadataNamespace, provider.PayloadKey, claims);
        if (provider.ClearsRoute && (token.Payload is not null || token.ClaimHeaders.Length > 0))
            context.IsRouteCleared = true;
    }

    private static void Remove(JwtLocation location, HttpFilterContext context)
    {
        var request = context.Request;
        switch (location.Kind)
        {
            case JwtLocationKind.Header:
                request.Headers.Remove(location.Name);
                break;
            case JwtLocationKind.Parameter:
                var target = context.Worker.Scratch(request.Path.Length);
                var length = QueryText.WriteWithout(request.Path, location.Name, target);
                request.TrySetPath(target[..length]);
                break;
            default:
                RemoveCookie(location.Name, request.Headers, context);
                break;
        }
    }

    private static void RemoveCookie(ReadOnlySpan<byte> name, HeaderMap headers, HttpFilterContext context)
    {
        for (var index = headers.Count - 1; index >= 0; index--)
        {
            if (headers.IdAt(index) != KnownHeader.Cookie)
                continue;
            var cookies = headers.ValueAt(index);
            var target = context.Worker.Scratch(cookies.Length);
            var length = CookieText.WriteWithout(cookies, name, target);
            if (length == 0)
                headers.RemoveAt(index);
            else
                headers.TrySetAt(index, target[..length]);
        }
    }
}
