using System.Collections.Immutable;
using Envoy.Extensions.Filters.Http.Router.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Proxy.Configuration.ExternalAuthorization;
using Outrigger.Proxy.Configuration.Jwt;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles the HTTP filters of a connection manager. A filter that is not implemented is a mistake, because
/// a proxy that leaves out an authorization filter lets everybody in; one that is marked optional, or that
/// cannot change the traffic, is left out with a warning.
/// </summary>
internal sealed class HttpFilterCompiler(
    CompileEnvironment environment, string managerPrefix, CompileReport report)
{
    private const string RouterType = MessageNames.Router;

    private readonly ImmutableArray<HttpFilterModel>.Builder _filters =
        ImmutableArray.CreateBuilder<HttpFilterModel>();

    /// <summary>The filters that decide about requests, in their order.</summary>
    public ImmutableArray<HttpFilterModel> Filters => _filters.ToImmutable();

    /// <summary>The router's settings; the defaults until it was found.</summary>
    public Router Router { get; private set; } = new();

    /// <summary>How gRPC calls are counted; null for not at all.</summary>
    public GrpcStatsOptions? GrpcStats { get; private set; }

    /// <summary>Whether gRPC-Web is translated.</summary>
    public bool BridgesGrpcWeb { get; private set; }

    /// <summary>Checks the filters; the router stands last and once.</summary>
    public void Compile(IReadOnlyList<HttpFilter> filters, FieldPath managerPath)
    {
        for (int i = 0; i < filters.Count; i++)
        {
            FieldPath path = managerPath.Item("http_filters", i);
            Compile(filters[i], isLast: i == filters.Count - 1, path);
        }

        if (filters.Count == 0)
        {
            report.Error(managerPath.Field("http_filters"), "found no filter, expected the router");
        }
    }

    private void Compile(HttpFilter filter, bool isLast, FieldPath path)
    {
        string type = ExtensionType.NameOf(filter.TypedConfig);
        bool isRouter = type == RouterType
            || (type.Length == 0 && filter.Name == "envoy.filters.http.router");
        if (isRouter != isLast)
        {
            report.Error(path, isRouter
                ? "the router must be the last filter"
                : $"{Describe(filter, type)} is the last filter, expected the router");
        }

        if (isRouter)
        {
            CompileRouter(filter, path);
        }
        else if (type == MessageNames.GrpcStats)
        {
            report.Unimplemented(path, "disabled", filter.Disabled);
            GrpcStats = GrpcStatsCompiler.Compile(filter.TypedConfig, path.Field("typed_config"), report);
        }
        else if (type == MessageNames.GrpcWeb)
        {
            report.Unimplemented(path, "disabled", filter.Disabled);
            BridgesGrpcWeb = true;
        }
        else if (type == MessageNames.ExternalAuthorization)
        {
            Add(new ExternalAuthorizationCompiler(environment, report).Compile(filter, managerPrefix, path));
        }
        else if (type == MessageNames.HttpAuthorization)
        {
            Add(AuthorizationCompiler.CompileHttp(filter, managerPrefix, path, environment, report));
        }
        else if (type == MessageNames.JwtAuthentication)
        {
            Add(new JwtAuthnCompiler(environment, report).Compile(filter, managerPrefix, path));
        }
        else if (type == MessageNames.PeerMetadata)
        {
            Add(new PeerMetadataCompiler(environment, report).Compile(filter, path));
        }
        else if (filter.IsOptional || NoOpExtensions.Contains(type))
        {
            report.Warning(path, $"{Describe(filter, type)} is not implemented, it is left out");
        }
        else
        {
            report.Error(path, $"{Describe(filter, type)} is not implemented and not optional");
        }
    }

    private void Add(HttpFilterModel? filter)
    {
        if (filter is not null)
        {
            _filters.Add(filter);
        }
    }

    private void CompileRouter(HttpFilter filter, FieldPath path)
    {
        report.Unimplemented(path, "disabled", filter.Disabled);
        FieldPath configPath = path.Field("typed_config");
        if (filter.TypedConfig is not null
            && ExtensionType.Unpack(filter.TypedConfig, Router.Parser, configPath, report) is { } router)
        {
            Router = router;
        }

        report.Unimplemented(configPath, "strict_check_headers", Router.StrictCheckHeaders.Count > 0);
        report.Unimplemented(
            configPath, "suppress_grpc_request_failure_code_stats",
            Router.SuppressGrpcRequestFailureCodeStats);
    }

    private static string Describe(HttpFilter filter, string type) =>
        type.Length == 0 ? $"the HTTP filter {filter.Name}" : $"the HTTP filter {filter.Name} ({type})";
}
