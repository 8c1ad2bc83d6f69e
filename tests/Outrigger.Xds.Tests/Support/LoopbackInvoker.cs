using Envoy.Service.Discovery.V3;
using Grpc.Core;
using Outrigger.Xds.Server;

namespace Outrigger.Xds.Tests.Support;

/// <summary>
/// Connects clients to a server in the same process; the server may be replaced, and calls be broken.
/// </summary>
internal sealed class LoopbackInvoker(AdsServer server) : DuplexInvoker
{
    private readonly Lock _gate = new();
    private readonly List<Action> _breaks = [];

    public AdsServer Server { get; set; } = server;

    /// <summary>Breaks all calls there are.</summary>
    public void Break()
    {
        Action[] breaks;
        lock (_gate)
        {
            breaks = [.. _breaks];
            _breaks.Clear();
        }

        foreach (Action breakCall in breaks)
            breakCall();
    }

    protected override void Accept<TRequest, TResponse>(DuplexPipe<TRequest, TResponse> pipe)
    {
        lock (_gate)
            _breaks.Add(pipe.Break);
        var context = new CallContext(pipe.Gone);
        Task call = pipe switch
        {
            DuplexPipe<DiscoveryRequest, DiscoveryResponse> sotw =>
                Server.StreamAggregatedResources(sotw.Requests, sotw.Responses, context),
            DuplexPipe<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta =>
                Server.DeltaAggregatedResources(delta.Requests, delta.Responses, context),
            _ => throw new NotSupportedException(),
        };
        call.ContinueWith(
            ended => pipe.End(ended.Exception?.InnerException), TaskContinuationOptions.ExecuteSynchronously);
    }

    private sealed class CallContext(CancellationToken gone) : ServerCallContext
    {
        protected override string MethodCore => "";

        protected override string HostCore => "";

        protected override string PeerCore => "loopback";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore => gone;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new("", []);

        protected override ContextPropagationToken CreatePropagationTokenCore(
            ContextPropagationOptions? options) =>
            throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
