using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.PeerMetadata;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles <c>io.istio.http.peer_metadata.Config</c>, which Istio's control planes send as a free document.
/// </summary>
internal sealed class PeerMetadataCompiler(CompileEnvironment environment, CompileReport report)
{
    private const string Headers = "istio_headers";

    /// <summary>The filter.</summary>
    /// <param name="filter">The filter's entry in the connection manager.</param>
    /// <param name="path">Where the entry stands.</param>
    public PeerMetadataFilter Compile(HttpFilter filter, FieldPath path)
    {
        FieldPath configPath = path.Field("typed_config");
        Struct config = ExtensionType.DocumentOf(filter.TypedConfig, configPath, report) ?? new Struct();
        foreach (string field in config.Fields.Keys.Order(StringComparer.Ordinal))
        {
            // Neither additional labels nor what is shared with other filter chains has a reader here.
            report.Unimplemented(configPath, field, field is "shared_with_upstream" or "additional_labels");
            if (field is not ("downstream_discovery" or "upstream_discovery" or "downstream_propagation"
                or "upstream_propagation" or "shared_with_upstream" or "additional_labels"))
            {
                report.Error(configPath.Field(field), "the field is unknown");
            }
        }

        return new PeerMetadataFilter(filter.Name, environment.Workload)
        {
            IsDisabled = filter.Disabled,
            DiscoversDownstream = MethodOf(config, "downstream_discovery", configPath) is not null,
            DiscoversUpstream = MethodOf(config, "upstream_discovery", configPath) is not null,
            PropagatesDownstream = MethodOf(config, "downstream_propagation", configPath) is not null,
            PropagatesUpstream = MethodOf(config, "upstream_propagation", configPath) is not null,
            SkipsExternal = MethodOf(config, "upstream_propagation", configPath: null) is { } headers
                && headers.Fields.TryGetValue("skip_external_clusters", out Value? skips) && skips.BoolValue,
        };
    }

    /// <summary>The settings of the exchange by headers in a list of methods; null when they are not there.</summary>
    private Struct? MethodOf(Struct config, string field, FieldPath? configPath)
    {
        if (!config.Fields.TryGetValue(field, out Value? list))
        {
            return null;
        }

        Struct? found = null;
        foreach ((string method, Value settings) in list.ListValue?.Values
            .SelectMany(item => item.StructValue?.Fields ?? []) ?? [])
        {
            if (method == Headers)
            {
                found = settings.StructValue ?? new Struct();
            }
            else if (configPath is not null)
            {
                // The workloads that ambient proxies learn of are not known to a sidecar.
                report.Unimplemented(configPath.Field(field), method, isSet: true);
            }
        }

        return found;
    }
}
