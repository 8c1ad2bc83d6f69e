using System.Globalization;
using System.Text;
using Envoy.Admin.V3;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Xds.Contract.Json;
using EnvoyEndpointHealth = Envoy.Config.Core.V3.HealthStatus;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// <c>/clusters</c>: every cluster that serves, with its limits and endpoints, as text or JSON.
/// </summary>
internal sealed class ClustersCommand(ConfigurationManager manager, ControlGate gate)
{
    /// <summary>The command.</summary>
    public AdminCommand Command =>
        new("/clusters", "upstream cluster status (format=json)", IsMutation: false, Show);

    private AdminResponse Show(AdminRequest request)
    {
        List<ClusterEntry> entries =
            gate.Read(() => manager.Clusters.Entries.Where(entry => entry.Active is not null).ToList());
        if (request.Query.GetValueOrDefault("format") == "json")
        {
            var clusters = new Clusters();
            clusters.ClusterStatuses.Add(entries.Select(Status));
            return AdminResponse.OfJson(ProtoJsonWriter.ToJson(clusters, ProtoJsonOptions.Readable) + "\n");
        }

        var text = new StringBuilder();
        foreach (ClusterEntry entry in entries)
        {
            Append(text, entry);
        }

        return AdminResponse.Text(text.ToString());
    }

    private static void Append(StringBuilder text, ClusterEntry entry)
    {
        ClusterModel cluster = entry.Active!.Model;
        string name = cluster.Name;
        text.Append(
            CultureInfo.InvariantCulture, $"{name}::observability_name::{cluster.Stats.ClusterName}\n");
        Append(text, name, "default", cluster.DefaultLimits);
        Append(text, name, "high", cluster.HighPriorityLimits);
        text.Append(name).Append("::added_via_api::").Append(entry.IsStatic ? "false" : "true").Append('\n');
        if (entry.Active.Compiled.EdsName is { } edsName)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}::eds_service_name::{edsName}\n");
        }

        foreach (PriorityModel priority in cluster.Endpoints.Priorities)
        {
            foreach (LocalityModel locality in priority.Localities)
            {
                foreach (EndpointModel endpoint in locality.Endpoints)
                {
                    Append(text, $"{name}::{endpoint.Address}::", locality, endpoint);
                }
            }
        }
    }

    private static void Append(StringBuilder text, string name, string priority, CircuitBreakerLimits limits)
    {
        string prefix = $"{name}::{priority}_priority::";
        text.Append(CultureInfo.InvariantCulture, $"{prefix}max_connections::{limits.ConnectionsMax}\n");
        text.Append(
            CultureInfo.InvariantCulture, $"{prefix}max_pending_requests::{limits.PendingRequestsMax}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}max_requests::{limits.RequestsMax}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}max_retries::{limits.RetriesMax}\n");
    }

    private static void Append(
        StringBuilder text, string prefix, LocalityModel locality, EndpointModel endpoint)
    {
        EndpointStats stats = endpoint.Slot.Stats;
        for (int i = 0; i < stats.Schema.Count; i++)
        {
            text.Append(prefix).Append(stats.Schema.Names[i]).Append("::");
            text.Append(stats.Read((EndpointStat)i)).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{prefix}hostname::{endpoint.Hostname}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}health_flags::{HealthFlags(endpoint)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}weight::{endpoint.Weight}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}region::{locality.Region}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}zone::{locality.Zone}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}sub_zone::{locality.SubZone}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}canary::false\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}priority::{endpoint.Priority}\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}success_rate::-1\n");
        text.Append(CultureInfo.InvariantCulture, $"{prefix}local_origin_success_rate::-1\n");
    }

    private static string HealthFlags(EndpointModel endpoint) => endpoint.Health switch
    {
        EndpointHealth.Unhealthy => "/failed_eds_health",
        EndpointHealth.Degraded => "/degraded_eds_health",
        EndpointHealth.Draining => "/eds_status_draining",
        _ => "healthy",
    };

    private static ClusterStatus Status(ClusterEntry entry)
    {
        ClusterModel cluster = entry.Active!.Model;
        var status = new ClusterStatus
        {
            Name = cluster.Name,
            ObservabilityName = cluster.Stats.ClusterName,
            AddedViaApi = !entry.IsStatic,
            EdsServiceName = entry.Active.Compiled.EdsName ?? "",
            CircuitBreakers = new CircuitBreakers(),
        };
        status.CircuitBreakers.Thresholds.Add(Thresholds(RoutingPriority.Default, cluster.DefaultLimits));
        status.CircuitBreakers.Thresholds.Add(Thresholds(RoutingPriority.High, cluster.HighPriorityLimits));
        foreach (PriorityModel priority in cluster.Endpoints.Priorities)
        {
            foreach (LocalityModel locality in priority.Localities)
            {
                status.HostStatuses.Add(locality.Endpoints.Select(endpoint => Status(locality, endpoint)));
            }
        }

        return status;
    }

    private static CircuitBreakers.Types.Thresholds Thresholds(
        RoutingPriority priority, CircuitBreakerLimits limits) =>
        new()
        {
            Priority = priority,
            MaxConnections = limits.ConnectionsMax,
            MaxPendingRequests = limits.PendingRequestsMax,
            MaxRequests = limits.RequestsMax,
            MaxRetries = limits.RetriesMax,
        };

    private static HostStatus Status(LocalityModel locality, EndpointModel endpoint)
    {
        var status = new HostStatus
        {
            Address = AddressWriter.Write(endpoint.Address),
            Weight = endpoint.Weight,
            Hostname = endpoint.Hostname,
            Priority = (uint)endpoint.Priority,
            Locality =
                new Locality { Region = locality.Region, Zone = locality.Zone, SubZone = locality.SubZone },
            HealthStatus = new HostHealthStatus
            {
                EdsHealthStatus = endpoint.ReportedHealth == EnvoyEndpointHealth.Unknown
                    ? EnvoyEndpointHealth.Healthy
                    : endpoint.ReportedHealth,
            },
        };
        EndpointStats stats = endpoint.Slot.Stats;
        for (int i = 0; i < stats.Schema.Count; i++)
        {
            status.Stats.Add(new SimpleMetric
            {
                Name = stats.Schema.Names[i],
                Type = stats.Schema.Kinds[i] == StatKind.Gauge
                    ? SimpleMetric.Types.Type.Gauge
                    : SimpleMetric.Types.Type.Counter,
                Value = (ulong)Math.Max(0, stats.Read((EndpointStat)i)),
            });
        }

        return status;
    }
}
