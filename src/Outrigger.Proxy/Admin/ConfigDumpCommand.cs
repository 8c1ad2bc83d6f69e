using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Outrigger.Proxy.Dynamic;
using Outrigger.Xds;
using Outrigger.Xds.Contract.Json;
using Outrigger.Xds.Contract.Schema;
using Any = Google.Protobuf.WellKnownTypes.Any;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// <c>/config_dump</c>: everything the proxy is configured with. <c>resource</c> names one list of it
/// (<c>dynamic_listeners</c>), <c>name_regex</c> chooses by name, <c>include_eds</c> adds endpoints.
/// </summary>
internal sealed class ConfigDumpCommand(
    ConfigDumpBuilder builder, ControlGate gate, UnimplementedFieldLog unimplemented)
{
    /// <summary>The command.</summary>
    public AdminCommand Command => new(
        "/config_dump", "dump current configs (resource=…, name_regex=…, include_eds)", IsMutation: false,
        Dump);

    private AdminResponse Dump(AdminRequest request)
    {
        if (!RegexParameter.TryRead(request, "name_regex", out Regex? names))
        {
            return AdminResponse.BadRequest("Error while parsing name_regex from /config_dump");
        }

        if (request.Query.ContainsKey("mask"))
        {
            return AdminResponse.BadRequest("mask is not implemented; resource chooses one list");
        }

        bool includesEndpoints = request.Query.ContainsKey("include_eds");
        List<IMessage> parts = gate.Read(() => Parts(includesEndpoints));
        if (request.Query.TryGetValue("resource", out string? resource))
        {
            // As in Envoy, the elements of one list are the configs then.
            IEnumerable<IMessage>? list = parts
                .Select(part => ListOf(part, resource))
                .FirstOrDefault(each => each is not null);
            return list is null
                ? new AdminResponse(404, $"{resource} not found in config dump\n")
                : AdminResponse.OfJson(
                    Write([.. list.Where(item => IsWanted(item, names))], withFields: false));
        }

        if (names is not null)
        {
            foreach (IMessage part in parts)
            {
                RemoveUnwanted(part, names);
            }
        }

        return AdminResponse.OfJson(Write(parts, withFields: true));
    }

    private List<IMessage> Parts(bool includesEndpoints)
    {
        List<IMessage> parts = [builder.Bootstrap(), builder.Clusters()];
        if (includesEndpoints)
        {
            parts.Add(builder.Endpoints());
        }

        parts.Add(builder.Listeners());
        parts.Add(builder.Routes());
        return parts;
    }

    private string Write(IReadOnlyList<IMessage> configs, bool withFields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options =
            new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteStartArray("configs");
            foreach (IMessage config in configs)
            {
                ProtoJsonWriter.Write(
                    json, Packed(config).ToByteArray(), TypeRegistry.Of(typeof(Any)), ProtoJsonOptions.Redacted);
            }

            json.WriteEndArray();
            if (withFields)
            {
                WriteUnimplemented(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static Any Packed(IMessage config) => new()
    {
        TypeUrl = TypeUrl.Of(TypeRegistry.Of(config.GetType())).Value,
        Value = config.ToByteString(),
    };

    // Not in Envoy's dump: what of the configuration has no effect here.
    private void WriteUnimplemented(Utf8JsonWriter json)
    {
        json.WriteStartArray("unimplemented_fields");
        foreach ((string kind, string example) in unimplemented.Kinds)
        {
            json.WriteStartObject();
            json.WriteString("field", kind);
            json.WriteString("first_seen", example);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<IMessage>? ListOf(IMessage part, string resource) => (part, resource) switch
    {
        (Envoy.Admin.V3.ClustersConfigDump clusters, "static_clusters") => clusters.StaticClusters,
        (Envoy.Admin.V3.ClustersConfigDump clusters, "dynamic_active_clusters") =>
            clusters.DynamicActiveClusters,
        (Envoy.Admin.V3.ClustersConfigDump clusters, "dynamic_warming_clusters") =>
            clusters.DynamicWarmingClusters,
        (Envoy.Admin.V3.ListenersConfigDump listeners, "static_listeners") => listeners.StaticListeners,
        (Envoy.Admin.V3.ListenersConfigDump listeners, "dynamic_listeners") => listeners.DynamicListeners,
        (Envoy.Admin.V3.RoutesConfigDump routes, "static_route_configs") => routes.StaticRouteConfigs,
        (Envoy.Admin.V3.RoutesConfigDump routes, "dynamic_route_configs") => routes.DynamicRouteConfigs,
        (Envoy.Admin.V3.EndpointsConfigDump endpoints, "dynamic_endpoint_configs") =>
            endpoints.DynamicEndpointConfigs,
        (Envoy.Admin.V3.EndpointsConfigDump endpoints, "static_endpoint_configs") =>
            endpoints.StaticEndpointConfigs,
        (Envoy.Admin.V3.BootstrapConfigDump bootstrap, "bootstrap") => [bootstrap],
        _ => null,
    };

    private static void RemoveUnwanted(IMessage part, Regex names)
    {
        switch (part)
        {
            case Envoy.Admin.V3.ClustersConfigDump clusters:
                Filter(clusters.StaticClusters, names);
                Filter(clusters.DynamicActiveClusters, names);
                Filter(clusters.DynamicWarmingClusters, names);
                break;
            case Envoy.Admin.V3.ListenersConfigDump listeners:
                Filter(listeners.StaticListeners, names);
                Filter(listeners.DynamicListeners, names);
                break;
            case Envoy.Admin.V3.RoutesConfigDump routes:
                Filter(routes.StaticRouteConfigs, names);
                Filter(routes.DynamicRouteConfigs, names);
                break;
            case Envoy.Admin.V3.EndpointsConfigDump endpoints:
                Filter(endpoints.DynamicEndpointConfigs, names);
                break;
        }
    }

    private static void Filter<T>(RepeatedField<T> items, Regex names)
        where T : IMessage
    {
        for (int i = items.Count - 1; i >= 0; i--)
        {
            if (!IsWanted(items[i], names))
            {
                items.RemoveAt(i);
            }
        }
    }

    private static bool IsWanted(IMessage item, Regex? names) => names is null || names.IsMatch(NameOf(item));

    private static string NameOf(IMessage item) => item switch
    {
        Envoy.Admin.V3.ClustersConfigDump.Types.StaticCluster each => ClusterName(each.Cluster),
        Envoy.Admin.V3.ClustersConfigDump.Types.DynamicCluster each =>
            ClusterName(each.Cluster ?? each.ErrorState?.FailedConfiguration),
        Envoy.Admin.V3.ListenersConfigDump.Types.StaticListener each =>
            Envoy.Config.Listener.V3.Listener.Parser.ParseFrom(each.Listener.Value).Name,
        Envoy.Admin.V3.ListenersConfigDump.Types.DynamicListener each => each.Name,
        Envoy.Admin.V3.RoutesConfigDump.Types.StaticRouteConfig each => RouteName(each.RouteConfig),
        Envoy.Admin.V3.RoutesConfigDump.Types.DynamicRouteConfig each => RouteName(each.RouteConfig),
        Envoy.Admin.V3.EndpointsConfigDump.Types.DynamicEndpointConfig { EndpointConfig: { } config } =>
            Envoy.Config.Endpoint.V3.ClusterLoadAssignment.Parser.ParseFrom(config.Value).ClusterName,
        _ => "",
    };

    private static string ClusterName(Any? cluster) =>
        cluster is null ? "" : Envoy.Config.Cluster.V3.Cluster.Parser.ParseFrom(cluster.Value).Name;

    private static string RouteName(Any? routes) =>
        routes is null ? "" : Envoy.Config.Route.V3.RouteConfiguration.Parser.ParseFrom(routes.Value).Name;
}
