using System.Buffers.Text;
using Outrigger.Http;

namespace Outrigger.Proxy.Http;

/// <summary>The <c>x-envoy-*</c> headers by which proxies of a mesh talk to each other.</summary>
internal static class EnvoyHeaders
{
    /// <summary>Removes what only a trusted client may say.</summary>
    /// <param name="headers">A request's headers.</param>
    /// <param name="isEdge">Whether the client is outside, not another proxy.</param>
    public static void RemoveInternal(HeaderMap headers, bool isEdge)
    {
        for (var index = headers.Count - 1; index >= 0; index--)
        {
            if (IsInternal(headers.IdAt(index), isEdge))
                headers.RemoveAt(index);
        }
    }

    /// <summary>Sets a header to a number.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="id">The name.</param>
    /// <param name="value">The number; not negative.</param>
    public static void SetNumber(HeaderMap headers, KnownHeader id, long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        headers.TrySet(id, text[..length]);
    }

    private static bool IsInternal(KnownHeader id, bool isEdge)
    {
        // One range check spares nearly all headers the rest.
        if (id is < KnownHeader.XEnvoyAttemptCount or > KnownHeader.XEnvoyHedgeOnPerTryTimeout)
            return false;
        return id switch
        {
            KnownHeader.XEnvoyExpectedRqTimeoutMs or KnownHeader.XEnvoyForceTrace
                or KnownHeader.XEnvoyInternal or KnownHeader.XEnvoyIpTags
                or KnownHeader.XEnvoyMaxRetries or KnownHeader.XEnvoyOriginalUrl
                or KnownHeader.XEnvoyRetriableHeaderNames or KnownHeader.XEnvoyRetriableStatusCodes
                or KnownHeader.XEnvoyRetryGrpcOn or KnownHeader.XEnvoyRetryOn
                or KnownHeader.XEnvoyUpstreamAltStatName or KnownHeader.XEnvoyUpstreamRqPerTryTimeoutMs
                or KnownHeader.XEnvoyUpstreamRqTimeoutAltResponse or KnownHeader.XEnvoyUpstreamRqTimeoutMs
                or KnownHeader.XEnvoyHedgeOnPerTryTimeout => true,
            KnownHeader.XEnvoyDecoratorOperation or KnownHeader.XEnvoyDownstreamServiceCluster
                or KnownHeader.XEnvoyDownstreamServiceNode or KnownHeader.XEnvoyOriginalPath => isEdge,
            _ => false,
        };
    }
}
