using Envoy.Admin.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Dynamic;
using Outrigger.Xds;
using BootstrapMessage = Envoy.Config.Bootstrap.V3.Bootstrap;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// Makes <c>envoy.admin.v3.ConfigDump</c>'s parts from what the managers hold. To be used inside the control
/// gate.
/// </summary>
internal sealed class ConfigDumpBuilder(
    ConfigurationManager manager, BootstrapMessage bootstrap, DateTimeOffset startedAt)
{
    /// <summary>What the program started with.</summary>
    public BootstrapConfigDump Bootstrap() => new()
    {
        Bootstrap = bootstrap,
        LastUpdated = Timestamp.FromDateTimeOffset(startedAt),
    };

    /// <summary>The clusters.</summary>
    public ClustersConfigDump Clusters()
    {
        var dump = new ClustersConfigDump { VersionInfo = manager.Clusters.Version };
        foreach (ClusterEntry entry in manager.Clusters.Entries)
        {
            if (entry.IsStatic)
            {
                RawResource raw = entry.Accepted!.Raw;
                dump.StaticClusters.Add(new ClustersConfigDump.Types.StaticCluster
                {
                    Cluster = raw.ToAny(TypeUrl.Cluster),
                    LastUpdated = Time(raw),
                });
                continue;
            }

            if (entry.Active is { } active)
            {
                dump.DynamicActiveClusters.Add(
                    Cluster(active.Raw, entry.Warming is null ? entry.Rejected : null));
            }

            if (entry.Warming is not null || entry.Active is null)
            {
                dump.DynamicWarmingClusters.Add(Cluster(entry.Warming?.Raw, entry.Rejected));
            }
        }

        return dump;
    }

    /// <summary>The listeners.</summary>
    public ListenersConfigDump Listeners()
    {
        var dump = new ListenersConfigDump { VersionInfo = manager.Listeners.Version };
        foreach (ListenerEntry entry in manager.Listeners.Entries)
        {
            if (entry.IsStatic)
            {
                RawResource raw = entry.Accepted!.Raw;
                dump.StaticListeners.Add(new ListenersConfigDump.Types.StaticListener
                {
                    Listener = raw.ToAny(TypeUrl.Listener),
                    LastUpdated = Time(raw),
                });
                continue;
            }

            dump.DynamicListeners.Add(new ListenersConfigDump.Types.DynamicListener
            {
                Name = entry.Name,
                ActiveState = State(entry.Active),
                WarmingState = State(entry.Warming),
                ErrorState = Failure(entry.Rejected, TypeUrl.Listener),
                ClientStatus = Status(entry.Accepted?.Raw, entry.Rejected),
            });
        }

        return dump;
    }

    /// <summary>The routing tables.</summary>
    public RoutesConfigDump Routes()
    {
        var dump = new RoutesConfigDump();
        foreach (ListenerEntry entry in manager.Listeners.Entries.Where(entry => entry.Accepted is not null))
        {
            foreach (var source in entry.Accepted!.Compiled.Routes.Where(source => source.Inline is not null))
            {
                dump.StaticRouteConfigs.Add(new RoutesConfigDump.Types.StaticRouteConfig
                {
                    RouteConfig = new Any
                    {
                        TypeUrl = TypeUrl.RouteConfiguration.Value,
                        Value = source.Inline.ToByteString(),
                    },
                    LastUpdated = Time(entry.Accepted.Raw),
                });
            }
        }

        foreach (RouteEntry entry in manager.Routes.Entries.Values)
        {
            dump.DynamicRouteConfigs.Add(new RoutesConfigDump.Types.DynamicRouteConfig
            {
                VersionInfo = entry.Raw?.Version ?? "",
                RouteConfig = entry.Raw?.ToAny(TypeUrl.RouteConfiguration),
                LastUpdated = entry.Raw is null ? null : Time(entry.Raw),
                ErrorState = Failure(entry.Rejected, TypeUrl.RouteConfiguration),
                ClientStatus = Status(entry.Raw, entry.Rejected),
            });
        }

        return dump;
    }

    /// <summary>The endpoints.</summary>
    public EndpointsConfigDump Endpoints()
    {
        var dump = new EndpointsConfigDump();
        foreach (EndpointEntry entry in manager.Endpoints.Entries.Values)
        {
            dump.DynamicEndpointConfigs.Add(new EndpointsConfigDump.Types.DynamicEndpointConfig
            {
                VersionInfo = entry.Raw?.Version ?? "",
                EndpointConfig = entry.Raw?.ToAny(TypeUrl.ClusterLoadAssignment),
                LastUpdated = entry.Raw is null ? null : Time(entry.Raw),
                ErrorState = Failure(entry.Rejected, TypeUrl.ClusterLoadAssignment),
                ClientStatus = Status(entry.Raw, entry.Rejected),
            });
        }

        return dump;
    }

    private static ClustersConfigDump.Types.DynamicCluster Cluster(
        RawResource? raw, RejectedResource? rejected) => new()
    {
        VersionInfo = raw?.Version ?? "",
        Cluster = raw?.ToAny(TypeUrl.Cluster),
        LastUpdated = raw is null ? null : Time(raw),
        ErrorState = Failure(rejected, TypeUrl.Cluster),
        ClientStatus = Status(raw, rejected),
    };

    private static ListenersConfigDump.Types.DynamicListenerState? State(ListenerInstance? instance) =>
        instance is null
            ? null
            : new ListenersConfigDump.Types.DynamicListenerState
            {
                VersionInfo = instance.Raw.Version,
                Listener = instance.Raw.ToAny(TypeUrl.Listener),
                LastUpdated = Time(instance.Raw),
            };

    private static UpdateFailureState? Failure(RejectedResource? rejected, TypeUrl type) =>
        rejected is null
            ? null
            : new UpdateFailureState
            {
                FailedConfiguration = rejected.Resource.ToAny(type),
                LastUpdateAttempt = Time(rejected.Resource),
                Details = rejected.Details,
                VersionInfo = rejected.Resource.Version,
            };

    private static ClientResourceStatus Status(RawResource? accepted, RejectedResource? rejected) =>
        rejected is not null ? ClientResourceStatus.Nacked
        : accepted is not null ? ClientResourceStatus.Acked
        : ClientResourceStatus.Requested;

    private static Timestamp Time(RawResource raw) => Timestamp.FromDateTimeOffset(raw.ReceivedAt);
}
