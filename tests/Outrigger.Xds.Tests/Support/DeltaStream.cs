using Envoy.Service.Discovery.V3;
using Grpc.Core;
using Grpc.Net.Client;

namespace Outrigger.Xds.Tests.Support;

/// <summary>Delta.</summary>
internal sealed class DeltaStream(GrpcChannel channel, string nodeId) : ProtocolStream(nodeId)
{
    private readonly AsyncDuplexStreamingCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> _call =
        new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(channel).DeltaAggregatedResources();

    /// <summary>The versions of the last response by name.</summary>
    public IReadOnlyDictionary<string, string> LastVersions { get; private set; } =
        new Dictionary<string, string>();

    public Task SendAsync(DeltaDiscoveryRequest request)
    {
        request.Node ??= TakeNode();
        return _call.RequestStream.WriteAsync(request);
    }

    public override Task SubscribeAsync(TypeUrl type, params string[] names)
    {
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Value };
        request.ResourceNamesSubscribe.AddRange(names);
        return SendAsync(request);
    }

    public override Task UnsubscribeAsync(TypeUrl type, params string[] names)
    {
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Value };
        request.ResourceNamesUnsubscribe.AddRange(names);
        return SendAsync(request);
    }

    /// <summary>The first request of a type on a new stream of a client that has resources already.</summary>
    public Task ResumeAsync(TypeUrl type, string[] names, IReadOnlyDictionary<string, string> versions)
    {
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Value };
        request.ResourceNamesSubscribe.AddRange(names);
        foreach ((string name, string version) in versions)
            request.InitialResourceVersions[name] = version;
        return SendAsync(request);
    }

    public override Task AckAsync(Received received) => SendAsync(
        new DeltaDiscoveryRequest { TypeUrl = received.Type.Value, ResponseNonce = received.Nonce });

    public override Task NackAsync(Received received, string message) => SendAsync(new DeltaDiscoveryRequest
    {
        TypeUrl = received.Type.Value,
        ResponseNonce = received.Nonce,
        ErrorDetail = new Google.Rpc.Status { Code = 3, Message = message },
    });

    public override void Dispose() => _call.Dispose();

    protected override async Task<Received> ReadAsync()
    {
        if (!await _call.ResponseStream.MoveNext(CancellationToken.None))
            throw new InvalidOperationException("The server ended the stream.");
        DeltaDiscoveryResponse response = _call.ResponseStream.Current;
        LastVersions = response.Resources.ToDictionary(
            resource => resource.Name, resource => resource.Version);
        return new Received(new TypeUrl(response.TypeUrl), response.SystemVersionInfo, response.Nonce,
            response.Resources.ToDictionary(
                resource => resource.Name, resource => TestResource.Read(resource.Resource_.Value).Content),
            response.RemovedResources);
    }
}
