using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Tests.DataPath.Listeners;

/// <summary>What stands before the TCP proxy: limits, and TLS that is led on by its server name unopened.</summary>
public sealed class NetworkFilterTests
{
    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_until_another_ends()
    {
        using var backend = new ScriptedBackend(async wire =>
        {
            await wire.SendAsync("hello");
            await wire.ReceiveToEndAsync();
        });
        using var proxy = new ProxyHarness(concurrency: 2);
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, Limit("2"));
        var first = await Wire.ConnectAsync(endPoint);
        using var second = await Wire.ConnectAsync(endPoint);
        Assert.Equal("hello", await first.ReceiveAsync(5));
        Assert.Equal("hello", await second.ReceiveAsync(5));
        using (var third = await Wire.ConnectAsync(endPoint))
            Assert.True(await third.IsEndedAsync());
        Assert.Equal(1, proxy.Stats.Counter("connection_limit.few.limited_connections").Value);
        Assert.Equal(2, proxy.Stats.Gauge("connection_limit.few.active_connections").Value);
        first.Dispose();
        await proxy.UntilAsync(
            _ => proxy.Stats.Gauge("connection_limit.few.active_connections").Value == 1, "a place is free");
        using var fourth = await Wire.ConnectAsync(endPoint);
        Assert.Equal("hello", await fourth.ReceiveAsync(5));
    }

    [Fact]
    public async Task A_connection_beyond_the_limit_may_be_held_for_a_while()
    {
        using var backend = new ScriptedBackend(wire => wire.ReceiveToEndAsync());
        using var proxy = new ProxyHarness();
        proxy.Cluster("c", backend.EndPoint);
        var endPoint = await ListenAsync(proxy, Limit("1, \"delay\": \"0.3s\""));
        using var first = await Wire.ConnectAsync(endPoint);
        await proxy.UntilAsync(
            _ => proxy.Stats.Gauge("connection_limit.few.active_connections").Value == 1, "the first is served");
        using var second = await Wire.ConnectAsync(endPoint);
        var started = Stopwatch.GetTimestamp();
        await second.SendAsync("nobody reads this");
        Assert.True(await second.IsEndedAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 200, 15_000);
    }

    [Fact]
    public async Task Tls_goes_unopened_to_the_cluster_that_its_server_name_names()
    {
        using var red = new TlsServer("red.test");
        using var blue = new TlsServer("blue.test");
        using var proxy = new ProxyHarness();
        proxy.Cluster("red.test", red.EndPoint);
        proxy.Cluster("blue.test", blue.EndPoint);
        var endPoint = await ListenAsync(proxy, SniCluster, Inspector);
        Assert.Equal("red.test", await CertificateNameAsync(endPoint, "red.test"));
        Assert.Equal("blue.test", await CertificateNameAsync(endPoint, "BLUE.test"));
        await Assert.ThrowsAnyAsync<Exception>(() => CertificateNameAsync(endPoint, "green.test"));
        Assert.Equal(1, proxy.Stats.Tcp("tcp").Read(TcpStat.DownstreamCxNoRoute));
    }

    [Fact]
    public async Task Tls_goes_unopened_by_the_filter_chain_of_its_server_name()
    {
        using var red = new TlsServer("red.test");
        using var others = new TlsServer("others.test");
        using var proxy = new ProxyHarness();
        proxy.Cluster("red", red.EndPoint);
        proxy.Cluster("others", others.EndPoint);
        proxy.Listener(
            $$"""
            { "name": "tls", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } }, {{Inspector}}
              "filterChains": [
                { "filterChainMatch": { "serverNames": ["red.test"] }, "filters": [ {{Tcp("red")}} ] },
                { "filterChainMatch": { "serverNames": ["*.test"], "transportProtocol": "tls" }, "filters": [ {{Tcp("others")}} ] } ] }
            """);
        await proxy.ApplyAsync();
        var endPoint = await proxy.EndPointAsync("tls");
        Assert.Equal("red.test", await CertificateNameAsync(endPoint, "red.test"));
        Assert.Equal("others.test", await CertificateNameAsync(endPoint, "green.test"));
        using var plain = await Wire.ConnectAsync(endPoint);
        await plain.SendAsync("not TLS");
        Assert.True(await plain.IsEndedAsync());
    }

    [Fact]
    public async Task A_real_client_and_real_servers_meet_by_server_name()
    {
        const string Openssl = "/usr/bin/openssl";
        Assert.SkipUnless(File.Exists(Openssl), "openssl is not installed");
        using var red = new OpensslServer(Openssl, "red.test");
        using var blue = new OpensslServer(Openssl, "blue.test");
        using var proxy = new ProxyHarness();
        proxy.Cluster("red.test", await red.WhenListeningAsync());
        proxy.Cluster("blue.test", await blue.WhenListeningAsync());
        var endPoint = await ListenAsync(proxy, SniCluster, Inspector);
        foreach (var name in (string[])["red.test", "blue.test"])
        {
            var start = new ProcessStartInfo(
                Openssl, ["s_client", "-connect", endPoint.ToString(), "-servername", name])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var client = Process.Start(start)!;
            client.StandardInput.Close();
            var output = await client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Matches($"subject=CN ?= ?{name}", output);
        }
    }

    private const string SniCluster =
        """
        { "name": "sni", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.filters.network.sni_cluster.v3.SniCluster" } },
        """;

    private const string Inspector =
        """
        "listenerFilters": [ { "name": "envoy.filters.listener.tls_inspector" } ],
        """;

    private static string Limit(string connections) =>
        $$"""
        { "name": "limit", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit",
          "statPrefix": "few", "maxConnections": {{connections}} } },
        """;

    private static string Tcp(string cluster) =>
        $$"""
        { "name": "tcp", "typedConfig": { "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
          "statPrefix": "tcp", "cluster": "{{cluster}}" } }
        """;

    private static async Task<IPEndPoint> ListenAsync(ProxyHarness proxy, string filter, string listener = "")
    {
        proxy.Listener(
            $$"""
            { "name": "l", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } }, {{listener}}
              "filterChains": [ { "filters": [ {{filter}} {{Tcp("c")}} ] } ] }
            """);
        await proxy.ApplyAsync();
        return await proxy.EndPointAsync("l");
    }

    private static async Task<string> CertificateNameAsync(IPEndPoint endPoint, string serverName)
    {
        using var wire = await Wire.ConnectAsync(endPoint);
        using var stream = new NetworkStream(wire.Socket);
        var subject = "";
        using var tls = new SslStream(stream, false, (_, certificate, _, _) =>
        {
            subject = certificate!.Subject;
            return subject.EndsWith(".test", StringComparison.Ordinal);
        });
        await tls.AuthenticateAsClientAsync(serverName).InTime();
        return subject["CN=".Length..];
    }

    private sealed class TlsServer : IDisposable
    {
        private readonly ScriptedBackend _backend;
        private readonly X509Certificate2 _certificate;

        public TlsServer(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            _certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
            _backend = new ScriptedBackend(async wire =>
            {
                using var tls = new SslStream(new NetworkStream(wire.Socket));
                await tls.AuthenticateAsServerAsync(_certificate, false, SslProtocols.None, false);
                await wire.ReceiveToEndAsync();
            });
        }

        public IPEndPoint EndPoint => _backend.EndPoint;

        public void Dispose()
        {
            _backend.Dispose();
            _certificate.Dispose();
        }
    }

    private sealed class OpensslServer : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outrigger-sni");
        private readonly Process _process;

        public OpensslServer(string openssl, string name)
        {
            string[] files = [Path.Combine(_folder.FullName, "key.pem"), Path.Combine(_folder.FullName, "certificate.pem")];
            using (var making = Process.Start(new ProcessStartInfo(
                openssl,
                ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", $"/CN={name}",
                    "-keyout", files[0], "-out", files[1]])
            { RedirectStandardError = true })!)
            {
                making.StandardError.ReadToEnd();
                making.WaitForExit();
            }

            _process = Process.Start(new ProcessStartInfo(
                openssl, ["s_server", "-accept", "127.0.0.1:0", "-key", files[0], "-cert", files[1], "-naccept", "1"])
            { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        }

        /// <summary>The port that the server chose, as it says: <c>ACCEPT 127.0.0.1:38421</c>.</summary>
        public async Task<IPEndPoint> WhenListeningAsync()
        {
            while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (line.StartsWith("ACCEPT ", StringComparison.Ordinal))
                    return IPEndPoint.Parse(line["ACCEPT ".Length..]);
            }

            throw new InvalidOperationException("openssl s_server ended before it listened");
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
