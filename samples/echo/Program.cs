// Says back what it is told: HTTP and WebSocket on PORT (8080), gRPC on GRPC_PORT (9000), both on BIND_ADDRESS.

using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Outrigger.Samples.Echo;

var address = IPAddress.Parse(Read("BIND_ADDRESS", "0.0.0.0"));
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(address, ReadPort("PORT", "8080"));
    kestrel.Listen(address, ReadPort("GRPC_PORT", "9000"), listen => listen.Protocols = HttpProtocols.Http2);
});
builder.Services.AddRoutingCore();
builder.Services.AddGrpc();

var app = builder.Build();
app.UseWebSockets();
app.UseRouting();
app.MapGrpcService<EchoService>();
app.MapGet("/health", () => "healthy");
app.Map("/socket", context => context.WebSockets.IsWebSocketRequest
    ? WebSocketEcho.RunAsync(context)
    : Refuse(context, StatusCodes.Status400BadRequest));
app.Map("/echo", context => context.Request.Body.CopyToAsync(context.Response.Body));
await app.RunAsync();

static Task Refuse(HttpContext context, int status)
{
    context.Response.StatusCode = status;
    return Task.CompletedTask;
}

static int ReadPort(string name, string fallback) => int.Parse(Read(name, fallback), CultureInfo.InvariantCulture);

static string Read(string name, string fallback) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : fallback;
