using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery.Generation;

namespace Outrigger.Discovery.Transport;

/// <summary>Where proxies get secrets from, by the names that Istio gives them.</summary>
internal static class SecretSources
{
    /// <summary>The name of a workload's own certificate and key.</summary>
    public const string OwnCertificateName = "default";

    /// <summary>The name of the mesh's roots.</summary>
    public const string MeshRootsName = "ROOTCA";

    /// <summary>The cluster of what keeps a workload's identity: the proxy itself, or an agent beside it.</summary>
    private const string IdentityCluster = "sds-grpc";

    /// <summary>The workload's own certificate and key.</summary>
    public static SdsSecretConfig OwnCertificate() => OfIdentity(OwnCertificateName);

    /// <summary>The roots that the mesh trusts.</summary>
    public static SdsSecretConfig MeshRoots() => OfIdentity(MeshRootsName);

    /// <summary>A secret that the control plane serves to those who may read it.</summary>
    public static SdsSecretConfig Served(string name) => new() { Name = name, SdsConfig = Pack.Ads() };

    // A secret is waited for as long as it takes: without it there is nothing to speak TLS with.
    private static SdsSecretConfig OfIdentity(string name) => new()
    {
        Name = name,
        SdsConfig = new ConfigSource
        {
            ApiConfigSource = new ApiConfigSource
            {
                ApiType = ApiConfigSource.Types.ApiType.Grpc,
                TransportApiVersion = ApiVersion.V3,
                SetNodeOnFirstMessageOnly = true,
                GrpcServices =
                {
                    new GrpcService
                    {
                        EnvoyGrpc = new GrpcService.Types.EnvoyGrpc { ClusterName = IdentityCluster },
                    },
                },
            },
            InitialFetchTimeout = new Duration(),
            ResourceApiVersion = ApiVersion.V3,
        },
    };
}
