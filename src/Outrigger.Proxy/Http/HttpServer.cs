using Outrigger.Http.Http2;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Http.Http2;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>Serves a client's connection with the version of HTTP that it speaks.</summary>
internal static class HttpServer
{
    private enum Codec : byte
    {
        Http1,
        Http2,

        /// <summary>The connection ended before it could be told.</summary>
        None,
    }

    /// <summary>Serves a connection to its end. The caller closes it.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="model">How HTTP is served on it.</param>
    public static async LoopTask ServeAsync(DownstreamConnection client, HttpConnectionManagerModel model)
    {
        var counts = new ConnectionCounts(client, model);
        try
        {
            var codec = model.Codec switch
            {
                DownstreamCodec.Http1 => Codec.Http1,
                DownstreamCodec.Http2 => Codec.Http2,
                _ => await DetectAsync(client, model, counts.Stats),
            };
            if (codec == Codec.Http1)
                await new Http1ServerConnection(client, model, counts).RunAsync();
            else if (codec == Codec.Http2)
                await new Http2ServerConnection(client, model, counts).RunAsync();
        }
        finally
        {
            counts.End();
        }
    }

    /// <summary>
    /// Tells the versions apart by what TLS has agreed on, else by the first bytes, which are HTTP/2's preface
    /// or are not.
    /// </summary>
    private static async LoopTask<Codec> DetectAsync(
        DownstreamConnection client, HttpConnectionManagerModel model, StatBlock<HttpStat> stats)
    {
        if (!client.NegotiatedProtocol.IsEmpty)
            return client.NegotiatedProtocol.SequenceEqual("h2"u8) ? Codec.Http2 : Codec.Http1;
        var socket = client.Socket;
        var idleMs = model.Timeouts.ConnectionIdleMs;
        var deadlineMs = idleMs == 0 ? long.MaxValue : socket.Loop.NowMs + idleMs;
        while (true)
        {
            var length = Math.Min(client.Input.Count, Http2Session.Preface.Length);
            if (!client.Input.Unread[..length].SequenceEqual(Http2Session.Preface[..length]))
                return Codec.Http1;
            if (length == Http2Session.Preface.Length)
                return Codec.Http2;
            if (!socket.IsReadable)
            {
                client.Input.ReleaseIfEmpty();
                client.IsIdle = true;
                var wait = await socket.ReadableAsync(deadlineMs);
                client.IsIdle = false;
                if (wait == WaitResult.TimedOut)
                    stats.Increment(HttpStat.DownstreamCxIdleTimeout);
                if (wait != WaitResult.Ready)
                    return Codec.None;
            }

            client.Input.EnsureRoom(1);
            var status = socket.TryRead(client.Input.Room, out var count);
            client.Input.Advance(count);
            if (status is IoStatus.EndOfStream or IoStatus.Failed)
                return Codec.None;
        }
    }
}
