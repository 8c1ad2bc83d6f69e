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
        Assert.Equal((version, suite, "x25519", "server.test"),
            (outcome.Version, outcome.CipherSuite, outcome.Group.ToLowerInvariant(), outcome.ServerName));
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
}
