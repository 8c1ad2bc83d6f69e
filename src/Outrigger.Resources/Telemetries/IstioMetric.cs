using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Values of IstioMetric.</summary>
public enum IstioMetric
{
    /// <summary><c>ALL_METRICS</c>.</summary>
    [WireName("ALL_METRICS")]
    AllMetrics,

    /// <summary><c>REQUEST_COUNT</c>.</summary>
    [WireName("REQUEST_COUNT")]
    RequestCount,

    /// <summary><c>REQUEST_DURATION</c>.</summary>
    [WireName("REQUEST_DURATION")]
    RequestDuration,

    /// <summary><c>REQUEST_SIZE</c>.</summary>
    [WireName("REQUEST_SIZE")]
    RequestSize,

    /// <summary><c>RESPONSE_SIZE</c>.</summary>
    [WireName("RESPONSE_SIZE")]
    ResponseSize,

    /// <summary><c>TCP_OPENED_CONNECTIONS</c>.</summary>
    [WireName("TCP_OPENED_CONNECTIONS")]
    TcpOpenedConnections,

    /// <summary><c>TCP_CLOSED_CONNECTIONS</c>.</summary>
    [WireName("TCP_CLOSED_CONNECTIONS")]
    TcpClosedConnections,

    /// <summary><c>TCP_SENT_BYTES</c>.</summary>
    [WireName("TCP_SENT_BYTES")]
    TcpSentBytes,

    /// <summary><c>TCP_RECEIVED_BYTES</c>.</summary>
    [WireName("TCP_RECEIVED_BYTES")]
    TcpReceivedBytes,

    /// <summary><c>GRPC_REQUEST_MESSAGES</c>.</summary>
    [WireName("GRPC_REQUEST_MESSAGES")]
    GrpcRequestMessages,

    /// <summary><c>GRPC_RESPONSE_MESSAGES</c>.</summary>
    [WireName("GRPC_RESPONSE_MESSAGES")]
    GrpcResponseMessages,
}
