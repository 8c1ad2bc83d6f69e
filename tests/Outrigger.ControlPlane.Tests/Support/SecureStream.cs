using System.Threading.Channels;
using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Envoy.Service.Discovery.V3;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>
/// A discovery stream of a workload's proxy over TLS that asks for the trust bundle, and acknowledges what it gets when
/// it is told to.
/// </summary>
internal sealed class SecureStream : IAsyncDisposable
{
    private static readonly string SecretType = $"type.googleapis.com/{Secret.Descriptor.FullName}";

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> _call;
    private readonly Channel<DeltaDiscoveryResponse> _responses = Channel.CreateUnbounded<DeltaDiscoveryResponse>();
    private readonly Task _reading;

    public SecureStream(GrpcChannel channel, string account, string pod, string objectNamespace = "default")
    {
        _channel = channel;
        _call = new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(channel).DeltaAggregatedResources();
        NodeId = $"sidecar~127.0.0.9~{pod}.{objectNamespace}~{objectNamespace}.svc.cluster.local";
        _reading = ReadAsync(new DeltaDiscoveryRequest
        {
            TypeUrl = SecretType,
            ResourceNamesSubscribe = { "ROOTCA" },
            Node = new Node
            {
                Id = NodeId,
                Metadata = new Struct
                {
                    Fields =
                    {
                        ["NAMESPACE"] = Value.ForString(objectNamespace),
                        ["SERVICE_ACCOUNT"] = Value.ForString(account),
                    },
                },
            },
        });
    }

    public string NodeId { get; }

    /// <summary>Completes when the stream has ended, with how it did.</summary>
    public Task<Status> Ended => EndedAsync();

    /// <summary>The next trust bundle that comes, and what acknowledges it.</summary>
    public async Task<(string Bundle, Func<Task> Acknowledge)> NextBundleAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TestControlPlane.Deadline);
        while (true)
        {
            var response = await _responses.Reader.ReadAsync(deadline.Token);
            if (response.Resources.FirstOrDefault(each => each.Name == "ROOTCA") is not { } resource) continue;
            var secret = resource.Resource_.Unpack<Secret>();
            return (
                secret.ValidationContext.TrustedCa.InlineBytes.ToStringUtf8(),
                () => _call.RequestStream.WriteAsync(
                    new DeltaDiscoveryRequest { TypeUrl = SecretType, ResponseNonce = response.Nonce }));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Dispose();
    }

    private async Task ReadAsync(DeltaDiscoveryRequest first)
    {
        await _call.RequestStream.WriteAsync(first);
        await foreach (var response in _call.ResponseStream.ReadAllAsync()) _responses.Writer.TryWrite(response);
    }

    private async Task<Status> EndedAsync()
    {
        try
        {
            await _reading.WaitAsync(TestControlPlane.Deadline, TestContext.Current.CancellationToken);
            return Status.DefaultSuccess;
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }
    }
}
