using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Api;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Configuration;
using Outrigger.ControlPlane.KeySets;
using Outrigger.ControlPlane.Proxies;
using Outrigger.ControlPlane.Push;
using Outrigger.ControlPlane.Security;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;

namespace Outrigger.ControlPlane;

/// <summary>
/// A running control plane: configuration in, xDS out, and a management API on a Unix socket that only its
/// owner may open.
/// </summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("macos")]
public sealed class ControlPlaneServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ControlPlaneOptions _options;
    private readonly MeshConfiguration _configuration;
    private readonly MeshSecurity _security;
    private readonly StateDirectoryLock _lock;

    private ControlPlaneServer(
        WebApplication app, ControlPlaneOptions options, MeshConfiguration configuration,
        MeshSecurity security, StateDirectoryLock stateLock)
    {
        _app = app;
        _options = options;
        _configuration = configuration;
        _security = security;
        _lock = stateLock;
    }

    /// <summary>Where proxies connect in clear text; port 0 when they cannot.</summary>
    public IPEndPoint XdsEndpoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Where proxies connect by TLS; null when they cannot.</summary>
    public IPEndPoint? SecureEndpoint { get; private set; }

    /// <summary>
    /// Starts a control plane: reads its configuration, serves it, and writes <c>control-plane.json</c>.
    /// </summary>
    /// <param name="options">How it runs.</param>
    /// <param name="logging">Sets up logging; null for none.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="IOException">An address is in use or the state directory cannot be
    /// written.</exception>
    /// <exception cref="Outrigger.Identity.Issuing.InvalidIssuerException">The plugged-in CA does not fit
    /// together.</exception>
    public static async Task<ControlPlaneServer> StartAsync(
        ControlPlaneOptions options, Action<ILoggingBuilder>? logging = null, CancellationToken cancellation = default)
    {
        ServerEndpoints.Check(options);
        if (options.TrustDomain is { } domain)
            options = options with { Mesh = options.Mesh with { TrustDomain = domain.Name } };
        var stateLock = StateDirectoryLock.Take(options.StateDirectory);
        var configuration = new MeshConfiguration(options);
        var security = OpenSecurity(options, configuration, stateLock);
        var app = Build(options, configuration, security, logging);
        var server = new ControlPlaneServer(app, options, configuration, security, stateLock);
        try
        {
            await server.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static MeshSecurity OpenSecurity(
        ControlPlaneOptions options, MeshConfiguration configuration, StateDirectoryLock stateLock)
    {
        try
        {
            // Nobody is served before everything has been read: a proxy that were told of half would drop the
            // other half. And the mesh's configuration names the trust domain.
            configuration.Start();
            return MeshSecurity.Open(options, options.Mesh.With(configuration.Store.Current).TrustDomain);
        }
        catch
        {
            configuration.Dispose();
            stateLock.Dispose();
            throw;
        }
    }

    private static WebApplication Build(
        ControlPlaneOptions options, MeshConfiguration configuration, MeshSecurity security,
        Action<ILoggingBuilder>? logging)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        logging?.Invoke(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel => ServerEndpoints.Listen(kestrel, options, security));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null)
            .AddServiceOptions<AdsServer>(grpc => grpc.Interceptors.Add<ProofInterceptor>())
            .AddServiceOptions<CertificateService>(
                grpc => grpc.MaxReceiveMessageSize = CertificateService.MessageSizeMax);

        var cache = new ResourceCache();
        builder.Services.AddSingleton(options)
            .AddSingleton(configuration)
            .AddSingleton(security)
            .AddSingleton(security.RootCertificate)
            .AddSingleton(cache)
            .AddSingleton<ConnectedProxies>()
            .AddSingleton(services => new NodeAuthentication(
                options.Time, services.GetRequiredService<ILogger<NodeAuthentication>>()))
            .AddSingleton<INodeClassifier>(services => services.GetRequiredService<ConnectedProxies>())
            .AddSingleton(services => new AdsServer(
                cache, services.GetRequiredService<INodeClassifier>(), time: options.Time,
                logger: services.GetRequiredService<ILogger<AdsServer>>()))
            .AddSingleton(services => new CsdsServer(
                services.GetRequiredService<AdsServer>().Clients,
                services.GetRequiredService<ConnectedProxies>().VisibleTo))
            .AddSingleton(services => new CertificateService(
                security.Registration, security.Tokens, options.Time,
                services.GetRequiredService<ILogger<CertificateService>>()))
            .AddSingleton(services => new RotationDriver(
                security, services.GetRequiredService<AdsServer>(), services.GetRequiredService<ConnectedProxies>(),
                options.Time, services.GetRequiredService<ILogger<RotationDriver>>()))
            .AddSingleton(new KeySetCatalog(options.Time, StateDirectory.KeySetsFile(options.StateDirectory)))
            .AddSingleton(services => new MeshStateBuilder(
                options.Mesh with
                {
                    TrustDomain = security.Authority.TrustDomain.Name,
                    AuthorityTrustDomain = security.Authority.TrustDomain.Name,
                },
                new ServiceAddresses(
                    options.ServiceNetwork, StateDirectory.ServiceAddressesFile(options.StateDirectory)),
                services.GetRequiredService<KeySetCatalog>()))
            .AddSingleton(services => new KeySetUpdater(
                services.GetRequiredService<KeySetCatalog>(),
                new KeySetFetcher(options.Time),
                services.GetRequiredService<PushScheduler>(),
                options.Time,
                services.GetRequiredService<ILogger<KeySetUpdater>>()))
            .AddSingleton(configuration.Store)
            .AddSingleton<PushScheduler>()
            .AddSingleton<ManagementApi>();

        var app = builder.Build();
        app.Use(EndStreamsWhenStoppingAsync);
        app.Use(new PeerIdentification(options.Time).InvokeAsync);
        app.MapGrpcService<AdsServer>();
        app.MapGrpcService<CsdsServer>();
        app.MapGrpcService<CertificateService>();
        app.Services.GetRequiredService<ManagementApi>().Map(app);
        return app;
    }

    /// <summary>Completes when the process was told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation) =>
        ((IHost)_app).WaitForShutdownAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        _configuration.Dispose();
        await _app.DisposeAsync();
        _security.Dispose();
        File.Delete(StateDirectory.ControlPlaneFile(_options.StateDirectory));
        _lock.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        _app.Services.GetRequiredService<PushScheduler>().Start();
        _app.Services.GetRequiredService<KeySetUpdater>().Start();
        // The socket of a control plane that was killed is in the way of the next one's.
        File.Delete(StateDirectory.ApiSocket(_options.StateDirectory));
        await _app.StartAsync(cancellation);
        File.SetUnixFileMode(
            StateDirectory.ApiSocket(_options.StateDirectory), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var server = _app.Services.GetRequiredService<IServer>();
        XdsEndpoint = ServerEndpoints.Bound(server, "http", _options.XdsAddress) ?? XdsEndpoint;
        SecureEndpoint = ServerEndpoints.Bound(server, "https", _options.SecureAddress ?? _options.XdsAddress);
        _app.Services.GetRequiredService<RotationDriver>().Start();
        WriteControlPlaneFile();
    }

    /// <summary>
    /// A stream to a proxy never ends by itself, so whoever stops the control plane would wait for it in
    /// vain.
    /// </summary>
    private static async Task EndStreamsWhenStoppingAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            await next(http);
            return;
        }
        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var stop = lifetime.ApplicationStopping.Register(http.Abort);
        await next(http);
    }

    private void WriteControlPlaneFile()
    {
        var file = StateDirectory.ControlPlaneFile(_options.StateDirectory);
        var content = new
        {
            pid = Environment.ProcessId,
            xdsAddress = XdsEndpoint.Address.ToString(),
            xdsPort = XdsEndpoint.Port,
            secureAddress = SecureEndpoint?.Address.ToString(),
            securePort = SecureEndpoint?.Port,
            trustDomain = _security.Authority.TrustDomain.Name,
            apiSocket = StateDirectory.ApiSocket(_options.StateDirectory),
        };
        File.WriteAllText(file + ".tmp", JsonSerializer.Serialize(content, ApiJson.Options));
        File.Move(file + ".tmp", file, overwrite: true);
    }
}
