using Outrigger.Discovery.Registry;

namespace Outrigger.Discovery.Tests.Registry;

public sealed class ProtocolSelectionTests
{
    [Theory]
    [InlineData("http", null, 80, Protocol.Http)]
    [InlineData("http-web", null, 80, Protocol.Http)]
    [InlineData("HTTP2-x", null, 80, Protocol.Http2)]
    [InlineData("grpc-web-ui", null, 80, Protocol.GrpcWeb)]
    [InlineData("grpc-web", null, 80, Protocol.GrpcWeb)]
    [InlineData("grpc-api", null, 80, Protocol.Grpc)]
    [InlineData("httpish", null, 80, Protocol.Unknown)]
    [InlineData("tcp-http", null, 80, Protocol.Tcp)]
    [InlineData("tcp", "http", 80, Protocol.Http)]
    [InlineData("web", "kubernetes.io/h2c", 80, Protocol.Http2)]
    [InlineData("redis", null, 6379, Protocol.Tcp)]
    [InlineData(null, null, 80, Protocol.Unknown)]
    [InlineData(null, null, 3306, Protocol.Tcp)]
    [InlineData("http", null, 3306, Protocol.Http)]
    [InlineData("web", "unheard-of", 80, Protocol.Unknown)]
    public void The_declared_protocol_wins(string? name, string? appProtocol, int port, Protocol expected) =>
        Assert.Equal(expected, ProtocolSelection.OfKubernetesPort(name, appProtocol, "TCP", port));

    [Fact]
    public void Datagrams_are_not_proxied_whatever_the_name() =>
        Assert.Equal(Protocol.Udp, ProtocolSelection.OfKubernetesPort("http", "http", "UDP", 80));
}
