using Envoy.Config.Core.V3;
using Envoy.Service.Discovery.V3;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>
/// The delta variant: requests change the subscription, responses carry what changed or went.
/// </summary>
internal sealed class DeltaSession(AdsServerOptions options, string noncePrefix)
    : ClientSession(options, noncePrefix), IVariantSession<DeltaDiscoveryRequest, DeltaDiscoveryResponse>
{
    /// <inheritdoc/>
    protected override bool IsDelta => true;

    /// <inheritdoc/>
    public ClientSession Session => this;

    /// <inheritdoc/>
    public Node? NodeOf(DeltaDiscoveryRequest request) => request.Node;

    /// <inheritdoc/>
    public string TypeUrlOf(DeltaDiscoveryRequest request) => request.TypeUrl;

    /// <inheritdoc/>
    public ProtocolViolation? Handle(DeltaDiscoveryRequest request, out RequestOutcome outcome)
    {
        outcome = RequestOutcome.Subscription;
        if (FindOrAdd(request.TypeUrl, out TypeSession type, out bool isFirst) is { } violation)
            return violation;
        if (!isFirst && request.ResponseNonce.Length > 0)
        {
            outcome = type.Outstanding is not null && request.ResponseNonce == type.LastNonce
                ? Settle(type, request.ErrorDetail)
                : RequestOutcome.Stale;
        }

        // Subscriptions are differences and so must be honoured even beside a stale nonce.
        if (isFirst
            && request.ResourceNamesSubscribe.Count == 0
            && request.ResourceNamesUnsubscribe.Count == 0
            && type.Type.HasLegacyWildcard)
            type.SubscribeLegacyWildcard();
        foreach (string name in request.ResourceNamesSubscribe)
            type.Subscribe(name);
        foreach (string name in request.ResourceNamesUnsubscribe)
            type.Unsubscribe(name);
        if (isFirst)
            type.ClaimResources(request.InitialResourceVersions);
        AfterSubscription(type);
        return CheckSubscription(type);
    }

    /// <inheritdoc/>
    public DeltaDiscoveryResponse Encode(Push push)
    {
        var response = new DeltaDiscoveryResponse
        {
            TypeUrl = push.Type.Value,
            SystemVersionInfo = push.Version,
            Nonce = push.Nonce,
            ControlPlane = new ControlPlane { Identifier = Options.Identifier },
        };
        response.RemovedResources.AddRange(push.Removed);
        response.Resources.AddRange(push.Resources.Select(resource => new Resource
        {
            Name = resource.Name,
            Version = resource.VersionText,
            Resource_ = resource.Payload,
        }));
        return response;
    }
}
