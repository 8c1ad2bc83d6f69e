using Envoy.Extensions.Filters.Network.ExtAuthz.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Http.Filters.ExternalAuthorization;
using Outrigger.Proxy.Tcp.ExternalAuthorization;

namespace Outrigger.Proxy.Configuration.ExternalAuthorization;

/// <summary>Compiles <c>envoy.extensions.filters.network.ext_authz.v3.ExtAuthz</c>.</summary>
internal static class NetworkExternalAuthorizationCompiler
{
    /// <summary>The filter; null after mistakes, which are then in the report.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="environment">What the model is bound to.</param>
    /// <param name="report">Takes what is found.</param>
    public static NetworkExternalAuthorizationFilter? Compile(
        Any config, FieldPath path, CompileEnvironment environment, CompileReport report)
    {
        if (ExtensionType.Unpack(config, ExtAuthz.Parser, path, report) is not { } filter)
        {
            return null;
        }

        new FieldReader(report).RequireName(filter.StatPrefix, path, "stat_prefix");
        var services = new AuthorizationServiceReader(environment, report);
        services.RequireVersion3(filter.TransportApiVersion, path);
        var options = new CheckRequestOptions
        {
            IncludesPeerCertificate = filter.IncludePeerCertificate,
            IncludesTlsSession = filter.IncludeTlsSession,
        };
        GrpcAuthorizationService? service =
            services.ReadGrpc(filter.GrpcService, options, path.Field("grpc_service"));
        return service is null ? null : new NetworkExternalAuthorizationFilter
        {
            Service = service,
            Stats = new NetworkExternalAuthorizationStats(environment.Stats, filter.StatPrefix),
            EnabledMetadata =
                ExternalAuthorizationCompiler.CompileMetadata(filter.FilterEnabledMetadata, path, report),
            AllowsOnFailure = filter.FailureModeAllow,
        };
    }
}
