using Envoy.Config.Core.V3;
using Envoy.Service.Discovery.V3;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>
/// The state-of-the-world variant: requests restate the subscription, responses carry whole types.
/// </summary>
internal sealed class SotwSession(AdsServerOptions options, string noncePrefix)
    : ClientSession(options, noncePrefix), IVariantSession<DiscoveryRequest, DiscoveryResponse>
{
    /// <inheritdoc/>
    protected override bool IsDelta => false;

    /// <inheritdoc/>
    public ClientSession Session => this;

    /// <inheritdoc/>
    public Node? NodeOf(DiscoveryRequest request) => request.Node;

    /// <inheritdoc/>
    public string TypeUrlOf(DiscoveryRequest request) => request.TypeUrl;

    /// <inheritdoc/>
    public ProtocolViolation? Handle(DiscoveryRequest request, out RequestOutcome outcome)
    {
        outcome = RequestOutcome.Subscription;
        if (FindOrAdd(request.TypeUrl, out TypeSession type, out bool isFirst) is { } violation)
            return violation;
        if (isFirst)
        {
            // A nonce here is one of an earlier stream; it means nothing on this one.
            type.ReplaceSubscription(request.ResourceNames);
            type.ClaimVersion(request.VersionInfo);
        }
        else
        {
            // A stale nonce answers nothing, and nothing is sent in reply: the push that it crossed is
            // outstanding. Its names count all the same, or the server would not see a name go that the
            // client has let go, and would not send it again when the client asks for it again.
            if (request.ResponseNonce.Length > 0 && request.ResponseNonce != type.LastNonce)
                outcome = RequestOutcome.Stale;
            else if (type.Outstanding is not null && request.ResponseNonce.Length > 0)
                outcome = Settle(type, request.ErrorDetail);
            type.ReplaceSubscription(request.ResourceNames);
        }

        AfterSubscription(type);
        return CheckSubscription(type);
    }

    /// <inheritdoc/>
    public DiscoveryResponse Encode(Push push)
    {
        var response = new DiscoveryResponse
        {
            TypeUrl = push.Type.Value,
            VersionInfo = push.Version,
            Nonce = push.Nonce,
            ControlPlane = new ControlPlane { Identifier = Options.Identifier },
        };
        response.Resources.AddRange(push.Resources.Select(resource => resource.Payload));
        return response;
    }
}
