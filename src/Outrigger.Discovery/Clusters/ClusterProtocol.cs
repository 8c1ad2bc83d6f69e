using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Discovery.Listeners;
using Outrigger.Discovery.Proxies;
using Outrigger.Discovery.Registry;
using HttpProtocolOptions = Envoy.Extensions.Upstreams.Http.V3.HttpProtocolOptions;

namespace Outrigger.Discovery.Clusters;

/// <summary>Which version of HTTP a cluster's endpoints are spoken to, by what their port declares.</summary>
internal static class ClusterProtocol
{
    private const string OptionsName = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    /// <summary>
    /// Declares the version: HTTP/2 where the port says so, the client's own where the protocol is detected. Endpoints
    /// of ports that say plain <c>http</c> may know HTTP/1.1 only, which needs no declaration.
    /// </summary>
    public static void Apply(Cluster cluster, Protocol protocol, ProxyType proxy)
    {
        var http2 = proxy == ProxyType.Gateway ? EdgeProfile.Http2() : new Http2ProtocolOptions();
        var options = protocol switch
        {
            Protocol.Http2 or Protocol.Grpc or Protocol.GrpcWeb => new HttpProtocolOptions
            {
                ExplicitHttpConfig = new HttpProtocolOptions.Types.ExplicitHttpConfig { Http2ProtocolOptions = http2 },
            },
            Protocol.Unknown => new HttpProtocolOptions
            {
                UseDownstreamProtocolConfig = new HttpProtocolOptions.Types.UseDownstreamHttpConfig
                {
                    HttpProtocolOptions = new Http1ProtocolOptions(),
                    Http2ProtocolOptions = http2,
                },
            },
            _ => null,
        };
        if (options is not null) cluster.TypedExtensionProtocolOptions[OptionsName] = Pack.Any(options);
    }

    /// <summary>
    /// Makes connections ask for the name of the host that their request is for, and check the certificate for it.
    /// </summary>
    /// <param name="cluster">The cluster, its protocol declared.</param>
    /// <param name="checksHost">Whether the certificate must be for that host.</param>
    public static void AskForHost(Cluster cluster, bool checksHost)
    {
        var options = cluster.TypedExtensionProtocolOptions.TryGetValue(OptionsName, out var known)
            ? known.Unpack<HttpProtocolOptions>()
            : new HttpProtocolOptions
            {
                ExplicitHttpConfig = new HttpProtocolOptions.Types.ExplicitHttpConfig
                {
                    HttpProtocolOptions = new Http1ProtocolOptions(),
                },
            };
        options.UpstreamHttpProtocolOptions = new UpstreamHttpProtocolOptions
        {
            AutoSni = true,
            AutoSanValidation = checksHost,
        };
        cluster.TypedExtensionProtocolOptions[OptionsName] = Pack.Any(options);
    }
}
