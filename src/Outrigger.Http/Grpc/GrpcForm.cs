namespace Outrigger.Http.Grpc;

/// <summary>Which form of gRPC a message has, by its <c>content-type</c>.</summary>
public enum GrpcForm : byte
{
    /// <summary>It is no gRPC.</summary>
    None,

    /// <summary>gRPC over HTTP/2: <c>application/grpc</c>.</summary>
    Grpc,

    /// <summary>gRPC-Web in bytes: <c>application/grpc-web</c>.</summary>
    Web,

    /// <summary>gRPC-Web in base64: <c>application/grpc-web-text</c>.</summary>
    WebText,
}
