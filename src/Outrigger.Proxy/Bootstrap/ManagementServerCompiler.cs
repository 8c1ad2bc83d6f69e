using System.Globalization;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Proxy.Configuration;
using Outrigger.Xds;
using ApiType = Envoy.Config.Core.V3.ApiConfigSource.Types.ApiType;
using BootstrapMessage = Envoy.Config.Bootstrap.V3.Bootstrap;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>
/// Finds the management server that <c>ads_config</c> names: a static cluster, or a gRPC target.
/// </summary>
internal sealed class ManagementServerCompiler(BootstrapMessage bootstrap, CompileReport report)
{
    /// <summary>The management server; null after mistakes.</summary>
    public ManagementServer? Compile(ApiConfigSource source, FieldPath path)
    {
        XdsVariant? variant = source.ApiType switch
        {
            ApiType.Grpc => XdsVariant.StateOfTheWorld,
            ApiType.DeltaGrpc => XdsVariant.Delta,
            _ => null,
        };
        if (variant is null)
        {
            report.Error(path.Field("api_type"), "expected GRPC or DELTA_GRPC");
        }

        if (source.TransportApiVersion is not (ApiVersion.V3 or ApiVersion.Auto))
        {
            report.Error(path.Field("transport_api_version"), "expected V3");
        }

        report.Unimplemented(path, "cluster_names", source.ClusterNames.Count > 0, "grpc_services is used");
        if (source.GrpcServices.Count != 1)
        {
            report.Error(
                path.Field("grpc_services"), $"found {source.GrpcServices.Count}, expected exactly one");
            return null;
        }

        IReadOnlyList<ManagementTarget> targets = FindTargets(
            source.GrpcServices[0], path.Item("grpc_services", 0));
        string? cluster = source.GrpcServices[0].EnvoyGrpc?.ClusterName;
        return variant is null || targets.Count == 0 ? null : new ManagementServer(variant.Value, targets, cluster);
    }

    /// <summary>Where the endpoints of a static cluster are; empty after mistakes.</summary>
    public IReadOnlyList<ManagementTarget> FindCluster(string name, FieldPath path)
    {
        Cluster? cluster = bootstrap.StaticResources?.Clusters.FirstOrDefault(each => each.Name == name);
        if (cluster is null)
        {
            report.Error(path, $"no static cluster is named \"{name}\"");
            return [];
        }

        ManagementTarget[] targets = [.. (cluster.LoadAssignment?.Endpoints ?? [])
            .SelectMany(locality => locality.LbEndpoints)
            .Select(endpoint => Target(endpoint.Endpoint?.Address))
            .OfType<ManagementTarget>()];
        if (targets.Length == 0)
        {
            report.Error(path, $"the cluster \"{name}\" has no endpoints in its load_assignment");
        }

        return targets;
    }

    private IReadOnlyList<ManagementTarget> FindTargets(GrpcService service, FieldPath path)
    {
        report.Unimplemented(path, "timeout", service.Timeout is not null, "the stream has no time limit");
        switch (service.TargetSpecifierCase)
        {
            case GrpcService.TargetSpecifierOneofCase.EnvoyGrpc:
                FieldPath grpcPath = path.Field("envoy_grpc");
                report.Unimplemented(grpcPath, "authority", service.EnvoyGrpc.Authority.Length > 0);
                return FindCluster(service.EnvoyGrpc.ClusterName, grpcPath.Field("cluster_name"));
            case GrpcService.TargetSpecifierOneofCase.GoogleGrpc:
                return ParseUri(service.GoogleGrpc.TargetUri, path.Field("google_grpc").Field("target_uri"));
            default:
                report.Error(path, "found neither envoy_grpc nor google_grpc");
                return [];
        }
    }

    private static ManagementTarget? Target(Address? address) => address?.AddressCase switch
    {
        Address.AddressOneofCase.SocketAddress =>
            new ManagementTarget(
                address.SocketAddress.Address, (int)address.SocketAddress.PortValue, UnixPath: null),
        Address.AddressOneofCase.Pipe => new ManagementTarget("", 0, address.Pipe.Path),
        _ => null,
    };

    // gRPC's names of targets: unix:/path, dns:///host:port or just host:port.
    private IReadOnlyList<ManagementTarget> ParseUri(string uri, FieldPath path)
    {
        if (uri.StartsWith("unix:", StringComparison.Ordinal))
        {
            return [new ManagementTarget("", 0, uri["unix:".Length..].Replace("///", "/"))];
        }

        string authority = uri.StartsWith("dns:", StringComparison.Ordinal)
            ? uri[(uri.LastIndexOf('/') + 1)..]
            : uri;
        int colon = authority.LastIndexOf(':');
        bool isPort = int.TryParse(
            authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port);
        if (colon > 0 && isPort && port is > 0 and <= ushort.MaxValue)
        {
            return [new ManagementTarget(authority[..colon].Trim('[', ']'), port, UnixPath: null)];
        }

        report.Error(path, $"found \"{uri}\", expected host:port, dns:///host:port or unix:path");
        return [];
    }
}
