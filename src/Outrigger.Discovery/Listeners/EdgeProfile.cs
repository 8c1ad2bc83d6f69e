using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Discovery.Generation;
using Outrigger.Resources.MeshConfigs;
using CertificateDetails = Envoy.Extensions.Filters.Network.HttpConnectionManager.V3.HttpConnectionManager.Types
    .ForwardClientCertDetails;

namespace Outrigger.Discovery.Listeners;

/// <summary>
/// What a gateway gets beyond a sidecar, because anybody may connect to it: the values of Envoy's guide for edge
/// proxies. A request as a whole has no time limit, which the guide gives it too, for a stream may live as long as
/// its ends like; but it may not be silent for long.
/// </summary>
internal static class EdgeProfile
{
    /// <summary>Bytes that may wait on a connection before its peer is not read any more.</summary>
    private const uint ConnectionBufferBytes = 32 * 1024;

    private const uint ConcurrentStreamsMax = 100;
    private const uint StreamWindowBytes = 64 * 1024;
    private const uint ConnectionWindowBytes = 1024 * 1024;

    private static readonly TimeSpan s_connectionIdle = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_streamIdle = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_requestHeaders = TimeSpan.FromSeconds(60);

    /// <summary>Hardens a connection manager.</summary>
    /// <param name="manager">The connection manager.</param>
    /// <param name="topology">What stands before the gateway.</param>
    public static void Apply(HttpConnectionManager manager, GatewayTopology topology)
    {
        manager.UseRemoteAddress = true;
        manager.XffNumTrustedHops = topology.NumTrustedProxies ?? 0;
        manager.ForwardClientCertDetails = topology.ForwardClientCertDetails switch
        {
            ForwardClientCertificate.Sanitize => CertificateDetails.Sanitize,
            ForwardClientCertificate.ForwardOnly => CertificateDetails.ForwardOnly,
            ForwardClientCertificate.AppendForward => CertificateDetails.AppendForward,
            ForwardClientCertificate.AlwaysForwardOnly => CertificateDetails.AlwaysForwardOnly,
            _ => CertificateDetails.SanitizeSet,
        };
        manager.SetCurrentClientCertDetails = new HttpConnectionManager.Types.SetCurrentClientCertDetails
        {
            Subject = true,
            Cert = true,
            Dns = true,
            Uri = true,
        };
        manager.CommonHttpProtocolOptions = new HttpProtocolOptions
        {
            IdleTimeout = Pack.Duration(s_connectionIdle),
            HeadersWithUnderscoresAction = HttpProtocolOptions.Types.HeadersWithUnderscoresAction.RejectRequest,
        };
        manager.Http2ProtocolOptions = Http2();
        manager.Http2ProtocolOptions.MaxConcurrentStreams = ConcurrentStreamsMax;
        manager.StreamIdleTimeout = Pack.Duration(s_streamIdle);
        manager.RequestHeadersTimeout = Pack.Duration(s_requestHeaders);
        manager.NormalizePath = true;
        manager.MergeSlashes = true;
        // What the gateway sees as one segment, an application must not see as two.
        manager.PathWithEscapedSlashesAction =
            HttpConnectionManager.Types.PathWithEscapedSlashesAction.UnescapeAndRedirect;
    }

    /// <summary>Hardens a listener.</summary>
    public static void Apply(Listener listener) => listener.PerConnectionBufferLimitBytes = ConnectionBufferBytes;

    /// <summary>Hardens a cluster that a gateway sends to.</summary>
    public static void Apply(Cluster cluster) => cluster.PerConnectionBufferLimitBytes = ConnectionBufferBytes;

    /// <summary>The windows of HTTP/2: what a peer may make us hold.</summary>
    public static Http2ProtocolOptions Http2() => new()
    {
        InitialStreamWindowSize = StreamWindowBytes,
        InitialConnectionWindowSize = ConnectionWindowBytes,
    };
}
