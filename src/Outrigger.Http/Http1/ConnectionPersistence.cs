namespace Outrigger.Http.Http1;

/// <summary>What a written head says about the connection it goes out on.</summary>
public enum ConnectionPersistence : byte
{
    /// <summary>Nothing: in HTTP/1.1 the connection stays open.</summary>
    Implicit = 0,

    /// <summary><c>connection: close</c>: this is the last message.</summary>
    Close = 1,

    /// <summary><c>connection: keep-alive</c>: it stays open, which an HTTP/1.0 peer must be told.</summary>
    KeepAlive = 2,
}
