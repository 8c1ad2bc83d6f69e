using System.Net.Sockets;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Net.Tls;
using Outrigger.Tests.Tls;

namespace Outrigger.Net.Tests.Tls;

public sealed class TlsStreamTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly LoopThread _thread = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _thread.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(TlsProtocolVersion.Tls12, 1)]
    [InlineData(TlsProtocolVersion.Tls13, 100)]
    [InlineData(TlsProtocolVersion.Tls13, 3_000_000)]
    public async Task What_is_written_comes_back(TlsProtocolVersion version, int count)
    {
        using var server = new TlsEchoServer(_thread, Server());
        await using var stream = await ConnectAsync(server.EndPoint, Client() with { VersionMax = version });
        Assert.Equal("h2", stream.NegotiatedProtocol);
        var data = new byte[count];
        new Random(3).NextBytes(data);
        var received = new byte[count];
        var writing = stream.WriteAsync(data, Cancellation).AsTask();
        await stream.ReadExactlyAsync(received, Cancellation).AsTask().WaitAsync(LoopThread.Patience, Cancellation);
        await writing;
        Assert.Equal(data, received);
        var outcome = await server.NextOutcomeAsync();
        Assert.Equal("server.test", outcome.ServerName);
        Assert.Equal(["spiffe://test/ns/a/sa/b"], outcome.Peer!.UriNames);
    }

    [Fact]
    public async Task A_read_of_no_bytes_waits_until_there_are_some()
    {
        using var server = new TlsEchoServer(_thread, Server());
        await using var stream = await ConnectAsync(server.EndPoint, Client());
        var waiting = stream.ReadAsync(Memory<byte>.Empty, Cancellation).AsTask();
        Assert.False(waiting.IsCompleted);
        await stream.WriteAsync("ping"u8.ToArray(), Cancellation);
        Assert.Equal(0, await waiting.WaitAsync(LoopThread.Patience, Cancellation));
        var received = new byte[4];
        await stream.ReadExactlyAsync(received, Cancellation);
        Assert.Equal("ping"u8, received);
    }

    [Fact]
    public async Task A_server_of_another_authority_or_name_is_refused()
    {
        using var server = new TlsEchoServer(_thread, Server());
        using var other = new TestAuthority("CN=Other");
        var untrusted = Client() with { Verification = new TlsVerification { RootsPem = other.PemBytes } };
        var misnamed = Client() with
        {
            Verification = new TlsVerification
            {
                RootsPem = _authority.PemBytes,
                SubjectAltNames = [SubjectAltNameMatcher.Exact(SubjectAltNameType.Dns, "another.test")],
            },
        };
        var fault = await Assert.ThrowsAsync<TlsStreamException>(() => ConnectAsync(server.EndPoint, untrusted));
        Assert.Equal(TlsFailure.Untrusted, fault.Failure);
        fault = await Assert.ThrowsAsync<TlsStreamException>(() => ConnectAsync(server.EndPoint, misnamed));
        Assert.Equal(TlsFailure.NameMismatch, fault.Failure);
        Assert.Contains("another.test", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_certificate_learns_why_it_is_refused()
    {
        using var server = new TlsEchoServer(_thread, Server());
        await using var stream = await ConnectAsync(server.EndPoint, Client() with { Certificates = [] });
        var fault = await Assert.ThrowsAsync<TlsStreamException>(
            async () => await stream.ReadExactlyAsync(new byte[1], Cancellation));
        Assert.Contains("certificate required", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_that_closes_or_does_not_speak_tls_is_a_failure_in_words()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var connecting = ConnectAsync((IPEndPoint)listener.LocalEndPoint!, Client());
        using (await listener.AcceptAsync(Cancellation))
        {
            // Closed at once.
        }

        var fault = await Assert.ThrowsAnyAsync<IOException>(() => connecting);
        Assert.NotEmpty(fault.Message);
        connecting = ConnectAsync((IPEndPoint)listener.LocalEndPoint!, Client());
        using var plain = await listener.AcceptAsync(Cancellation);
        await plain.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancellation);
        var wrong = await Assert.ThrowsAsync<TlsStreamException>(() => connecting);
        Assert.Equal(TlsFailure.Protocol, wrong.Failure);
    }

    [Theory]
    [InlineData(TlsKeyType.P256)]
    [InlineData(TlsKeyType.P384)]
    [InlineData(TlsKeyType.Rsa2048)]
    public void A_key_asks_for_a_certificate_with_its_name(TlsKeyType type)
    {
        const string Name = "spiffe://cluster.local/ns/default/sa/bookinfo-reviews";
        using var key = TlsPrivateKey.Generate(type);
        var pem = System.Text.Encoding.ASCII.GetString(key.CreateRequest(Name));
        // Loading checks the signature, too.
        var request = CertificateRequest.LoadSigningRequestPem(
            pem, System.Security.Cryptography.HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        Assert.Equal("", request.SubjectName.Name);
        var names = Assert.Single(request.CertificateExtensions);
        Assert.True(names.Critical);
        Assert.Equal("2.5.29.17", names.Oid!.Value);
        Assert.Contains(Name, System.Text.Encoding.ASCII.GetString(names.RawData), StringComparison.Ordinal);
        var text = System.Text.Encoding.ASCII.GetString(key.ToPem());
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_are_never_the_same()
    {
        using var first = TlsPrivateKey.Generate(TlsKeyType.P256);
        using var second = TlsPrivateKey.Generate(TlsKeyType.P256);
        Assert.NotEqual(first.ToPem(), second.ToPem());
    }

    [Fact]
    public void A_chain_is_good_only_by_the_roots_that_vouch_for_it()
    {
        using var other = new TestAuthority("CN=Other");
        var leaf = _authority.Issue("spiffe://test/ns/a/sa/b");
        Assert.Null(TlsChain.FindFault(leaf.PemBytes, _authority.PemBytes));
        Assert.Null(TlsChain.FindFault(leaf.PemBytes, [.. other.PemBytes, .. _authority.PemBytes]));
        Assert.NotNull(TlsChain.FindFault(leaf.PemBytes, other.PemBytes));
        var expired = _authority.Issue(new IssueOptions(IsExpired: true), "a.test");
        Assert.Contains(
            "expired", TlsChain.FindFault(expired.PemBytes, _authority.PemBytes)!, StringComparison.Ordinal);
        var read = Assert.Single(TlsPeerCertificate.ReadPem(leaf.PemBytes, "the chain"));
        Assert.Equal(["spiffe://test/ns/a/sa/b"], read.UriNames);
        Assert.False(read.IsSelfIssued);
    }

    private static async Task<TlsStream> ConnectAsync(IPEndPoint server, TlsClientOptions options)
    {
        var context = TlsContext.CreateClient(options);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, Cancellation);
        return await TlsStream.ConnectAsync(socket, context, default, Cancellation);
    }

    private TlsServerOptions Server() => TlsEchoServer.Options(_authority.Issue("server.test")) with
    {
        ApplicationProtocols = ["h2"],
        RequiresClientCertificate = true,
        Verification = new TlsVerification { RootsPem = _authority.PemBytes },
    };

    private TlsClientOptions Client()
    {
        var own = _authority.Issue("spiffe://test/ns/a/sa/b");
        return new TlsClientOptions
        {
            ServerName = "server.test",
            ApplicationProtocols = ["h2"],
            Certificates = [new TlsCertificate(own.PemBytes, own.KeyPemBytes)],
            Verification = new TlsVerification { RootsPem = _authority.PemBytes, ChecksServerName = true },
        };
    }
}
