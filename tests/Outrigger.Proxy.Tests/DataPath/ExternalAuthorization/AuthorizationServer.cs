using System.Collections.Concurrent;
using System.Net;
using Envoy.Service.Auth.V3;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Outrigger.Proxy.Tests.DataPath.ExternalAuthorization;

/// <summary>A service of <c>envoy.service.auth.v3.Authorization</c> on the framework's own gRPC.</summary>
internal sealed class AuthorizationServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AuthorizationServer(WebApplication app) => _app = app;

    public IPEndPoint EndPoint { get; private set; } = null!;

    public ConcurrentQueue<CheckRequest> Requests { get; } = new();

    public ConcurrentQueue<string> Authorities { get; } = new();

    /// <summary>What is answered; may throw, or wait.</summary>
    public Func<CheckRequest, ServerCallContext, Task<CheckResponse>> Answer { get; set; } =
        (_, _) => Task.FromResult(new CheckResponse());

    public static async Task<AuthorizationServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 64 * 1024 * 1024);
        builder.WebHost.ConfigureKestrel(options => options.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        AuthorizationServer? server = null;
        builder.Services.AddSingleton(_ => server!);
        var app = builder.Build();
        server = new AuthorizationServer(app);
        app.MapGrpcService<Service>();
        await app.StartAsync();
        server.EndPoint = new IPEndPoint(IPAddress.Loopback, new Uri(app.Urls.First()).Port);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private sealed class Service(AuthorizationServer server) : Envoy.Service.Auth.V3.Authorization.AuthorizationBase
    {
        public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
        {
            server.Authorities.Enqueue(context.Host);
            server.Requests.Enqueue(request);
            return server.Answer(request, context);
        }
    }
}
