using System.Net;
using Envoy.Config.Core.V3;
using Grpc.Core;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Outrigger.Tests.Tls;
using Outrigger.Xds;
using Outrigger.Xds.Client;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;

namespace Outrigger.Proxy.Tests.Support;

/// <summary>A real management server in this process, which the test feeds with resources in YAML.</summary>
internal sealed class ManagementServerHost : IAsyncDisposable
{
    private static readonly NodeGroup Everybody = new("everybody");

    private readonly WebApplication _application;
    private readonly ResourceCache _cache;
    private readonly AdsServer _server;

    private ManagementServerHost(WebApplication application, ResourceCache cache, AdsServer server)
    {
        _application = application;
        _cache = cache;
        _server = server;
    }

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <param name="port">The port; 0 for any.</param>
    /// <param name="tls">What the server shows, when it speaks TLS and demands certificates of clients.</param>
    /// <param name="authority">Who signs clients' certificates.</param>
    public static async Task<ManagementServerHost> StartAsync(
        int port = 0, TestCertificate? tls = null, TestAuthority? authority = null)
    {
        var cache = new ResourceCache();
        var server = new AdsServer(cache, new OneGroup());
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(server);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // The proxy's TLS is below its HTTP client, which therefore takes the scheme for "http".
            kestrel.AllowAlternateSchemes = true;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (tls is not null)
                {
                    listen.UseHttps(MutualTls(tls, authority!));
                }
            });
        });
        WebApplication application = builder.Build();
        application.MapGrpcService<AdsServer>();
        await application.StartAsync();
        return new ManagementServerHost(application, cache, server);
    }

    public void Set(long number, params (TypeUrl Type, string Yaml)[] resources) =>
        _cache.Set(Everybody, ResourceSnapshot.Create(number, resources.Select(Named)));

    /// <summary>Waits until the one client has accepted this snapshot.</summary>
    public Task AcceptedAsync(long number) => Eventually.Holds(
        () => _server.Clients.Clients is [{ } client]
            && client.SettledNumber >= number, $"snapshot {number} is accepted");

    /// <summary>Waits until the one client has rejected something, and gives the reason.</summary>
    public async Task<string> RejectionAsync()
    {
        string? detail = null;
        await Eventually.Holds(
            () =>
            {
                detail = _server.Clients.Clients.SelectMany(client => client.Rejections)
                    .FirstOrDefault()?.RejectionDetail;
                return detail is not null;
            },
            "a resource is rejected");
        return detail!;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static HttpsConnectionAdapterOptions MutualTls(TestCertificate server, TestAuthority authority) => new()
    {
        ServerCertificate = server.ToX509(),
        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
        ClientCertificateValidation = (certificate, _, _) => certificate.Issuer == authority.Certificate.Subject,
    };

    private static NamedResource Named((TypeUrl Type, string Yaml) resource)
    {
        ReceivedResource parsed = ManagerHarness.Resource(resource.Type, "", resource.Yaml);
        return NamedResource.Create(
            parsed.Name, new Any { TypeUrl = resource.Type.Value, Value = parsed.Payload });
    }

    private sealed class OneGroup : INodeClassifier
    {
        public ValueTask<NodeGroup> ConnectAsync(
            ClientId client, Node node, ServerCallContext context) =>
            new(Everybody);

        public void Disconnected(ClientId client, Node node, NodeGroup group)
        {
            // One group for everybody needs no book-keeping.
        }
    }
}
