using Envoy.Config.Core.V3;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Xds.Client;

namespace Outrigger.Xds.Tests.Support;

/// <summary>A client with a clock of its own, stopped when disposed.</summary>
internal sealed class ClientRunner : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public ClientRunner(
        CallInvoker invoker, XdsVariant variant, Func<AdsClientOptions, AdsClientOptions>? configure = null)
    {
        var options = new AdsClientOptions { Node = new Node { Id = "node-1" }, Variant = variant };
        Client = new AdsClient(
            invoker, Consumer, configure is null ? options : configure(options), Time, new HalfRandom());
    }

    public FakeTimeProvider Time { get; } = new();

    public RecordingConsumer Consumer { get; } = new();

    public AdsClient Client { get; }

    public void Start() => _run = Client.RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(_run.IsCanceled || _run.IsCompletedSuccessfully, _run.Exception?.ToString());
    }

    /// <summary>Always draws the middle.</summary>
    private sealed class HalfRandom : Random
    {
        public override double NextDouble() => 0.5;
    }
}
