using System.Collections.Immutable;
using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Extensions.Filters.Http.ExtAuthz.V3;
using Envoy.Type.Matcher.V3;
using Outrigger.Proxy.Http.Filters.ExternalAuthorization;
using Outrigger.Proxy.Model;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Proxy.Configuration.ExternalAuthorization;

/// <summary>Reads how an authorization service is reached, and what it is told.</summary>
internal sealed class AuthorizationServiceReader(CompileEnvironment environment, CompileReport report)
{
    /// <summary>How long a service may take where the configuration says nothing, as in Envoy.</summary>
    private const int TimeoutDefaultMs = 200;

    private readonly FieldReader _fields = new(report);

    /// <summary>A service of gRPC; null after mistakes.</summary>
    /// <param name="service">Where it is.</param>
    /// <param name="request">What it is told.</param>
    /// <param name="path">Where the configuration stands.</param>
    public GrpcAuthorizationService? ReadGrpc(GrpcService? service, CheckRequestOptions request, FieldPath path)
    {
        if (service?.TargetSpecifierCase != GrpcService.TargetSpecifierOneofCase.EnvoyGrpc)
        {
            report.Error(path, "expected envoy_grpc, a cluster of this proxy");
            return null;
        }

        string cluster = service.EnvoyGrpc.ClusterName;
        _fields.RequireName(cluster, path.Field("envoy_grpc"), "cluster_name");
        string authority = service.EnvoyGrpc.Authority is { Length: > 0 } given ? given : cluster;
        return new GrpcAuthorizationService
        {
            Cluster = environment.ClusterSlots.GetOrAdd(cluster),
            TimeoutMs = _fields.Milliseconds(service.Timeout, TimeoutDefaultMs, path, "timeout"),
            // The names of Istio's clusters have a character that no host has.
            Authority = Encoding.UTF8.GetBytes(authority.Replace("|", "_.", StringComparison.Ordinal)),
            Request = request,
        };
    }

    /// <summary>A service of HTTP; null after mistakes.</summary>
    /// <param name="service">Where it is, and what becomes of headers.</param>
    /// <param name="allowed">Which headers it sees, by the filter; null for what the service says.</param>
    /// <param name="disallowed">Which headers it does not see; null for none.</param>
    /// <param name="path">Where the configuration stands.</param>
    public HttpAuthorizationService? ReadHttp(
        HttpService service, HeaderSelection? allowed, HeaderSelection? disallowed, FieldPath path)
    {
        FieldPath uriPath = path.Field("server_uri");
        if (service.ServerUri is not { HttpUpstreamTypeCase: HttpUri.HttpUpstreamTypeOneofCase.Cluster } uri)
        {
            report.Error(uriPath, "expected a cluster of this proxy");
            return null;
        }

        _fields.RequireName(uri.Cluster, uriPath, "cluster");
        if (service.PathPrefix.Length > 0 && service.PathPrefix[0] != '/')
        {
            report.Error(path.Field("path_prefix"), $"found \"{service.PathPrefix}\", expected / at its beginning");
        }

        AuthorizationResponse? answer = service.AuthorizationResponse;
        FieldPath answerPath = path.Field("authorization_response");
        FieldPath askedPath = path.Field("authorization_request");
        return new HttpAuthorizationService
        {
            Cluster = environment.ClusterSlots.GetOrAdd(uri.Cluster),
            TimeoutMs = _fields.Milliseconds(uri.Timeout, TimeoutDefaultMs, uriPath, "timeout"),
            PathPrefix = Encoding.UTF8.GetBytes(service.PathPrefix),
            AllowedHeaders = allowed ?? ReadHeaders(
                service.AuthorizationRequest?.AllowedHeaders, askedPath.Field("allowed_headers")),
            DisallowedHeaders = disallowed,
            AddedHeaders = ReadAdded(service.AuthorizationRequest, askedPath),
            UpstreamHeaders = ReadHeaders(
                answer?.AllowedUpstreamHeaders, answerPath.Field("allowed_upstream_headers")),
            AppendedUpstreamHeaders = ReadHeaders(
                answer?.AllowedUpstreamHeadersToAppend, answerPath.Field("allowed_upstream_headers_to_append")),
            ClientHeaders = ReadHeaders(answer?.AllowedClientHeaders, answerPath.Field("allowed_client_headers")),
            ClientHeadersOnSuccess = ReadHeaders(
                answer?.AllowedClientHeadersOnSuccess, answerPath.Field("allowed_client_headers_on_success")),
            MetadataHeaders = ReadHeaders(
                answer?.DynamicMetadataFromHeaders, answerPath.Field("dynamic_metadata_from_headers")),
        };
    }

    /// <summary>Conditions on names of headers; null when none are set.</summary>
    /// <param name="list">The conditions.</param>
    /// <param name="path">Where they stand.</param>
    public HeaderSelection? ReadHeaders(ListStringMatcher? list, FieldPath path)
    {
        if (list is null)
        {
            return null;
        }

        var names = ImmutableArray.CreateBuilder<ByteStringMatcher>(list.Patterns.Count);
        for (int i = 0; i < list.Patterns.Count; i++)
        {
            var errors = new List<ConfigurationError>();
            if (ByteStringMatcher.TryCompile(
                list.Patterns[i], path.Item("patterns", i).ToString(), errors, out ByteStringMatcher name))
            {
                names.Add(name);
            }

            foreach (ConfigurationError error in errors)
            {
                report.Error(path, error.ToString());
            }
        }

        return new HeaderSelection(names.ToImmutable());
    }

    /// <summary>Reports a version of the protocol that nobody speaks any more.</summary>
    /// <param name="version">The version.</param>
    /// <param name="path">Where the filter's configuration stands.</param>
    public void RequireVersion3(ApiVersion version, FieldPath path)
    {
        if (version == ApiVersion.V2)
        {
            report.Error(path.Field("transport_api_version"), "found V2, expected V3");
        }
    }

    private static ImmutableArray<HeaderChange> ReadAdded(AuthorizationRequest? request, FieldPath path)
    {
        if (request is null)
        {
            return [];
        }

        return
        [
            .. request.HeadersToAdd.Select(header => HeaderChange.Of(
                header.Key, Encoding.UTF8.GetBytes(header.Value), HeaderChangeKind.Set)),
        ];
    }
}
