using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Xds.Client;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;

namespace Outrigger.Xds.Tests.Support;

/// <summary>An ADS and CSDS server on a port of its own, as the control plane hosts it.</summary>
internal sealed class AdsHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly List<GrpcChannel> _channels = [];

    private AdsHost(WebApplication application, ResourceCache cache, TestClassifier classifier,
        FakeTimeProvider time, AdsServer server)
    {
        _application = application;
        Cache = cache;
        Classifier = classifier;
        Time = time;
        Server = server;
    }

    public ResourceCache Cache { get; }

    public TestClassifier Classifier { get; }

    public FakeTimeProvider Time { get; }

    public AdsServer Server { get; }

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public static async Task<AdsHost> StartAsync(AdsServerOptions? options = null, string? unixSocket = null)
    {
        var cache = new ResourceCache();
        var classifier = new TestClassifier();
        var time = new FakeTimeProvider();
        var server = new AdsServer(cache, classifier, options, time);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(server);
        builder.Services.AddSingleton(new CsdsServer(server.Clients));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (unixSocket is null)
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            else
                kestrel.ListenUnixSocket(unixSocket, listen => listen.Protocols = HttpProtocols.Http2);
        });
        WebApplication application = builder.Build();
        application.MapGrpcService<AdsServer>();
        application.MapGrpcService<CsdsServer>();
        await application.StartAsync();
        return new AdsHost(application, cache, classifier, time, server);
    }

    /// <summary>
    /// Sets the snapshot of the group that all nodes belong to unless their id says otherwise.
    /// </summary>
    public void Set(long number, params IEnumerable<NamedResource> resources) =>
        Cache.Set(TestClassifier.DefaultGroup, TestResource.Snapshot(number, resources));

    public GrpcChannel CreateChannel()
    {
        GrpcChannel channel = AdsChannel.CreateTcp("127.0.0.1", Port);
        _channels.Add(channel);
        return channel;
    }

    public ProtocolStream Open(XdsVariant variant, string nodeId = "node-1") => variant == XdsVariant.Delta
        ? new DeltaStream(CreateChannel(), nodeId)
        : new SotwStream(CreateChannel(), nodeId);

    /// <summary>Waits until the clients stand as wanted.</summary>
    public async Task WaitForClientsAsync(Func<IReadOnlyList<ClientStatus>, bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task change = Server.Clients.NextChange;
            if (condition(Server.Clients.Clients))
                return;
            await change.WaitAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
