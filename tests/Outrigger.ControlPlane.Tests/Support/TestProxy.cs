using System.Net;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Envoy.Config.Endpoint.V3;
using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Envoy.Service.Discovery.V3;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>
/// A raw delta ADS client that asks for what a proxy asks for: all clusters and listeners, the endpoints of
/// the clusters, and the routes of the outbound port.
/// </summary>
internal sealed class TestProxy : IAsyncDisposable
{
    /// <summary>What it says to a response.</summary>
    internal enum Answer
    {
        Acknowledge,
        Reject,
        KeepSilent,
    }

    public const string ClusterType = "Cluster";
    public const string ListenerType = "Listener";
    public const string EndpointsType = "ClusterLoadAssignment";
    public const string RoutesType = "RouteConfiguration";
    public const string Rejection = "Cluster outbound: this proxy is never content";

    private const string OutboundRoutes = "9080";

    private static readonly Dictionary<string, string> TypeUrls =
        new[]
        {
            Cluster.Descriptor, Listener.Descriptor,
            ClusterLoadAssignment.Descriptor, RouteConfiguration.Descriptor,
        }.ToDictionary(type => type.Name, type => $"type.googleapis.com/{type.FullName}");

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> _call;
    private readonly Func<string, Answer> _answer;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Type, string Name), Resource> _resources = [];
    private readonly List<string> _responses = [];
    private readonly HashSet<string> _endpointsAskedFor = [];
    private readonly Task _reading;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestProxy(IPEndPoint server, string pod, Func<string, Answer> answer)
    {
        _answer = answer;
        NodeId = $"sidecar~127.0.0.9~{pod}.default~default.svc.cluster.local";
        _channel = GrpcChannel.ForAddress(
            $"http://{server}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _call = new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(_channel)
            .DeltaAggregatedResources();
        _reading = ReadAsync();
    }

    public string NodeId { get; }

    /// <summary>The types of the responses so far, in order.</summary>
    public IReadOnlyList<string> Responses
    {
        get
        {
            lock (_lock) return [.. _responses];
        }
    }

    /// <summary>Version by type and name of everything that it has.</summary>
    public SortedDictionary<string, string> Versions
    {
        get
        {
            lock (_lock)
            {
                return new SortedDictionary<string, string>(
                    _resources.ToDictionary(
                        pair => $"{pair.Key.Type} {pair.Key.Name}", pair => pair.Value.Version),
                    StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The cluster that requests for reviews go to; null while there is no route.</summary>
    public string? ReviewsCluster => Find<RouteConfiguration>(OutboundRoutes)?.VirtualHosts
        .FirstOrDefault(host => host.Domains.Contains("reviews"))?.Routes[0].Route_?.Cluster;

    /// <summary>The addresses of all of reviews' endpoints, in order.</summary>
    public string ReviewsAddresses => string.Join(' ',
        (Find<ClusterLoadAssignment>("outbound|9080||reviews.default.svc.cluster.local")?.Endpoints ?? [])
        .SelectMany(locality => locality.LbEndpoints)
        .Select(endpoint => endpoint.Endpoint.Address.SocketAddress.Address)
        .Order(StringComparer.Ordinal));

    public T? Find<T>(string name)
        where T : class, IMessage<T>, new()
    {
        lock (_lock)
        {
            return _resources.GetValueOrDefault((new T().Descriptor.Name, name))?.Resource_.Unpack<T>();
        }
    }

    /// <summary>Waits until the proxy has what a test wants it to have.</summary>
    public async Task WaitForAsync(Func<TestProxy, bool> condition)
    {
        var test = TestContext.Current.CancellationToken;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(test);
        deadline.CancelAfter(TestControlPlane.Deadline);
        while (true)
        {
            Task changed;
            lock (_lock) changed = _changed.Task;
            if (condition(this)) return;
            await changed.WaitAsync(deadline.Token);
        }
    }

    /// <summary>Waits until it has been given everything that a proxy needs to begin.</summary>
    public Task WaitForFirstConfigurationAsync() => WaitForAsync(proxy =>
        proxy.Responses.Distinct().Count() == TypeUrls.Count && proxy.ReviewsCluster is not null);

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Dispose();
    }

    private async Task ReadAsync()
    {
        await AskAsync(ClusterType, new Node { Id = NodeId });
        await AskAsync(ListenerType);
        await AskAsync(RoutesType, null, OutboundRoutes);
        try
        {
            await foreach (var response in _call.ResponseStream.ReadAllAsync()) await TakeAsync(response);
        }
        catch (RpcException)
        {
            // The stream ended, by the test's or the server's doing; what was received stays to be looked at.
        }
    }

    private async Task TakeAsync(DeltaDiscoveryResponse response)
    {
        var type = response.TypeUrl[(response.TypeUrl.LastIndexOf('.') + 1)..];
        var answer = _answer(type);
        lock (_lock)
        {
            _responses.Add(type);
            foreach (var resource in response.Resources) _resources[(type, resource.Name)] = resource;
            foreach (var name in response.RemovedResources) _resources.Remove((type, name));
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Only now, so that who waited for the acknowledgement finds what was acknowledged.
        var request = new DeltaDiscoveryRequest
        {
            TypeUrl = response.TypeUrl,
            ResponseNonce = response.Nonce,
            ErrorDetail = answer == Answer.Reject
                ? new Google.Rpc.Status { Code = 3, Message = Rejection }
                : null,
        };
        if (answer != Answer.KeepSilent) await _call.RequestStream.WriteAsync(request);
        if (type == ClusterType && answer == Answer.Acknowledge) await AskForEndpointsAsync(response);
    }

    private async Task AskForEndpointsAsync(DeltaDiscoveryResponse response)
    {
        var names = response.Resources
            .Where(resource => resource.Resource_.Unpack<Cluster>().Type == Cluster.Types.DiscoveryType.Eds)
            .Select(resource => resource.Name)
            .Where(_endpointsAskedFor.Add)
            .ToArray();
        if (names.Length > 0) await AskAsync(EndpointsType, null, names);
    }

    private Task AskAsync(string type, Node? node = null, params string[] names)
    {
        var request = new DeltaDiscoveryRequest { TypeUrl = TypeUrls[type], Node = node };
        request.ResourceNamesSubscribe.AddRange(names);
        return _call.RequestStream.WriteAsync(request);
    }
}
