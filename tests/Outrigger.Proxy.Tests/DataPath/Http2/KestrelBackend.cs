using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Outrigger.Proxy.Tests.DataPath.Http2;

/// <summary>A server of the framework's for one version of HTTP in clear text.</summary>
internal sealed class KestrelBackend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requestsCount;

    private KestrelBackend(WebApplication app) => _app = app;

    public IPEndPoint EndPoint { get; private set; } = null!;

    public int RequestsCount => Volatile.Read(ref _requestsCount);

    /// <summary>Ends when the client goes away from a request to <c>/hang</c>.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets <c>/break</c> go on, and break off.</summary>
    public TaskCompletionSource Break { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<KestrelBackend> StartAsync(
        bool speaksHttp2, RequestDelegate? handler = null, Action<KestrelServerOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            configure?.Invoke(options);
            options.Listen(
                IPAddress.Loopback, 0,
                listen => listen.Protocols = speaksHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        });
        var app = builder.Build();
        var backend = new KestrelBackend(app);
        app.UseWebSockets();
        app.Run(handler ?? backend.AnswerAsync);
        await app.StartAsync();
        backend.EndPoint = new IPEndPoint(IPAddress.Loopback, new Uri(app.Urls.First()).Port);
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requestsCount);
        var (request, response) = (context.Request, context.Response);
        switch (request.Path.Value)
        {
            case "/echo":
                // Only all of it, and then the answer: some clients read nothing before they have sent everything.
                using (var content = new MemoryStream())
                {
                    await request.Body.CopyToAsync(content);
                    content.Position = 0;
                    await content.CopyToAsync(response.Body);
                }

                break;
            case "/head":
                response.Headers["x-method"] = request.Method;
                response.Headers["x-host"] = request.Host.Value;
                response.Headers["x-cookie"] = request.Headers.Cookie.ToString();
                response.Headers["x-te"] = request.Headers.TE.ToString();
                response.ContentLength = 5;
                if (!HttpMethods.IsHead(request.Method))
                    await response.WriteAsync("hello");
                break;
            case "/nothing":
                response.StatusCode = 204;
                break;
            case "/trailers":
                response.DeclareTrailer("x-end");
                await response.WriteAsync("content");
                response.AppendTrailer("x-end", "done");
                break;
            case "/break":
                await response.WriteAsync("some");
                await response.Body.FlushAsync();
                await Break.Task;
                context.Abort();
                break;
            case "/hang":
                context.RequestAborted.Register(() => Aborted.TrySetResult());
                await response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case "/early":
                response.StatusCode = 413;
                await response.WriteAsync("too much");
                break;
            case "/websocket":
                await EchoWebSocketAsync(context);
                break;
            default:
                await response.WriteAsync("hello");
                break;
        }
    }

    private static async Task EchoWebSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(
                buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
    }
}
