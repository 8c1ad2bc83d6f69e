using System.Net.Security;
using System.Security.Authentication;
using Outrigger.Net.Tls;
using Outrigger.Tests.Tls;

namespace Outrigger.Net.Tests.Tls;

public sealed class TlsServerTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly LoopThread _thread = new();

    public void Dispose()
    {
        _thread.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, false, "TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256")]
    [InlineData(SslProtocols.Tls12, true, "TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData(SslProtocols.Tls13, false, "TLSv1.3", "TLS_AES_128_GCM_SHA256")]
    public async Task A_client_is_served(SslProtocols protocol, bool isRsa, string version, string suite)
    {
        using var server = new TlsEchoServer(
            _thread, TlsEchoServer.Options(_authority.Issue(new IssueOptions(IsRsa: isRsa), "server.test")));
        using (var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority), protocol))
            Assert.Equal([1, 2, 3], await client.ExchangeAsync([1, 2, 3]));
        var outcome = await server.NextOutcomeAsync();
        Assert.True(outcome.IsEstablished, outcome.FailureText);
        Assert.Equal((version, suite, "X25519", "server.test"),
            (outcome.Version, outcome.CipherSuite, outcome.Group, outcome.ServerName));
        Assert.Null(outcome.Peer);
        _thread.WaitUntil(() => server.Ended == 1, "the connection ends");
        Assert.Empty(_thread.Faults);
        Assert.Equal(1, _thread.Run(() => _thread.Loop.SourceCount) - 1);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_megabyte_goes_both_ways(SslProtocols protocol)
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")));
        using var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority), protocol);
        var data = new byte[1024 * 1024];
        new Random(1).NextBytes(data);
        Assert.Equal(data, await client.ExchangeAsync(data));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_with_a_certificate_is_known(SslProtocols protocol)
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")) with
        {
            RequiresClientCertificate = true,
            Verification = new TlsVerification
            {
                RootsPem = _authority.PemBytes,
                SubjectAltNames = [SubjectAltNameMatcher.Prefix(SubjectAltNameType.Uri, "spiffe://cluster.local/")],
            },
        });
        using var certificate = _authority.Issue(
            new IssueOptions("CN=frontend, O=Example"), "spiffe://cluster.local/ns/a/sa/b", "front.test").ToX509();
        using var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority), protocol, certificate);
        Assert.Equal([9], await client.ExchangeAsync([9]));
        var outcome = await server.NextOutcomeAsync();
        Assert.True(outcome.IsEstablished, outcome.FailureText);
        var peer = outcome.Peer!;
        Assert.Equal("CN=frontend,O=Example", peer.Subject);
        Assert.Equal("CN=Test CA", peer.Issuer);
        Assert.Equal(["spiffe://cluster.local/ns/a/sa/b"], peer.UriNames);
        Assert.Equal(["front.test"], peer.DnsNames);
        Assert.Equal(certificate.RawData, peer.Der.ToArray());
        Assert.Equal(certificate.SerialNumber.ToLowerInvariant(), peer.SerialNumber);
        Assert.Equal(certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant(),
            peer.Sha256Fingerprint);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), peer.NotAfter.UtcDateTime);
        Assert.Equal(certificate.ExportCertificatePem() + "\n", peer.Pem);
    }

    [Fact]
    public async Task The_certificate_is_chosen_by_server_name()
    {
        TestCertificate[] certificates =
        [
            _authority.Issue("first.test"), _authority.Issue("exact.test", "*.wild.test"), _authority.Issue("a.wild.test"),
        ];
        using var server = new TlsEchoServer(_thread, new TlsServerOptions
        {
            Certificates = [.. certificates.Select(each => new TlsCertificate(each.PemBytes, each.KeyPemBytes))],
        });
        await AssertServedAsync("exact.test", 1);
        await AssertServedAsync("b.wild.test", 1);
        await AssertServedAsync("a.wild.test", 2);
        await AssertServedAsync("first.test", 0);
        var fault = await Assert.ThrowsAsync<AuthenticationException>(
            () => TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority, "unknown.test")));
        Assert.Contains("RemoteCertificateNameMismatch", fault.Message, StringComparison.Ordinal);

        async Task AssertServedAsync(string name, int index)
        {
            using var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority, name));
            using var expected = certificates[index].ToX509();
            Assert.Equal(expected.Thumbprint, client.Stream.RemoteCertificate!.GetCertHashString());
        }
    }

    [Theory]
    [InlineData("h2,http/1.1", "http/1.1,h2", "h2")]
    [InlineData("http/1.1,h2", "h2,http/1.1", "http/1.1")]
    [InlineData("h2", "http/1.1", "")]
    [InlineData("", "h2", "")]
    public async Task The_protocol_is_chosen_by_the_servers_preference(string own, string offered, string expected)
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")) with
        {
            ApplicationProtocols = own.Split(',', StringSplitOptions.RemoveEmptyEntries),
        });
        var options = TestClient.Options(_authority);
        options.ApplicationProtocols = [.. offered.Split(',').Select(name => new SslApplicationProtocol(name))];
        using var client = await TestClient.ConnectAsync(server.EndPoint, options);
        Assert.Equal(expected, client.Stream.NegotiatedApplicationProtocol.ToString());
        Assert.Equal(expected, (await server.NextOutcomeAsync()).Protocol);
    }

    [Theory]
    [InlineData("none", TlsFailure.NoCertificate, "the peer did not show a certificate")]
    [InlineData("stranger", TlsFailure.Untrusted, "certificate verify failed: unable to get local issuer certificate")]
    [InlineData("expired", TlsFailure.Untrusted, "certificate verify failed: certificate has expired")]
    [InlineData("revoked", TlsFailure.Untrusted, "certificate verify failed: certificate revoked")]
    [InlineData("name", TlsFailure.NameMismatch,
        "certificate verify failed: SAN matches none of URI spiffe://good: the certificate is for DNS b.test, URI spiffe://bad/")]
    [InlineData("good", TlsFailure.None, "")]
    public async Task A_client_is_judged_and_the_reason_is_told(string which, TlsFailure failure, string text)
    {
        using var stranger = new TestAuthority("CN=Stranger");
        var good = _authority.Issue("spiffe://good/");
        var revoked = _authority.Issue("spiffe://good/");
        var certificate = which switch
        {
            "none" => null,
            "stranger" => stranger.Issue("spiffe://good/"),
            "expired" => _authority.Issue(new IssueOptions(IsExpired: true), "spiffe://good/"),
            "revoked" => revoked,
            "name" => _authority.Issue("spiffe://bad/", "b.test"),
            _ => good,
        };
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")) with
        {
            RequiresClientCertificate = true,
            Verification = new TlsVerification
            {
                RootsPem = _authority.PemBytes,
                RevocationListsPem = System.Text.Encoding.ASCII.GetBytes(_authority.Revoke(revoked)),
                SubjectAltNames = [SubjectAltNameMatcher.Prefix(SubjectAltNameType.Uri, "spiffe://good")],
            },
        });
        try
        {
            using var client = await TestClient.ConnectAsync(
                server.EndPoint, TestClient.Options(_authority), SslProtocols.None, certificate?.ToX509());
            await client.ExchangeAsync([1]);
            Assert.Equal(TlsFailure.None, failure);
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException)
        {
            Assert.NotEqual(TlsFailure.None, failure);
        }

        var outcome = await server.NextOutcomeAsync();
        Assert.Equal((failure, text.Replace("spiffe://good:", "spiffe://good*:")), (outcome.Failure, outcome.FailureText));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pinned_certificate_needs_no_root(bool isRight)
    {
        using var own = _authority.Issue("front.test").ToX509();
        var hash = isRight ? System.Security.Cryptography.SHA256.HashData(own.RawData) : new byte[32];
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")) with
        {
            RequiresClientCertificate = true,
            Verification = new TlsVerification { CertificateHashes = [hash] },
        });
        try
        {
            using var client = await TestClient.ConnectAsync(
                server.EndPoint, TestClient.Options(_authority), SslProtocols.Tls12, own);
        }
        catch (AuthenticationException)
        {
            Assert.False(isRight);
        }

        Assert.Equal(
            isRight ? TlsFailure.None : TlsFailure.HashMismatch, (await server.NextOutcomeAsync()).Failure);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "the peer speaks plain HTTP, not TLS")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "the peer speaks something else than TLS")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0000", "length too short")]
    public async Task Garbage_in_place_of_a_hello_is_told(string bytes, string text)
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")));
        using var client = await TestClient.OpenAsync(server.EndPoint);
        await client.Socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);
        var outcome = await server.NextOutcomeAsync();
        Assert.Equal(TlsFailure.Protocol, outcome.Failure);
        Assert.Contains(text, outcome.FailureText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_away_during_the_handshake_is_told()
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")));
        using (var client = await TestClient.OpenAsync(server.EndPoint))
            await client.Socket.SendAsync(new byte[] { 0x16, 3, 1, 2 }, TestContext.Current.CancellationToken);
        var outcome = await server.NextOutcomeAsync();
        Assert.Equal(TlsFailure.Disconnected, outcome.Failure);
        Assert.Equal("the peer closed the connection during the handshake", outcome.FailureText);
    }

    [Fact]
    public async Task A_stalled_handshake_ends_in_time()
    {
        using var server = new TlsEchoServer(
            _thread, TlsEchoServer.Options(_authority.Issue("server.test")), handshakeTimeoutMs: 50);
        using var client = await TestClient.OpenAsync(server.EndPoint);
        Assert.Equal(TlsFailure.TimedOut, (await server.NextOutcomeAsync()).Failure);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Bytes_that_come_one_by_one_are_served(SslProtocols protocol)
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")));
        using var relay = new DribblingRelay(server.EndPoint);
        using var client = await TestClient.ConnectAsync(relay.EndPoint, TestClient.Options(_authority), protocol);
        Assert.Equal([1, 2, 3], await client.ExchangeAsync([1, 2, 3]));
    }

    [Fact]
    public async Task An_end_without_farewell_is_a_failure_and_one_with_it_an_end()
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")));
        using (var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority)))
            await client.Stream.ShutdownAsync();
        _thread.WaitUntil(() => server.LastStatus == Outrigger.Net.Sockets.IoStatus.EndOfStream, "the end is read");
        using (var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority)))
            client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
        _thread.WaitUntil(() => server.LastStatus == Outrigger.Net.Sockets.IoStatus.Failed, "the cut is read");
        Assert.Contains("may be cut off", server.LastFailureText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_is_swapped_under_load_without_dropping_a_connection()
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")));
        using var stop = new CancellationTokenSource();
        using var old = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority));
        var loads = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; !stop.IsCancellationRequested; count++)
            {
                using var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority));
                Assert.Equal([5], await client.ExchangeAsync([5]));
            }

            return count;
        })).ToArray();
        for (var count = 0; count < 20; count++)
        {
            server.Contexts.Swap(TlsContext.CreateServer(TlsEchoServer.Options(_authority.Issue("server.test"))));
            Assert.Equal([7], await old.ExchangeAsync([7]));
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(loads), count => Assert.True(count > 0));
        Assert.Empty(_thread.Faults);
    }

    [Fact]
    public async Task Echoes_allocate_nothing()
    {
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(_authority.Issue("server.test")))
        {
            EchoesPerReset = 200,
        };
        using var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority));
        for (var count = 0; count < 1200; count++)
            await client.ExchangeAsync([1, 2, 3, 4]);
        var before = server.AllocatedBytes;
        var after = _thread.Run(GC.GetAllocatedBytesForCurrentThread);
        // What the test itself posts to the loop is all there is.
        Assert.InRange(after - before, 0, 4096);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_told()
    {
        var one = _authority.Issue("a.test");
        var other = _authority.Issue("b.test");
        AssertRefused("does not belong", new() { Certificates = [new(one.PemBytes, other.KeyPemBytes)] });
        AssertRefused("found no certificate in PEM", new() { Certificates = [new("nothing"u8.ToArray(), one.KeyPemBytes)] });
        AssertRefused("private key cannot be read", new() { Certificates = [new(one.PemBytes, "nothing"u8.ToArray())] });
        AssertRefused("a server needs a certificate", new());
        var good = TlsEchoServer.Options(one);
        AssertRefused("cipher suite NOTHING is not known", good with { CipherSuites = ["NOTHING"] });
        AssertRefused("group P-1 is not known", good with { Groups = ["P-1"] });
        AssertRefused("signature algorithm x is not known", good with { SignatureAlgorithms = ["x"] });
        AssertRefused("OCSP", good with { OcspStaplePolicy = OcspStaplePolicy.Must });

        static void AssertRefused(string text, TlsServerOptions options) => Assert.Contains(
            text,
            Assert.Throws<TlsConfigurationException>(() => TlsContext.CreateServer(options)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ECDHE-ECDSA-AES256-GCM-SHA384", SslProtocols.Tls12)]
    [InlineData("TLS_CHACHA20_POLY1305_SHA256", SslProtocols.Tls13)]
    public async Task The_cipher_suite_is_the_configured_one(string suite, SslProtocols protocol)
    {
        using var server = new TlsEchoServer(
            _thread, TlsEchoServer.Options(_authority.Issue("server.test")) with { CipherSuites = [suite] });
        using var client = await TestClient.ConnectAsync(server.EndPoint, TestClient.Options(_authority), protocol);
        Assert.Equal(suite, (await server.NextOutcomeAsync()).CipherSuite);
    }
}
