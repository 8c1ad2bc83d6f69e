using System.Net;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Grpc.Core;
using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Outrigger.Interop.Tests.Support;
using Outrigger.Xds;
using Outrigger.Xds.Contract.Json;
using Outrigger.Xds.Contract.Schema;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;

namespace Outrigger.Interop.Tests.Proxies;

/// <summary>Our xDS server in this process, which one proxy follows.</summary>
internal sealed class ManagementServer : IAsyncDisposable
{
    private static readonly NodeGroup Everybody = new("everybody");

    private readonly WebApplication _application;
    private readonly ResourceCache _cache = new();
    private readonly AdsServer _server;

    private ManagementServer()
    {
        _server = new AdsServer(_cache, new OneGroup());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_server);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _application = builder.Build();
        _application.MapGrpcService<AdsServer>();
    }

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public static async Task<ManagementServer> StartAsync()
    {
        var server = new ManagementServer();
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Serves this listener, these routes and these clusters, and nothing else.</summary>
    public void Set(long number, string listener, string routes, params string[] clusters) => _cache.Set(
        Everybody,
        ResourceSnapshot.Create(
            number,
            [
                Named(TypeUrl.Listener, Listener.Parser, listener, message => message.Name),
                Named(TypeUrl.RouteConfiguration, RouteConfiguration.Parser, routes, message => message.Name),
                .. clusters.Select(cluster =>
                    Named(TypeUrl.Cluster, Cluster.Parser, cluster, message => message.Name)),
            ]));

    /// <summary>Waits until the proxy has accepted all of the snapshot.</summary>
    public Task AcceptedAsync(long number) => Deadline.UntilAsync(
        () => _server.Clients.Clients is [{ } client] && client.SettledNumber >= number);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static NamedResource Named<T>(TypeUrl type, MessageParser<T> parser, string yaml, Func<T, string> name)
        where T : class, IMessage<T>
    {
        Assert.True(TypeRegistry.TryFindByUrl(type.Value, out var schema));
        var document = ProtoDocumentReader.Read(yaml, "resource.yaml", schema, parser);
        Assert.Empty(document.Errors);
        var message = (T)document.Message;
        return NamedResource.Create(
            name(message), new Any { TypeUrl = type.Value, Value = message.ToByteString() });
    }

    private sealed class OneGroup : INodeClassifier
    {
        public ValueTask<NodeGroup> ConnectAsync(ClientId client, Node node, ServerCallContext context) =>
            new(Everybody);

        public void Disconnected(ClientId client, Node node, NodeGroup group)
        {
            // One group for everybody needs no book-keeping.
        }
    }
}
