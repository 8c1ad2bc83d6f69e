using Envoy.Config.Core.V3;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>The form that a variant of the protocol gives to a session's requests and pushes.</summary>
internal interface IVariantSession<TRequest, TResponse>
{
    /// <summary>The session itself.</summary>
    ClientSession Session { get; }

    /// <summary>The node that a request names, usually only the first of a stream.</summary>
    Node? NodeOf(TRequest request);

    /// <summary>The type that a request is about.</summary>
    string TypeUrlOf(TRequest request);

    /// <summary>Applies a request.</summary>
    /// <returns>Why the stream must end, or null.</returns>
    ProtocolViolation? Handle(TRequest request, out RequestOutcome outcome);

    /// <summary>The response that carries a push.</summary>
    TResponse Encode(Push push);
}
