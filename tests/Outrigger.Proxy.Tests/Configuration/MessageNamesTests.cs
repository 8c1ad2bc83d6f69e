using Envoy.Extensions.Filters.Http.Router.V3;
using Envoy.Extensions.Filters.Listener.HttpInspector.V3;
using Envoy.Extensions.Filters.Listener.OriginalDst.V3;
using Envoy.Extensions.Filters.Listener.OriginalSrc.V3;
using Envoy.Extensions.Filters.Listener.TlsInspector.V3;
using Envoy.Extensions.Filters.Network.ConnectionLimit.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Envoy.Extensions.Filters.Network.SniCluster.V3;
using Envoy.Extensions.Filters.Network.TcpProxy.V3;
using Envoy.Extensions.TransportSockets.ProxyProtocol.V3;
using Google.Protobuf.Reflection;
using Outrigger.Proxy.Configuration;
using HttpProtocolOptions = Envoy.Extensions.Upstreams.Http.V3.HttpProtocolOptions;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>The names that the compilers compare with are those of the messages.</summary>
public sealed class MessageNamesTests
{
    public static TheoryData<string, MessageDescriptor> Names => new()
    {
        { MessageNames.HttpConnectionManager, HttpConnectionManager.Descriptor },
        { MessageNames.TcpProxy, TcpProxy.Descriptor },
        { MessageNames.Router, Router.Descriptor },
        { MessageNames.OriginalDestination, OriginalDst.Descriptor },
        { MessageNames.OriginalSource, OriginalSrc.Descriptor },
        {
            MessageNames.ProxyProtocol,
            Envoy.Extensions.Filters.Listener.ProxyProtocol.V3.ProxyProtocol.Descriptor
        },
        { MessageNames.ProxyProtocolTransport, ProxyProtocolUpstreamTransport.Descriptor },
        { MessageNames.HttpAuthorization, Envoy.Extensions.Filters.Http.Rbac.V3.RBAC.Descriptor },
        { MessageNames.HttpAuthorizationPerRoute, Envoy.Extensions.Filters.Http.Rbac.V3.RBACPerRoute.Descriptor },
        { MessageNames.NetworkAuthorization, Envoy.Extensions.Filters.Network.Rbac.V3.RBAC.Descriptor },
        {
            MessageNames.ExternalAuthorization,
            Envoy.Extensions.Filters.Http.ExtAuthz.V3.ExtAuthz.Descriptor
        },
        {
            MessageNames.ExternalAuthorizationPerRoute,
            Envoy.Extensions.Filters.Http.ExtAuthz.V3.ExtAuthzPerRoute.Descriptor
        },
        {
            MessageNames.NetworkExternalAuthorization,
            Envoy.Extensions.Filters.Network.ExtAuthz.V3.ExtAuthz.Descriptor
        },
        { MessageNames.SniCluster, SniCluster.Descriptor },
        { MessageNames.ConnectionLimit, ConnectionLimit.Descriptor },
        {
            MessageNames.WorkloadIdentity,
            Outrigger.Extensions.WorkloadIdentity.V1.WorkloadIdentity.Descriptor
        },
        { MessageNames.TlsInspector, TlsInspector.Descriptor },
        { MessageNames.HttpInspector, HttpInspector.Descriptor },
        { MessageNames.UpstreamHttpOptions, HttpProtocolOptions.Descriptor },
        { MessageNames.XdsTypedStruct, global::Xds.Type.V3.TypedStruct.Descriptor },
        { MessageNames.UdpaTypedStruct, global::Udpa.Type.V1.TypedStruct.Descriptor },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void NameIsTheMessages(string name, MessageDescriptor message) =>
        Assert.Equal(message.FullName, name);
}
