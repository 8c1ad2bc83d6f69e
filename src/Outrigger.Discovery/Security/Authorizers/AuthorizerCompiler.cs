using System.Globalization;
using Envoy.Config.Core.V3;
using Envoy.Extensions.Filters.Http.ExtAuthz.V3;
using Envoy.Type.Matcher.V3;
using Envoy.Type.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Resources.MeshConfigs.Providers;
using NetworkAuthorization = Envoy.Extensions.Filters.Network.ExtAuthz.V3.ExtAuthz;

namespace Outrigger.Discovery.Security.Authorizers;

/// <summary>
/// Makes filters of the authorizers in the mesh's configuration (<c>extensionProviders</c>). What cannot be made
/// leads to a refusal of everything that the authorizer would be asked about, as in Istio.
/// </summary>
internal static class AuthorizerCompiler
{
    /// <summary>The name of the filter whose notes are read, for requests.</summary>
    public const string HttpMarker = "envoy.filters.http.rbac";

    /// <summary>The name of the filter whose notes are read, for connections.</summary>
    public const string NetworkMarker = "envoy.filters.network.rbac";

    private static readonly TimeSpan s_timeoutDefault = TimeSpan.FromSeconds(600);

    /// <summary>The authorizer of that name.</summary>
    /// <param name="snapshot">The mesh.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="mistake">Why it cannot be used; empty when it can.</param>
    /// <returns>The authorizer, or null.</returns>
    public static ExternalAuthorizer? Compile(MeshSnapshot snapshot, string name, out string mistake)
    {
        var provider = snapshot.Options.FindProvider(name);
        if (provider is null)
        {
            mistake = $"the mesh's configuration has no extension provider \"{name}\"";
            return null;
        }
        if (provider.EnvoyExtAuthzHttp is { } http) return OfHttp(snapshot, name, http, out mistake);
        if (provider.EnvoyExtAuthzGrpc is { } grpc) return OfGrpc(snapshot, name, grpc, out mistake);
        mistake = $"the extension provider \"{name}\" is no authorizer";
        return null;
    }

    private static ExternalAuthorizer? OfHttp(
        MeshSnapshot snapshot, string name, ExternalAuthorizationHttpProvider provider, out string mistake)
    {
        var port = (int)(provider.Port ?? 0);
        if (!AuthorizerService.TryFind(snapshot.Services, provider.Service ?? "", port, out var service, out mistake)
            || !TryReadStatus(provider.StatusOnError, out var status, out mistake))
        {
            return null;
        }
        if (provider.PathPrefix is { Length: > 0 } prefix && prefix[0] != '/')
        {
            mistake = $"the path prefix \"{prefix}\" of the authorizer does not begin with /";
            return null;
        }
        var filter = Common(name, provider.FailOpen, provider.ClearRouteCache, provider.IncludeRequestBodyInCheck);
        filter.StatusOnError = status;
        filter.AllowedHeaders = Headers(
            provider.IncludeRequestHeadersInCheck is { Count: > 0 } shown ? shown : provider.IncludeHeadersInCheck);
        filter.HttpService = new HttpService
        {
            PathPrefix = provider.PathPrefix ?? "",
            ServerUri = new HttpUri
            {
                Uri = $"http://{service.Host}",
                Cluster = service.Cluster,
                Timeout = Pack.Duration(provider.Timeout ?? s_timeoutDefault),
            },
            AuthorizationRequest = Added(provider.IncludeAdditionalHeadersInCheck),
            AuthorizationResponse = Answered(provider),
        };
        return new ExternalAuthorizer(filter, Network: null);
    }

    private static ExternalAuthorizer? OfGrpc(
        MeshSnapshot snapshot, string name, ExternalAuthorizationGrpcProvider provider, out string mistake)
    {
        var port = (int)(provider.Port ?? 0);
        if (!AuthorizerService.TryFind(snapshot.Services, provider.Service ?? "", port, out var service, out mistake)
            || !TryReadStatus(provider.StatusOnError, out var status, out mistake))
        {
            return null;
        }
        var grpc = new GrpcService
        {
            EnvoyGrpc = new GrpcService.Types.EnvoyGrpc { ClusterName = service.Cluster, Authority = service.Host },
            Timeout = Pack.Duration(provider.Timeout ?? s_timeoutDefault),
        };
        var filter = Common(name, provider.FailOpen, provider.ClearRouteCache, provider.IncludeRequestBodyInCheck);
        filter.StatusOnError = status;
        filter.GrpcService = grpc;
        return new ExternalAuthorizer(filter, new NetworkAuthorization
        {
            StatPrefix = "tcp.",
            FailureModeAllow = provider.FailOpen ?? false,
            TransportApiVersion = ApiVersion.V3,
            GrpcService = grpc,
            FilterEnabledMetadata = ExternalAuthorizer.MarkedBy(NetworkMarker, name),
        });
    }

    private static ExtAuthz Common(
        string name, bool? failsOpen, bool? clearsRoute, ExternalAuthorizationRequestBody? body) => new()
    {
        TransportApiVersion = ApiVersion.V3,
        FailureModeAllow = failsOpen ?? false,
        ClearRouteCache = clearsRoute ?? false,
        WithRequestBody = body is null ? null : new BufferSettings
        {
            MaxRequestBytes = body.MaxRequestBytes ?? 0,
            AllowPartialMessage = body.AllowPartialMessage ?? false,
            PackAsBytes = body.PackAsBytes ?? false,
        },
        FilterEnabledMetadata = ExternalAuthorizer.MarkedBy(HttpMarker, name),
    };

    private static AuthorizationRequest? Added(IReadOnlyDictionary<string, string> headers)
    {
        if (headers.Count == 0) return null;
        var request = new AuthorizationRequest();
        foreach (var (key, value) in headers.OrderBy(header => header.Key, StringComparer.Ordinal))
            request.HeadersToAdd.Add(new HeaderValue { Key = key, Value = value });
        return request;
    }

    private static AuthorizationResponse? Answered(ExternalAuthorizationHttpProvider provider)
    {
        var counts = provider.HeadersToUpstreamOnAllow.Count + provider.HeadersToDownstreamOnDeny.Count
            + provider.HeadersToDownstreamOnAllow.Count;
        return counts == 0 ? null : new AuthorizationResponse
        {
            AllowedUpstreamHeaders = Headers(provider.HeadersToUpstreamOnAllow),
            AllowedClientHeaders = Headers(provider.HeadersToDownstreamOnDeny),
            AllowedClientHeadersOnSuccess = Headers(provider.HeadersToDownstreamOnAllow),
        };
    }

    private static ListStringMatcher? Headers(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return null;
        var list = new ListStringMatcher();
        list.Patterns.Add(names.Select(Pattern));
        return list;
    }

    private static StringMatcher Pattern(string name)
    {
        var matcher = new StringMatcher { IgnoreCase = true };
        if (name.Length > 1 && name[0] == '*') matcher.Suffix = name[1..];
        else if (name.Length > 1 && name[^1] == '*') matcher.Prefix = name[..^1];
        else matcher.Exact = name;
        return matcher;
    }

    private static bool TryReadStatus(string? text, out HttpStatus? status, out string mistake)
    {
        status = null;
        mistake = "";
        if (string.IsNullOrEmpty(text)) return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code > 0 && Enum.IsDefined((StatusCode)code))
        {
            status = new HttpStatus { Code = (StatusCode)code };
            return true;
        }
        mistake = $"found the status \"{text}\" for an authorizer that cannot be asked, expected a status of HTTP";
        return false;
    }
}
