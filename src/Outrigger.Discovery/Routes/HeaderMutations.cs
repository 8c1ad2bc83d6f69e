using Envoy.Config.Core.V3;
using Envoy.Config.Route.V3;
using Google.Protobuf.Collections;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Routes;

/// <summary>
/// Translates header operations: <c>set</c> overwrites, <c>add</c> appends, <c>remove</c> takes away.
/// </summary>
internal static class HeaderMutations
{
    public static void Apply(Route route, Headers? headers)
    {
        if (headers is null) return;
        Add(route.RequestHeadersToAdd, headers.Request, isRequest: true);
        Remove(route.RequestHeadersToRemove, headers.Request);
        Add(route.ResponseHeadersToAdd, headers.Response, isRequest: false);
        Remove(route.ResponseHeadersToRemove, headers.Response);
    }

    public static void Apply(WeightedCluster.Types.ClusterWeight cluster, Headers? headers)
    {
        if (headers is null) return;
        Add(cluster.RequestHeadersToAdd, headers.Request, isRequest: true);
        Remove(cluster.RequestHeadersToRemove, headers.Request);
        Add(cluster.ResponseHeadersToAdd, headers.Response, isRequest: false);
        Remove(cluster.ResponseHeadersToRemove, headers.Response);
    }

    /// <summary>The authority that an operation sets: to set the host is to rewrite the authority.</summary>
    public static string? AuthorityOf(HeaderOperations? operations) =>
        operations?.Set.Where(pair => IsAuthority(pair.Key)).Select(pair => pair.Value).FirstOrDefault();

    private static void Add(RepeatedField<HeaderValueOption> target, HeaderOperations? operations, bool isRequest)
    {
        if (operations is null) return;
        AddAll(target, operations.Set, HeaderValueOption.Types.HeaderAppendAction.OverwriteIfExistsOrAdd, isRequest);
        AddAll(target, operations.Add, HeaderValueOption.Types.HeaderAppendAction.AppendIfExistsOrAdd, isRequest);
    }

    private static void AddAll(
        RepeatedField<HeaderValueOption> target, IReadOnlyDictionary<string, string> headers,
        HeaderValueOption.Types.HeaderAppendAction action, bool isRequest)
    {
        foreach (var (name, value) in headers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (isRequest && IsAuthority(name)) continue;
            target.Add(new HeaderValueOption
            {
                Header = new HeaderValue { Key = name, Value = value },
                AppendAction = action,
            });
        }
    }

    private static void Remove(RepeatedField<string> target, HeaderOperations? operations)
    {
        // The host and the parts of the request line can be rewritten but never be absent.
        foreach (var name in operations?.Remove ?? [])
            if (!IsAuthority(name) && !name.StartsWith(':')) target.Add(name);
    }

    private static bool IsAuthority(string name) =>
        name == ":authority" || name.Equals("host", StringComparison.OrdinalIgnoreCase);
}
