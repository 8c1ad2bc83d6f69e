using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Echo;

/// <summary>Says back what it is told over WebSocket.</summary>
internal static class WebSocketEcho
{
    private const int BufferBytes = 16 * 1024;

    public static async Task RunAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(
                buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage,
                context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
