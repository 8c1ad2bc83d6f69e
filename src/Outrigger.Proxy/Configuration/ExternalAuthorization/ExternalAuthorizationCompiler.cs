using Envoy.Extensions.Filters.Http.ExtAuthz.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Proxy.Http.Filters.ExternalAuthorization;
using Outrigger.Proxy.Stats;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Configuration.ExternalAuthorization;

/// <summary>Compiles <c>envoy.extensions.filters.http.ext_authz.v3.ExtAuthz</c>.</summary>
internal sealed class ExternalAuthorizationCompiler(CompileEnvironment environment, CompileReport report)
{
    private readonly AuthorizationServiceReader _services = new(environment, report);

    /// <summary>The filter; null after mistakes, which are then in the report.</summary>
    /// <param name="filter">The filter's entry in the connection manager.</param>
    /// <param name="managerPrefix">The connection manager's prefix of statistics.</param>
    /// <param name="path">Where the entry stands.</param>
    public HttpFilterModel? Compile(HttpFilter filter, string managerPrefix, FieldPath path)
    {
        FieldPath configPath = path.Field("typed_config");
        if (ExtensionType.Unpack(filter.TypedConfig, ExtAuthz.Parser, configPath, report) is not { } config)
        {
            return null;
        }

        _services.RequireVersion3(config.TransportApiVersion, configPath);
        if (CompileService(config, configPath) is not { } service)
        {
            return null;
        }

        report.Unimplemented(
            configPath.Field("deny_at_disable"), "runtime_key",
            config.DenyAtDisable is { RuntimeKey.Length: > 0 }, "the default value holds");
        return new ExternalAuthorizationFilter(filter.Name)
        {
            IsDisabled = filter.Disabled,
            Service = service,
            Stats = new ExternalAuthorizationStats(
                environment.Stats, ScopeName.ExternalAuthorization(managerPrefix, config.StatPrefix)),
            EnabledShare = CompileShare(config, configPath),
            EnabledMetadata = CompileMetadata(config.FilterEnabledMetadata, configPath, report),
            DeniesWhenDisabled = config.DenyAtDisable?.DefaultValue ?? false,
            AllowsOnFailure = config.FailureModeAllow,
            MarksAllowedOnFailure = config.FailureModeAllowHeaderAdd,
            StatusOnError = (int)(config.StatusOnError?.Code ?? 0) is > 0 and var status ? status : 403,
            Body = CompileBody(config.WithRequestBody, configPath.Field("with_request_body"), report),
            ClearsRoute = config.ClearRouteCache,
            ValidatesChanges = config.ValidateMutations,
            TakesMetadata = config.EnableDynamicMetadataIngestion ?? true,
        };
    }

    /// <summary>Compiles what a route sets for the filter; null after mistakes.</summary>
    /// <param name="config">The <c>ExtAuthzPerRoute</c>.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="report">Takes what is found.</param>
    public static AuthorizationRouteSettings? CompileRoute(Any config, FieldPath path, CompileReport report)
    {
        if (ExtensionType.Unpack(config, ExtAuthzPerRoute.Parser, path, report) is not { } route)
        {
            return null;
        }

        switch (route.OverrideCase)
        {
            case ExtAuthzPerRoute.OverrideOneofCase.Disabled:
                if (!route.Disabled)
                {
                    report.Error(path.Field("disabled"), "found false, expected true or check_settings");
                }

                return new AuthorizationRouteSettings { IsDisabled = true };
            case ExtAuthzPerRoute.OverrideOneofCase.CheckSettings:
                CheckSettings settings = route.CheckSettings;
                FieldPath settingsPath = path.Field("check_settings");
                return new AuthorizationRouteSettings
                {
                    ContextExtensions =
                        [.. settings.ContextExtensions.OrderBy(each => each.Key, StringComparer.Ordinal)],
                    HidesBody = settings.DisableRequestBodyBuffering,
                    Body = CompileBody(
                        settings.WithRequestBody, settingsPath.Field("with_request_body"), report),
                };
            default:
                report.Error(path, "found neither disabled nor check_settings");
                return null;
        }
    }

    /// <summary>Compiles the condition under which the filter acts; null when there is none.</summary>
    /// <param name="matcher">The condition.</param>
    /// <param name="path">Where the filter's configuration stands.</param>
    /// <param name="report">Takes what is found.</param>
    public static MetadataCondition? CompileMetadata(
        Envoy.Type.Matcher.V3.MetadataMatcher? matcher, FieldPath path, CompileReport report)
    {
        if (matcher is null)
        {
            return null;
        }

        var errors = new List<ConfigurationError>();
        MetadataCondition? condition = MetadataCondition.Compile(matcher, "filter_enabled_metadata", errors);
        foreach (ConfigurationError error in errors)
        {
            report.Error(path.Field(error.FieldPath), error.Message);
        }

        return condition;
    }

    private AuthorizationService? CompileService(ExtAuthz config, FieldPath path)
    {
        HeaderSelection? allowed = _services.ReadHeaders(config.AllowedHeaders, path.Field("allowed_headers"));
        HeaderSelection? disallowed =
            _services.ReadHeaders(config.DisallowedHeaders, path.Field("disallowed_headers"));
        switch (config.ServicesCase)
        {
            case ExtAuthz.ServicesOneofCase.GrpcService:
                var options = new CheckRequestOptions
                {
                    AllowedHeaders = allowed,
                    DisallowedHeaders = disallowed,
                    IncludesPeerCertificate = config.IncludePeerCertificate,
                    IncludesTlsSession = config.IncludeTlsSession,
                    MetadataNamespaces = [.. config.MetadataContextNamespaces],
                };
                return _services.ReadGrpc(config.GrpcService, options, path.Field("grpc_service"));
            case ExtAuthz.ServicesOneofCase.HttpService:
                return _services.ReadHttp(config.HttpService, allowed, disallowed, path.Field("http_service"));
            default:
                report.Error(path, "found neither grpc_service nor http_service");
                return null;
        }
    }

    private RuntimeFraction? CompileShare(ExtAuthz config, FieldPath path)
    {
        report.Unimplemented(
            path.Field("filter_enabled"), "runtime_key", config.FilterEnabled is { RuntimeKey.Length: > 0 },
            "the default value holds");
        var errors = new List<ConfigurationError>();
        RuntimeFraction? share = RuntimeFraction.Compile(config.FilterEnabled, "filter_enabled", errors);
        foreach (ConfigurationError error in errors)
        {
            report.Error(path.Field(error.FieldPath), error.Message);
        }

        return share;
    }

    private static BodySettings? CompileBody(BufferSettings? settings, FieldPath path, CompileReport report)
    {
        if (settings is null)
        {
            return null;
        }

        if (settings.MaxRequestBytes is 0 or > int.MaxValue)
        {
            report.Error(
                path.Field("max_request_bytes"), $"found {settings.MaxRequestBytes}, expected 1 to {int.MaxValue}");
        }

        return new BodySettings(
            (int)Math.Min(settings.MaxRequestBytes, int.MaxValue),
            settings.AllowPartialMessage,
            settings.PackAsBytes);
    }
}
