namespace Outrigger.Proxy.Http.Calls;

/// <summary>How a request of the proxy's own is made.</summary>
/// <param name="TimeoutMs">
/// How long it may take, the search for a connection included, in milliseconds; 0 = for ever.
/// </param>
/// <param name="ResponseBytesMax">How many bytes of content the response may have.</param>
/// <param name="IsRepeatable">
/// Whether it does no harm when done twice: then it is sent again when a connection that was used before ends
/// without an answer.
/// </param>
/// <param name="NeedsHttp2">
/// Whether HTTP/2 is spoken where the cluster leaves the version to the client, as gRPC demands.
/// </param>
internal readonly record struct CallOptions(
    int TimeoutMs, int ResponseBytesMax, bool IsRepeatable, bool NeedsHttp2 = false);
