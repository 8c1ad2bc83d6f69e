using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Outrigger.Interop.Tests.Grpc;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Servers;

/// <summary>ASP.NET Core in this process as the server behind the proxies.</summary>
internal sealed class KestrelServer : IAsyncDisposable
{
    /// <summary>The field of every answer that tells which server it is from.</summary>
    public const string PortHeader = "x-server-port";

    private const int PieceBytes = 1 << 16;

    private readonly WebApplication _application;

    private KestrelServer(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>The requests to <c>/gate</c>, all of which are answered when as many have come as were asked for.</summary>
    public Gate Gate { get; } = new();

    public static async Task<KestrelServer> StartAsync(LinkProtocol protocol)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocol.UsesHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
                if (protocol.Protection != Protection.None)
                {
                    listen.UseHttps(TestCertificates.Instance.Certificate);
                }
            });
        });
        var server = new KestrelServer(builder.Build());
        server.Map();
        await server._application.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private void Map()
    {
        _application.Use((context, next) =>
        {
            context.Response.Headers[PortHeader] = context.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);
            return next(context);
        });
        _application.MapGrpcService<ChatService>();
        _application.MapGet("/hello", () => "hello");
        _application.MapGet("/headers", (HttpRequest request) => string.Join(
            '\n', request.Headers.Select(each => $"{each.Key.ToLowerInvariant()}: {each.Value}")));
        _application.MapPost("/echo", EchoAsync);
        _application.MapMethods("/count", ["POST", "PUT"], CountAsync);
        _application.MapGet("/bytes/{count:long}", SendAsync);
        _application.MapGet("/gate", () => Gate.PassAsync());
    }

    private static async Task EchoAsync(HttpRequest request, HttpResponse response)
    {
        response.ContentType = request.ContentType;
        if (response.SupportsTrailers())
        {
            response.DeclareTrailer("x-checked");
        }

        await request.Body.CopyToAsync(response.Body);
        if (response.SupportsTrailers())
        {
            response.AppendTrailer("x-checked", "yes");
        }
    }

    private static async Task CountAsync(HttpRequest request, HttpResponse response)
    {
        var buffer = new byte[PieceBytes];
        long count = 0;
        int read;
        while ((read = await request.Body.ReadAsync(buffer)) > 0)
        {
            count += read;
        }

        await response.WriteAsync(count.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task SendAsync(long count, HttpResponse response)
    {
        response.ContentLength = count;
        var piece = new byte[PieceBytes];
        for (var left = count; left > 0; left -= PieceBytes)
        {
            await response.Body.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, PieceBytes)));
        }
    }
}
