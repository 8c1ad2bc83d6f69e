using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Tests.DataPath.Listeners;

public sealed class ProtocolInspectorTests
{
    private const ListenerFilters Both = ListenerFilters.TlsInspector | ListenerFilters.HttpInspector;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "http/1.1")]
    [InlineData("PATCH /a?b HTTP/1.0\r\n", "http/1.0")]
    [InlineData("PRI * HTTP/2.0\r\n", "h2c")]
    [InlineData("SSH-2.0-OpenSSH\r\n", "")]
    [InlineData("GET /\r\n", "")]
    [InlineData("\0\u0001binary", "")]
    public void Plain_protocols_are_told_apart_however_the_bytes_come(string first, string protocol)
    {
        var bytes = Encoding.Latin1.GetBytes(first + "rest");
        var inspector = new ProtocolInspector();
        var length = 0;
        while (!inspector.Inspect(bytes.AsSpan(0, length), Both))
            Assert.True(++length <= bytes.Length, "It asks for more than there is.");
        Assert.False(inspector.IsTls);
        Assert.Equal(protocol, inspector.ApplicationProtocols.IsEmpty
            ? ""
            : Encoding.ASCII.GetString(inspector.ApplicationProtocols[1..]));
    }

    [Fact]
    public async Task A_real_client_hello_tells_server_name_and_protocols()
    {
        var hello = await RecordHelloAsync("Example.COM", SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);
        var inspector = new ProtocolInspector();
        for (var length = 0; length < hello.Length; length += 7)
            Assert.False(inspector.Inspect(hello.AsSpan(0, length), Both));
        Assert.True(inspector.Inspect(hello, Both));
        Assert.True(inspector.IsTls);
        Assert.Equal("example.com", Encoding.ASCII.GetString(inspector.ServerName));
        Assert.Equal("\u0002h2\u0008http/1.1", Encoding.ASCII.GetString(inspector.ApplicationProtocols));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(200)]
    [InlineData(23)]
    public async Task A_hello_over_several_records_tells_the_same(int recordLength)
    {
        var whole = await RecordHelloAsync("spread.example.com", SslApplicationProtocol.Http2);
        List<byte> spread = [];
        foreach (var fragment in whole[5..].Chunk(recordLength))
            spread.AddRange([0x16, 3, 1, (byte)(fragment.Length >> 8), (byte)fragment.Length, .. fragment]);
        var bytes = spread.ToArray();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(ClientHelloStatus.NeedMoreData, ClientHello.TryRead(bytes.AsSpan(0, length), out _));
        Assert.Equal(ClientHelloStatus.Complete, ClientHello.TryRead(bytes, out var hello));
        Assert.Equal("spread.example.com", Encoding.ASCII.GetString(hello.ServerName));
    }

    [Theory]
    [InlineData("16 03 01 00 00")]
    [InlineData("16 03 01 40 01")]
    [InlineData("16 02 01 00 10")]
    [InlineData("16 03 01 00 01 02")]
    [InlineData("16 03 01 00 04 01 00 40 01")]
    [InlineData("16 03 01 00 02 01 00 17 03 03 00 01 00")]
    public void What_can_be_no_hello_is_not_waited_for(string bytes) => Assert.Equal(
        ClientHelloStatus.Invalid, ClientHello.TryRead(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)), out _));

    [Fact]
    public void A_hello_in_crumbs_is_given_up()
    {
        byte[] crumbs = [.. Enumerable.Range(0, 64).SelectMany(index => (byte[])[0x16, 3, 1, 0, 1, (byte)(index == 0 ? 1 : 0)])];
        Assert.Equal(ClientHelloStatus.Invalid, ClientHello.TryRead(crumbs, out _));
    }

    [Fact]
    public async Task A_damaged_hello_never_fails_otherwise_than_by_saying_so()
    {
        var hello = await RecordHelloAsync("example.com", SslApplicationProtocol.Http11);
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])hello.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                damaged[random.Next(9, damaged.Length)] = (byte)random.Next(256);
            _ = ClientHello.TryRead(damaged.AsSpan(0, random.Next(damaged.Length)), out _);
            Assert.NotEqual(ClientHelloStatus.NeedMoreData, ClientHello.TryRead(damaged, out _));
        }
    }

    private static async Task<byte[]> RecordHelloAsync(string host, params List<SslApplicationProtocol> protocols)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var tls = new SslStream(client.GetStream());
        var handshake = tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, ApplicationProtocols = protocols },
            TestContext.Current.CancellationToken);
        var header = new byte[5];
        await accepted.GetStream().ReadExactlyAsync(header, TestContext.Current.CancellationToken);
        var body = new byte[(header[3] << 8) | header[4]];
        await accepted.GetStream().ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        accepted.Close();
        await Assert.ThrowsAnyAsync<Exception>(() => handshake);
        return [.. header, .. body];
    }
}
