using Outrigger.Http;

namespace Outrigger.Proxy.Http;

/// <summary>Whoever has sent a request on a stream that it shares a connection with others on.</summary>
internal interface IResponseReceiver
{
    /// <summary>The time limits.</summary>
    ExchangeClock Clock { get; }

    /// <summary>Where the heads of the response go.</summary>
    ResponseHead Response { get; }

    /// <summary>An interim response has come; its head is used again for the next.</summary>
    void OnInterimResponse();
}
