using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Outrigger.Xds.Tests.Interop;

/// <summary>
/// gRPC servers that answer every unary call with their own name. They write gRPC's frames themselves: the
/// message is the name's bytes, so neither side needs generated code.
/// </summary>
internal sealed class Greeters : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Greeters(WebApplication application, IReadOnlyDictionary<string, int> ports)
    {
        _application = application;
        Ports = ports;
    }

    /// <summary>The ports on 127.0.0.1 by name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    public static async Task<Greeters> StartAsync(params string[] names)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (string _ in names)
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        WebApplication application = builder.Build();
        Dictionary<int, byte[]> frames = [];
        application.Run(context => AnswerAsync(context, frames[context.Connection.LocalPort]));
        await application.StartAsync();
        int[] ports = [.. application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port)];
        for (int index = 0; index < names.Length; index++)
            frames[ports[index]] = Frame(names[index]);
        return new Greeters(
            application, names.Zip(ports).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, byte[] frame)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(frame, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static byte[] Frame(string name)
    {
        byte[] message = Encoding.UTF8.GetBytes(name);
        // Not compressed, then the length in four bytes.
        return [0, 0, 0, 0, (byte)message.Length, .. message];
    }
}
