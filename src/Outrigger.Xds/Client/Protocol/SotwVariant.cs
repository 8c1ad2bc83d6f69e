using Envoy.Config.Core.V3;
using Envoy.Service.Discovery.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Outrigger.Xds.Client.Protocol;

/// <summary>
/// The state-of-the-world variant: every request restates the whole subscription of its type.
/// </summary>
internal sealed class SotwVariant : IClientVariant<DiscoveryRequest, DiscoveryResponse>
{
    /// <inheritdoc/>
    public AsyncDuplexStreamingCall<DiscoveryRequest, DiscoveryResponse> Open(
        CallInvoker invoker, CancellationToken cancellation) =>
        new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(invoker)
            .StreamAggregatedResources(cancellationToken: cancellation);

    /// <inheritdoc/>
    public DiscoveryRequest? NextRequest(TypeState type)
    {
        if (type.PauseCount > 0 || (!type.IsRequested && !type.IsWanted))
            return null;
        // Names let go and wanted again take two requests: one without them and one with them.
        string[] skipped = [.. type.LetGo.Where(name => type.Names.Contains(name)
            && type.RequestedNames.Contains(name))];
        string[] names =
            [.. type.Names.Except(skipped, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool differs = !type.IsRequested
            || type.WantsAll != type.RequestedAll
            || !type.RequestedNames.SetEquals(names);
        // Every request answers the last response, so an older answer that is still due says nothing more.
        Answer? answer = null;
        while (type.Answers.TryDequeue(out Answer? next))
            answer = next;
        if (!differs && answer is null)
            return null;

        bool explicitWildcard = type.WantsAll && (names.Length > 0 || type.EverNamed);
        var request = new DiscoveryRequest
        {
            TypeUrl = type.Type.Value,
            VersionInfo = type.IsRequested ? type.SotwVersion : type.VersionToResume,
            ResponseNonce = type.LastNonce,
        };
        if (explicitWildcard)
            request.ResourceNames.Add(TypeState.Wildcard);
        request.ResourceNames.AddRange(names);
        if (answer?.Rejection is { } rejection)
            request.ErrorDetail =
                new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = rejection };
        type.BookRequest(type.WantsAll, names, explicitWildcard);
        return request;
    }

    /// <inheritdoc/>
    public void SetNode(DiscoveryRequest request, Node node) => request.Node = node;

    /// <inheritdoc/>
    public DecodedResponse Decode(DiscoveryResponse response)
    {
        var type = new TypeUrl(response.TypeUrl);
        var decoded = new DecodedResponse(type, response.VersionInfo, response.Nonce, type.IsFullState);
        for (int index = 0; index < response.Resources.Count; index++)
            Decode(response.Resources[index], $"resources[{index}]", response.VersionInfo, decoded);
        return decoded;
    }

    private static void Decode(Any any, string place, string version, DecodedResponse decoded)
    {
        if (any.TypeUrl == TypeUrl.WrappedResource.Value)
        {
            if (TryUnwrap(any.Value) is { } wrapped)
                DeltaVariant.Decode(wrapped, place, version, decoded);
            else
                decoded.Malformed.Add(new ResourceRejection(place, "", "is no valid Resource message"));
            return;
        }

        if (any.TypeUrl != decoded.Type.Value)
        {
            decoded.Malformed.Add(new ResourceRejection(
                place, "type_url", $"found '{any.TypeUrl}', expected '{decoded.Type.Value}'"));
            return;
        }

        if (ResourceNameReader.Read(any.Value) is { } name)
            decoded.Resources.Add(new DecodedResource(name, version, any.Value, TimeToLive: null));
        else
            decoded.Malformed.Add(
                new ResourceRejection(place, "name", "the resource cannot be read or has no name"));
    }

    private static Resource? TryUnwrap(ByteString payload)
    {
        try
        {
            return Resource.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
