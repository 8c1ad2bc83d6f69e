using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Net.Tls;
using Outrigger.Tests.Tls;

namespace Outrigger.Net.Tests.Tls;

public sealed class TlsClientTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly LoopThread _thread = new();

    public void Dispose()
    {
        _thread.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(TlsProtocolVersion.Tls12, 100)]
    [InlineData(TlsProtocolVersion.Tls13, 100)]
    [InlineData(TlsProtocolVersion.Tls12, 2_000_000)]
    [InlineData(TlsProtocolVersion.Tls13, 2_000_000)]
    public async Task Our_client_and_our_server_understand_each_other(TlsProtocolVersion version, int count)
    {
        using var server = new TlsEchoServer(_thread, Server());
        var client = TlsContext.CreateClient(Client() with { VersionMax = version });
        var data = new byte[count];
        new Random(2).NextBytes(data);
        var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client, data).InTime();
        Assert.True(outcome.IsEstablished, outcome.FailureText);
        Assert.Equal("", outcome.FailureText);
        Assert.Equal(version == TlsProtocolVersion.Tls12 ? "TLSv1.2" : "TLSv1.3", outcome.Version);
        client.Release();
        Assert.Empty(_thread.Faults);
    }

    [Theory]
    [InlineData(TlsProtocolVersion.Tls12, true)]
    [InlineData(TlsProtocolVersion.Tls12, false)]
    [InlineData(TlsProtocolVersion.Tls13, true)]
    public async Task Sessions_are_resumed_with_tickets_and_without(TlsProtocolVersion version, bool hasTickets)
    {
        using var server = new TlsEchoServer(_thread, Server() with
        {
            TicketKeys = hasTickets ? TlsTicketKeys.CreateRotating(TimeProvider.System, TimeSpan.FromHours(1)) : null,
        });
        var client = TlsContext.CreateClient(Client() with { VersionMax = version });
        for (var round = 0; round < 4; round++)
        {
            var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client).InTime();
            Assert.Equal((round > 0, ""), (outcome.IsResumed, outcome.FailureText));
            Assert.Equal(round > 0, (await server.NextOutcomeAsync()).IsResumed);
            // A resumed session still knows whose certificate it began with.
            Assert.Equal(["server.test"], outcome.Peer!.DnsNames);
        }

        client.Release();
    }

    [Fact]
    public async Task Tickets_outlive_a_renewed_certificate_and_one_rotation_but_not_other_roots()
    {
        var time = new FakeTimeProvider();
        var keys = TlsTicketKeys.CreateRotating(time, TimeSpan.FromHours(1));
        var options = Server() with { TicketKeys = keys };
        using var server = new TlsEchoServer(_thread, options);
        var client = TlsContext.CreateClient(Client());
        Assert.False(await ResumesAsync());
        server.Contexts.Swap(TlsContext.CreateServer(Server() with { TicketKeys = keys }));
        Assert.True(await ResumesAsync());
        time.Advance(TimeSpan.FromMinutes(61));
        Assert.True(await ResumesAsync());
        time.Advance(TimeSpan.FromHours(5));
        Assert.False(await ResumesAsync());
        server.Contexts.Swap(TlsContext.CreateServer(Server() with
        {
            TicketKeys = keys,
            Verification = new TlsVerification { RootsPem = _authority.PemBytes },
        }));
        Assert.False(await ResumesAsync());
        client.Release();

        async Task<bool> ResumesAsync()
        {
            var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client).InTime();
            Assert.True(outcome.IsEstablished, outcome.FailureText);
            return outcome.IsResumed;
        }
    }

    [Fact]
    public async Task Tickets_do_not_outlive_a_stricter_judgement_of_chains()
    {
        var keys = TlsTicketKeys.CreateRotating(TimeProvider.System, TimeSpan.FromHours(1));
        var lax = new TlsVerification { RootsPem = _authority.PemBytes, ChecksRevocationOfLeafOnly = true, DepthMax = 3 };
        using var server = new TlsEchoServer(_thread, Server() with { TicketKeys = keys, Verification = lax });
        var client = TlsContext.CreateClient(Client());
        foreach (var (judgement, isResumed) in new[]
        {
            (lax, false), (lax, true), (lax with { DepthMax = 1 }, false), (lax with { ChecksRevocationOfLeafOnly = false }, false),
        })
        {
            server.Contexts.Swap(TlsContext.CreateServer(Server() with { TicketKeys = keys, Verification = judgement }));
            var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client).InTime();
            Assert.Equal((isResumed, ""), (outcome.IsResumed, outcome.FailureText));
        }

        client.Release();
    }

    [Theory]
    [InlineData("server.test", "server.test", TlsFailure.None)]
    [InlineData("server.test", "other.test", TlsFailure.NameMismatch)]
    [InlineData("other.test", "server.test", TlsFailure.NameMismatch)]
    public async Task A_name_that_a_connection_demands_comes_on_top_of_the_configured_ones(
        string configured, string demanded, TlsFailure failure)
    {
        using var server = new TlsEchoServer(_thread, Server());
        var client = TlsContext.CreateClient(Client() with
        {
            Verification = new TlsVerification
            {
                RootsPem = _authority.PemBytes,
                SubjectAltNames = [SubjectAltNameMatcher.Exact(SubjectAltNameType.Dns, configured)],
            },
        });
        var request = new TlsPeerRequest { VerifiedName = demanded };
        var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client, request: request).InTime();
        Assert.Equal(failure, outcome.Failure);
        client.Release();
    }

    [Fact]
    public async Task A_session_never_vouches_for_another_name()
    {
        var both = _authority.Issue("server.test", "other.test");
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(both) with
        {
            TicketKeys = TlsTicketKeys.CreateRotating(TimeProvider.System, TimeSpan.FromHours(1)),
        });
        var client = TlsContext.CreateClient(Client() with { SessionsMax = 10 });
        foreach (var (name, isResumed) in new[] { ("server.test", false), ("other.test", false), ("server.test", true) })
        {
            var request = new TlsPeerRequest { ServerName = name };
            var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client, request: request).InTime();
            Assert.Equal((name, isResumed), (outcome.ServerName, outcome.IsResumed));
        }

        client.Release();
    }

    [Theory]
    [InlineData("server.test", "", TlsFailure.None)]
    [InlineData("127.0.0.1", "", TlsFailure.None)]
    [InlineData("a.wild.test", "", TlsFailure.None)]
    [InlineData("a.b.wild.test", "the certificate is for", TlsFailure.NameMismatch)]
    [InlineData("wild.test", "the certificate is for", TlsFailure.NameMismatch)]
    [InlineData("other.test", "the certificate is for DNS server.test, DNS *.wild.test, IP 127.0.0.1, not for other.test",
        TlsFailure.NameMismatch)]
    public async Task The_servers_name_is_checked(string name, string text, TlsFailure failure)
    {
        var certificate = _authority.Issue("server.test", "*.wild.test", "127.0.0.1");
        using var server = new TlsEchoServer(_thread, TlsEchoServer.Options(certificate));
        var client = TlsContext.CreateClient(Client() with { ServerName = name });
        var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client).InTime();
        Assert.Equal(failure, outcome.Failure);
        Assert.Contains(text, outcome.FailureText, StringComparison.Ordinal);
        if (failure != TlsFailure.None)
        {
            var theirs = await server.NextOutcomeAsync();
            if (theirs.Version.Length == 0)
                Assert.StartsWith("the peer sent the alert \"", theirs.FailureText, StringComparison.Ordinal);
        }

        client.Release();
    }

    [Fact]
    public async Task A_client_that_is_refused_learns_why()
    {
        using var server = new TlsEchoServer(_thread, Server() with
        {
            RequiresClientCertificate = true,
            Verification = new TlsVerification { RootsPem = _authority.PemBytes },
        });
        using var stranger = new TestAuthority("CN=Stranger");
        var own = stranger.Issue("front.test");
        var client = TlsContext.CreateClient(
            Client() with { Certificates = [new TlsCertificate(own.PemBytes, own.KeyPemBytes)] });
        var outcome = await OwnClient.ExchangeAsync(_thread, server.EndPoint, client).InTime();
        Assert.Equal(
            (TlsFailure.Protocol, "the peer sent the alert \"unknown CA\""), (outcome.Failure, outcome.FailureText));
        client.Release();
    }

    [Theory]
    [InlineData("-tls1_3 -no_ticket")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3 -Verify 3")]
    public async Task OpenSSLs_own_server_is_understood(string arguments)
    {
        var directory = Directory.CreateTempSubdirectory("outrigger-tls");
        try
        {
            var (own, root) = (Path.Combine(directory.FullName, "own.pem"), Path.Combine(directory.FullName, "root.pem"));
            var certificate = _authority.Issue("server.test");
            await File.WriteAllTextAsync(own, certificate.Pem + certificate.KeyPem, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(root, _authority.Pem, TestContext.Current.CancellationToken);
            var port = FreePort();
            using var process = Process.Start(new ProcessStartInfo(
                "openssl", $"s_server -rev -accept 127.0.0.1:{port} -cert {own} -CAfile {root} {arguments}")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            })!;
            await process.StandardOutput.ReadUntilAsync("ACCEPT");
            var client = TlsContext.CreateClient(Client() with
            {
                Certificates = [new TlsCertificate(certificate.PemBytes, certificate.KeyPemBytes)],
            });
            // The server sends each line back in reverse; this one reads the same from both ends.
            var endPoint = new IPEndPoint(IPAddress.Loopback, port);
            var outcome = await OwnClient.ExchangeAsync(_thread, endPoint, client, "abcba\n"u8.ToArray()).InTime();
            Assert.Equal((TlsFailure.None, ""), (outcome.Failure, outcome.FailureText));
            client.Release();
            process.Kill();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Secrets_are_written_where_and_for_whom_it_is_asked()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var server = new TlsEchoServer(_thread, Server());
            using (var log = new TlsKeyLog(path, (_, peer) => peer!.Port == server.EndPoint.Port))
            using (var none = new TlsKeyLog(path, (_, _) => false))
            {
                var client = TlsContext.CreateClient(Client() with { KeyLog = none });
                await OwnClient.ExchangeAsync(_thread, server.EndPoint, client).InTime();
                client.Release();
                Assert.Empty(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
                client = TlsContext.CreateClient(Client() with { KeyLog = log });
                await OwnClient.ExchangeAsync(_thread, server.EndPoint, client).InTime();
                client.Release();
            }

            var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains(lines, line => line.StartsWith("CLIENT_TRAFFIC_SECRET_0 ", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private TlsServerOptions Server() => TlsEchoServer.Options(_authority.Issue("server.test"));

    private TlsClientOptions Client() => new()
    {
        ServerName = "server.test",
        Verification = new TlsVerification { RootsPem = _authority.PemBytes, ChecksServerName = true },
    };
}

internal static class ReaderPatience
{
    /// <summary>Reads lines until one contains the text.</summary>
    public static async Task ReadUntilAsync(this StreamReader reader, string text)
    {
        var cancellation = TestContext.Current.CancellationToken;
        while (await reader.ReadLineAsync(cancellation).AsTask().WaitAsync(LoopThread.Patience, cancellation) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"The process ended before it said \"{text}\".");
    }
}
