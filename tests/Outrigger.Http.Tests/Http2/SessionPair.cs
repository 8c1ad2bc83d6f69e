using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>A client and a server, each with its own recorder, and the wire between them.</summary>
internal sealed class SessionPair
{
    internal SessionPair(Http2Options? clientOptions = null, Http2Options? serverOptions = null)
    {
        Client = new Http2Session(Http2Role.Client, clientOptions ?? Http2Options.Default, ClientSide, ClientOutput);
        Server = new Http2Session(Http2Role.Server, serverOptions ?? Http2Options.Default, ServerSide, ServerOutput);
        ClientSide.Session = Client;
        ServerSide.Session = Server;
        Client.Start();
        Server.Start();
        Exchange();
        Assert.Equal("settings", ClientSide.Take());
        Assert.Equal("settings", ServerSide.Take());
    }

    internal Http2Session Client { get; }

    internal Http2Session Server { get; }

    internal RecordingHandler ClientSide { get; } = new();

    internal RecordingHandler ServerSide { get; } = new();

    internal BufferOutput ClientOutput { get; } = new();

    internal BufferOutput ServerOutput { get; } = new();

    /// <summary>Carries bytes both ways until there are none.</summary>
    internal void Exchange()
    {
        while (!ClientOutput.Written.IsEmpty || !ServerOutput.Written.IsEmpty)
        {
            Carry(ClientOutput, Server);
            Client.OnOutputRoom();
            Carry(ServerOutput, Client);
            Server.OnOutputRoom();
        }
    }

    internal Http2Stream Open(RequestHead head, bool endsStream = true)
    {
        Assert.True(Client.TryOpenStream(head, endsStream, null, out Http2Stream? stream));
        return stream;
    }

    internal static RequestHead Request(string method = "GET", string path = "/", params (string Name, string Value)[] fields)
    {
        RequestHead head = new();
        Assert.True(head.TrySetMethod(Bytes(method)));
        Assert.True(head.TrySetPath(Bytes(path)));
        Assert.True(head.TrySetAuthority("example.org"u8));
        foreach ((string name, string value) in fields)
            Assert.True(head.Headers.TryAdd(Bytes(name), Bytes(value)));
        return head;
    }

    internal static ResponseHead Response(int status = 200, params (string Name, string Value)[] fields)
    {
        ResponseHead head = new() { Status = status };
        foreach ((string name, string value) in fields)
            Assert.True(head.Headers.TryAdd(Bytes(name), Bytes(value)));
        return head;
    }

    internal static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private static void Carry(BufferOutput output, Http2Session receiver)
    {
        byte[] bytes = output.Take();
        Assert.Equal(bytes.Length, receiver.Receive(bytes));
    }
}
