using Envoy.Config.Core.V3;
using Envoy.Service.Discovery.V3;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Outrigger.Xds.Client.Protocol;

/// <summary>
/// The delta variant. An answer never changes the subscription in the same request: istiod holds that for an
/// error.
/// </summary>
internal sealed class DeltaVariant : IClientVariant<DeltaDiscoveryRequest, DeltaDiscoveryResponse>
{
    /// <inheritdoc/>
    public AsyncDuplexStreamingCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> Open(
        CallInvoker invoker, CancellationToken cancellation) =>
        new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(invoker)
            .DeltaAggregatedResources(cancellationToken: cancellation);

    /// <inheritdoc/>
    public DeltaDiscoveryRequest? NextRequest(TypeState type)
    {
        if (type.Answers.TryDequeue(out Answer? answer))
            return AnswerRequest(type.Type, answer);
        if (type.PauseCount > 0 || (!type.IsRequested && !type.IsWanted))
            return null;
        return type.IsRequested ? ChangeRequest(type) : FirstRequest(type);
    }

    /// <inheritdoc/>
    public void SetNode(DeltaDiscoveryRequest request, Node node) => request.Node = node;

    /// <inheritdoc/>
    public DecodedResponse Decode(DeltaDiscoveryResponse response)
    {
        var decoded = new DecodedResponse(
            new TypeUrl(response.TypeUrl), response.SystemVersionInfo, response.Nonce, IsWholeState: false);
        decoded.Removed.AddRange(response.RemovedResources);
        for (int index = 0; index < response.Resources.Count; index++)
        {
            Resource resource = response.Resources[index];
            Decode(resource, $"resources[{index}]", resource.Version, decoded);
        }

        return decoded;
    }

    /// <summary>Reads one wrapped resource into a response.</summary>
    internal static void Decode(Resource resource, string place, string version, DecodedResponse decoded)
    {
        Any? any = resource.Resource_;
        string name = resource.Name.Length > 0 || any is null
            ? resource.Name
            : ResourceNameReader.Read(any.Value) ?? "";
        if (name.Length == 0)
            decoded.Malformed.Add(new ResourceRejection(place, "name", "the resource has no name"));
        else if (any is null && resource.Ttl is null)
            decoded.Malformed.Add(
                new ResourceRejection(name, "resource", "neither a payload nor a lifetime"));
        else if (any is not null && any.TypeUrl != decoded.Type.Value)
        {
            decoded.Malformed.Add(new ResourceRejection(
                name, "resource.type_url", $"found '{any.TypeUrl}', expected '{decoded.Type.Value}'"));
        }
        else
            decoded.Resources.Add(new DecodedResource(name, version, any?.Value, resource.Ttl?.ToTimeSpan()));
    }

    private static DeltaDiscoveryRequest AnswerRequest(TypeUrl type, Answer answer)
    {
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Value, ResponseNonce = answer.Nonce };
        if (answer.Rejection is { } rejection)
            request.ErrorDetail =
                new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = rejection };
        return request;
    }

    private static DeltaDiscoveryRequest FirstRequest(TypeState type)
    {
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Type.Value };
        // The wildcard alone goes in its legacy form, which every server understands, where it has one.
        bool explicitWildcard = type.WantsAll && (type.Names.Count > 0 || !type.Type.HasLegacyWildcard);
        if (explicitWildcard)
            request.ResourceNamesSubscribe.Add(TypeState.Wildcard);
        request.ResourceNamesSubscribe.AddRange(type.Names.Order(StringComparer.Ordinal));
        foreach ((string name, string version) in type.Known)
        {
            if (type.Covers(name))
                request.InitialResourceVersions[name] = version;
        }

        type.BookRequest(type.WantsAll, type.Names, explicitWildcard);
        return request;
    }

    private static DeltaDiscoveryRequest? ChangeRequest(TypeState type)
    {
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Type.Value };
        if (type.WantsAll && !type.RequestedAll)
            request.ResourceNamesSubscribe.Add(TypeState.Wildcard);
        if (!type.WantsAll && type.RequestedAll)
            request.ResourceNamesUnsubscribe.Add(TypeState.Wildcard);
        request.ResourceNamesSubscribe.AddRange(type.Names
            .Where(name => !type.RequestedNames.Contains(name) || type.LetGo.Contains(name))
            .Order(StringComparer.Ordinal));
        request.ResourceNamesUnsubscribe.AddRange(type.RequestedNames
            .Where(name => !type.Names.Contains(name))
            .Order(StringComparer.Ordinal));
        if (request.ResourceNamesSubscribe.Count == 0 && request.ResourceNamesUnsubscribe.Count == 0)
            return null;
        type.BookRequest(type.WantsAll, type.Names, explicitly: true);
        return request;
    }
}
