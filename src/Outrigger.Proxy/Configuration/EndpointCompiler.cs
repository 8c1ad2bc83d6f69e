using System.Collections.Immutable;
using Envoy.Config.Core.V3;
using Envoy.Config.Endpoint.V3;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.config.endpoint.v3.ClusterLoadAssignment</c>.</summary>
internal sealed class EndpointCompiler
{
    private const int PriorityMax = 128;

    private readonly CompileReport _report;
    private readonly AddressReader _addresses;
    private readonly bool _takesNames;

    private EndpointCompiler(CompileReport report, bool takesNames)
    {
        _report = report;
        _addresses = new AddressReader(report);
        _takesNames = takesNames;
    }

    /// <summary>Compiles a load assignment. With errors in the report the plan is not to be used.</summary>
    /// <param name="assignment">The load assignment.</param>
    /// <param name="takesNames">Whether addresses are names to look up (STRICT_DNS, LOGICAL_DNS).</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="report">Takes what is found.</param>
    public static EndpointPlan Compile(
        ClusterLoadAssignment assignment, bool takesNames, FieldPath path, CompileReport report) =>
        new EndpointCompiler(report, takesNames).Compile(assignment, path);

    private EndpointPlan Compile(ClusterLoadAssignment assignment, FieldPath path)
    {
        new FieldReader(_report).RequireName(assignment.ClusterName, path, "cluster_name");
        var localities = ImmutableArray.CreateBuilder<LocalityPlan>(assignment.Endpoints.Count);
        for (int i = 0; i < assignment.Endpoints.Count; i++)
        {
            localities.Add(CompileLocality(assignment, assignment.Endpoints[i], path.Item("endpoints", i)));
        }

        RequirePrioritiesWithoutGaps(localities, path);
        return new EndpointPlan(
            localities.MoveToImmutable(), CompilePolicy(assignment.Policy, path.Field("policy")));
    }

    private LocalityPlan CompileLocality(
        ClusterLoadAssignment assignment, LocalityLbEndpoints locality, FieldPath path)
    {
        if (locality.Priority > PriorityMax)
        {
            _report.Error(path.Field("priority"), $"found {locality.Priority}, expected 0 to {PriorityMax}");
        }

        _report.Unimplemented(path, "proximity", locality.Proximity is not null);
        var entries = ImmutableArray.CreateBuilder<EndpointPlanEntry>(locality.LbEndpoints.Count);
        for (int i = 0; i < locality.LbEndpoints.Count; i++)
        {
            FieldPath endpointPath = path.Item("lb_endpoints", i);
            if (CompileEndpoint(assignment, locality.LbEndpoints[i], endpointPath) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return new LocalityPlan(
            locality.Locality?.Region ?? "",
            locality.Locality?.Zone ?? "",
            locality.Locality?.SubZone ?? "",
            (int)Math.Min(locality.Priority, PriorityMax),
            locality.LoadBalancingWeight ?? 0,
            entries.ToImmutable());
    }

    private EndpointPlanEntry? CompileEndpoint(
        ClusterLoadAssignment assignment, LbEndpoint endpoint, FieldPath path)
    {
        (Endpoint? place, FieldPath placePath) = FindPlace(assignment, endpoint, path);
        if (place is null)
        {
            return null;
        }

        if (endpoint.LoadBalancingWeight == 0)
        {
            _report.Error(path.Field("load_balancing_weight"), "found 0, expected 1 or more");
        }

        var entry = new EndpointPlanEntry
        {
            Hostname = place.Hostname,
            Weight = endpoint.LoadBalancingWeight ?? 1,
            Health = HealthOf(endpoint.HealthStatus),
            ReportedHealth = endpoint.HealthStatus,
            FilterMetadata = endpoint.Metadata is { FilterMetadata.Count: > 0 } metadata
                ? metadata.FilterMetadata
                : null,
        };
        return WithAddress(entry, place, placePath.Field("address"));
    }

    private EndpointPlanEntry? WithAddress(EndpointPlanEntry entry, Endpoint place, FieldPath path)
    {
        if (_takesNames && place.Address?.AddressCase == Address.AddressOneofCase.SocketAddress)
        {
            (string Host, int Port)? host = _addresses.ReadHost(place.Address, path);
            return host is null ? null : entry with { DnsName = host.Value.Host, DnsPort = host.Value.Port };
        }

        NetworkAddress? address = _addresses.Read(place.Address, path);
        if (address is { UnixPath: null, Port: 0 })
        {
            _report.Error(path.Field("socket_address").Field("port_value"), "found 0, expected 1 to 65535");
        }

        return address is null ? null : entry with { Address = address };
    }

    private (Endpoint? Place, FieldPath Path) FindPlace(
        ClusterLoadAssignment assignment, LbEndpoint endpoint, FieldPath path)
    {
        switch (endpoint.HostIdentifierCase)
        {
            case LbEndpoint.HostIdentifierOneofCase.Endpoint:
                return (endpoint.Endpoint, path.Field("endpoint"));
            case LbEndpoint.HostIdentifierOneofCase.EndpointName
                when assignment.NamedEndpoints.TryGetValue(endpoint.EndpointName, out Endpoint? named):
                return (named, path.Field("endpoint_name"));
            case LbEndpoint.HostIdentifierOneofCase.EndpointName:
                string message = $"found \"{endpoint.EndpointName}\", expected a name from named_endpoints";
                _report.Error(path.Field("endpoint_name"), message);
                return (null, path);
            default:
                _report.Error(path, "found neither endpoint nor endpoint_name");
                return (null, path);
        }
    }

    private int CompilePolicy(ClusterLoadAssignment.Types.Policy? policy, FieldPath path)
    {
        if (policy is null)
        {
            return EndpointPlan.Empty.OverprovisioningPercent;
        }

        _report.Unimplemented(path, "drop_overloads", policy.DropOverloads.Count > 0);
        _report.Unimplemented(path, "endpoint_stale_after", policy.EndpointStaleAfter is not null);
        _report.Unimplemented(path, "weighted_priority_health", policy.WeightedPriorityHealth);
        if (policy.OverprovisioningFactor == 0)
        {
            _report.Error(path.Field("overprovisioning_factor"), "found 0, expected 1 or more");
        }

        return FieldReader.Number(policy.OverprovisioningFactor, EndpointPlan.Empty.OverprovisioningPercent);
    }

    private void RequirePrioritiesWithoutGaps(IEnumerable<LocalityPlan> localities, FieldPath path)
    {
        int[] priorities = [.. localities.Select(locality => locality.Priority).Distinct().Order()];
        for (int i = 0; i < priorities.Length; i++)
        {
            if (priorities[i] != i)
            {
                _report.Error(path.Field("endpoints"),
                    $"priority {i} has no locality, expected priorities without gaps");
                return;
            }
        }
    }

    private static EndpointHealth HealthOf(HealthStatus status) => status switch
    {
        HealthStatus.Unhealthy or HealthStatus.Timeout => EndpointHealth.Unhealthy,
        HealthStatus.Draining => EndpointHealth.Draining,
        HealthStatus.Degraded => EndpointHealth.Degraded,
        _ => EndpointHealth.Healthy,
    };
}
