namespace Outrigger.Http.Tests.Http2.Interop;

/// <summary>One end of a connection, ours or nghttp2's.</summary>
internal interface IEndpoint : IDisposable
{
    /// <summary>What was received on each stream.</summary>
    IReadOnlyDictionary<int, ReceivedMessage> Received { get; }

    /// <summary>A client begins a request; false when it may not at present.</summary>
    bool TryRequest();

    /// <summary>Takes bytes in.</summary>
    void Receive(ReadOnlySpan<byte> bytes);

    /// <summary>What is to be sent.</summary>
    byte[] Take();
}
