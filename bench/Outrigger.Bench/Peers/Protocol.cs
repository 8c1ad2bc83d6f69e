namespace Outrigger.Bench.Peers;

/// <summary>What is spoken on one side of a proxy.</summary>
internal enum Protocol
{
    Tcp,
    Http1,
    Http2,

    /// <summary>HTTP/2 whose answers end in trailers; it differs only where a proxy has a way for it.</summary>
    Grpc,
}
