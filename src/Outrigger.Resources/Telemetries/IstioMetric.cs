using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Istio's metrics.</summary>
public enum IstioMetric
{
    /// <summary>All of them.</summary>
    [WireName("ALL_METRICS")]
    AllMetrics,

    /// <summary>Number of requests.</summary>
    [WireName("REQUEST_COUNT")]
    RequestCount,

    /// <summary>Time that requests take.</summary>
    [WireName("REQUEST_DURATION")]
    RequestDuration,

    /// <summary>Size of request bodies.</summary>
    [WireName("REQUEST_SIZE")]
    RequestSize,

    /// <summary>Size of response bodies.</summary>
    [WireName("RESPONSE_SIZE")]
    ResponseSize,

    /// <summary>Number of TCP connections opened.</summary>
    [WireName("TCP_OPENED_CONNECTIONS")]
    TcpOpenedConnections,

    /// <summary>Number of TCP connections closed.</summary>
    [WireName("TCP_CLOSED_CONNECTIONS")]
    TcpClosedConnections,

    /// <summary>Bytes sent over TCP.</summary>
    [WireName("TCP_SENT_BYTES")]
    TcpSentBytes,

    /// <summary>Bytes received over TCP.</summary>
    [WireName("TCP_RECEIVED_BYTES")]
    TcpReceivedBytes,

    /// <summary>Number of gRPC messages sent by clients.</summary>
    [WireName("GRPC_REQUEST_MESSAGES")]
    GrpcRequestMessages,

    /// <summary>Number of gRPC messages sent by servers.</summary>
    [WireName("GRPC_RESPONSE_MESSAGES")]
    GrpcResponseMessages,
}
