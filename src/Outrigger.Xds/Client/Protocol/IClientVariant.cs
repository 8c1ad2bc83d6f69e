using Envoy.Config.Core.V3;
using Grpc.Core;

namespace Outrigger.Xds.Client.Protocol;

/// <summary>
/// The form that a variant of the protocol gives to requests and responses. Holds no state.
/// </summary>
internal interface IClientVariant<TRequest, TResponse>
    where TRequest : class
{
    /// <summary>Opens a stream.</summary>
    AsyncDuplexStreamingCall<TRequest, TResponse> Open(CallInvoker invoker, CancellationToken cancellation);

    /// <summary>
    /// The next request due for a type on the current stream, booked as sent; null for none.
    /// </summary>
    TRequest? NextRequest(TypeState type);

    /// <summary>Names the node in a request.</summary>
    void SetNode(TRequest request, Node node);

    /// <summary>Reads a response.</summary>
    DecodedResponse Decode(TResponse response);
}
