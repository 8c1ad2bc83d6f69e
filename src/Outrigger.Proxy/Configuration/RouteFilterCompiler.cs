using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Configuration.ExternalAuthorization;
using Outrigger.Proxy.Configuration.Jwt;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Routing.Routes;
using RouteFilterConfig = Envoy.Config.Route.V3.FilterConfig;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles what a routing table sets for HTTP filters (<c>typed_per_filter_config</c>). It is found by the
/// filter's name, and what it is by its type, so that a table need not know the connection managers that use it.
/// </summary>
internal static class RouteFilterCompiler
{
    /// <summary>Compiles the settings of all routes of a table, each set once.</summary>
    public static void Compile(RouteTable table, FieldPath path, CompileReport report)
    {
        foreach (RouteEntry route in table.VirtualHosts.SelectMany(host => host.Routes))
        {
            Compile(route.FilterConfigs, path, report);
            foreach (var cluster in route.Forward?.WeightedClusters ?? [])
            {
                Compile(cluster.FilterConfigs, path, report);
            }
        }
    }

    private static void Compile(FilterConfigs configs, FieldPath path, CompileReport report)
    {
        if (configs.ByFilterName.Count == 0 || configs.Resolved is not null)
        {
            return;
        }

        var settings = new List<KeyValuePair<string, object>>();
        foreach ((string filterName, Any config) in configs.ByFilterName)
        {
            FieldPath configPath = path.Entry("typed_per_filter_config", filterName);
            if (Compile(config, isOptional: false, configPath, report) is { } compiled)
            {
                settings.Add(new(filterName, compiled));
            }
        }

        configs.Resolved = new RouteFilterSettings([.. settings]);
    }

    private static object? Compile(Any config, bool isOptional, FieldPath path, CompileReport report)
    {
        string type = ExtensionType.NameOf(config);
        switch (type)
        {
            case MessageNames.RouteFilterConfig:
                return CompileWrapped(config, path, report);
            case MessageNames.ExternalAuthorizationPerRoute:
                return ExternalAuthorizationCompiler.CompileRoute(config, path, report);
            case MessageNames.HttpAuthorizationPerRoute:
                return AuthorizationCompiler.CompileRoute(config, path, report);
            case MessageNames.JwtPerRouteConfig:
                return JwtAuthnCompiler.CompileRoute(config, path, report);
            default:
                string message = $"settings of type {type} are not implemented";
                if (isOptional || NoOpExtensions.Contains(type))
                {
                    report.Warning(path, $"{message}, they are left out");
                }
                else
                {
                    report.Error(path, message);
                }

                return null;
        }
    }

    private static object? CompileWrapped(Any config, FieldPath path, CompileReport report)
    {
        if (ExtensionType.Unpack(config, RouteFilterConfig.Parser, path, report) is not { } wrapped)
        {
            return null;
        }

        if (wrapped.Disabled)
        {
            return DisabledFilter.Instance;
        }

        // Settings that say nothing still enable a filter that is disabled elsewhere.
        return wrapped.Config is null
            ? EnabledFilter.Instance
            : Compile(wrapped.Config, wrapped.IsOptional, path.Field("config"), report);
    }
}
