using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo;

/// <summary>
/// The headers that a service hands on from the request that it answers to the requests that it makes: a
/// sidecar sees both but cannot know that they belong together, so the trace and the caller's identity are
/// the application's to carry.
/// </summary>
internal static class PropagatedHeaders
{
    /// <summary>The signed-in user; routing rules of the sample match on it.</summary>
    public const string EndUser = "end-user";

    private static readonly string[] Names =
    [
        EndUser,
        "x-request-id",
        "traceparent", "tracestate",
        "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags",
        "x-ot-span-context", "x-cloud-trace-context", "grpc-trace-bin", "sw8",
        "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority",
        "user-agent", "authorization", "jwt",
    ];

    public static void Copy(IHeaderDictionary from, HttpRequestMessage to)
    {
        foreach (var name in Names)
        {
            if (from.TryGetValue(name, out var values))
            {
                to.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }
    }
}
