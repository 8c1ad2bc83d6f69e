using Envoy.Service.Discovery.V3;
using Grpc.Core;
using Grpc.Net.Client;

namespace Outrigger.Xds.Tests.Support;

/// <summary>State of the world.</summary>
internal sealed class SotwStream(GrpcChannel channel, string nodeId) : ProtocolStream(nodeId)
{
    private readonly AsyncDuplexStreamingCall<DiscoveryRequest, DiscoveryResponse> _call =
        new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(channel).StreamAggregatedResources();

    private readonly Dictionary<TypeUrl, SortedSet<string>> _names = [];
    private readonly Dictionary<TypeUrl, string> _accepted = [];
    private readonly Dictionary<TypeUrl, string> _nonces = [];

    public Task SendAsync(DiscoveryRequest request)
    {
        request.Node ??= TakeNode();
        return _call.RequestStream.WriteAsync(request);
    }

    /// <summary>Sends the names as they are, with the versions of this stream.</summary>
    public Task RequestAsync(
        TypeUrl type, string[] names, string? nonce = null, string? version = null, string? error = null)
    {
        _names[type] = new SortedSet<string>(names, StringComparer.Ordinal);
        var request = new DiscoveryRequest
        {
            TypeUrl = type.Value,
            ResponseNonce = nonce ?? _nonces.GetValueOrDefault(type, ""),
            VersionInfo = version ?? _accepted.GetValueOrDefault(type, ""),
        };
        request.ResourceNames.AddRange(names);
        if (error is not null)
            request.ErrorDetail = new Google.Rpc.Status { Code = 3, Message = error };
        return SendAsync(request);
    }

    public override Task SubscribeAsync(TypeUrl type, params string[] names)
    {
        NamesOf(type).UnionWith(names);
        return RequestAsync(type, [.. NamesOf(type)]);
    }

    public override Task UnsubscribeAsync(TypeUrl type, params string[] names)
    {
        NamesOf(type).ExceptWith(names);
        return RequestAsync(type, [.. NamesOf(type)]);
    }

    public override Task AckAsync(Received received)
    {
        _accepted[received.Type] = received.Version;
        return RequestAsync(received.Type, [.. NamesOf(received.Type)], received.Nonce);
    }

    public override Task NackAsync(Received received, string message) =>
        RequestAsync(received.Type, [.. NamesOf(received.Type)], received.Nonce, error: message);

    public override void Dispose() => _call.Dispose();

    protected override async Task<Received> ReadAsync()
    {
        if (!await _call.ResponseStream.MoveNext(CancellationToken.None))
            throw new InvalidOperationException("The server ended the stream.");
        DiscoveryResponse response = _call.ResponseStream.Current;
        var type = new TypeUrl(response.TypeUrl);
        _nonces[type] = response.Nonce;
        return new Received(type, response.VersionInfo, response.Nonce,
            response.Resources.Select(any => TestResource.Read(any.Value))
                .ToDictionary(resource => resource.Name, resource => resource.Content), []);
    }

    private SortedSet<string> NamesOf(TypeUrl type)
    {
        if (!_names.TryGetValue(type, out SortedSet<string>? names))
            _names[type] = names = new SortedSet<string>(StringComparer.Ordinal);
        return names;
    }
}
