using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Traffic;
using Outrigger.Local.Networking;
using Outrigger.Local.Supervision;

namespace Outrigger.EndToEnd.Tests.Security;

/// <summary>What others see of a mesh whose pods have networks of their own, and what they get from it.</summary>
public sealed class MutualTlsTests
{
    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Between_workloads_there_is_TLS_1_3_and_nothing_else()
    {
        Assert.SkipWhen(ExecutablePath.Find("tcpdump") is null, "tcpdump is not installed.");
        await using var mesh = await StartAsync();
        var bridge = "or" + await File.ReadAllTextAsync(Path.Combine(mesh.StateDirectory, "mesh-id"), Cancellation);
        using var capture = await PacketCapture.StartAsync(bridge.Trim(), "tcp and not port 15012");
        using (var client = new BookinfoClient(mesh.Ingress))
        {
            for (var count = 0; count < 20; count++)
            {
                var (status, body) = await client.GetAsync("/productpage");
                Assert.Equal(HttpStatusCode.OK, status);
                Assert.Contains("Comedy of Errors", body, StringComparison.Ordinal);
            }
        }

        var flows = await capture.StopAsync();
        // The gateway and productpage call two others each way, new connections or not.
        Assert.True(flows.Count >= 4, $"{flows.Count} directions were seen");
        Assert.All(flows, flow => Assert.True(flow.IsTls13Only(), flow.ToString()));
        foreach (var text in (string[])["HTTP/1.1", "Comedy", "reviews-v", "x-request-id", "spiffe://"])
        {
            Assert.All(flows, flow => Assert.False(flow.Contains(text), $"\"{text}\" is in {flow}"));
        }
    }

    [Fact]
    public async Task A_plain_caller_is_served_where_that_is_permitted_and_refused_where_TLS_is_demanded()
    {
        await using var mesh = await StartAsync();
        var ratings = await AddressOfAsync(mesh, "ratings");
        using var plain = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
        var url = new Uri($"http://{ratings}:9080/ratings/0");
        Assert.Equal(HttpStatusCode.OK, (await plain.GetAsync(url, Cancellation)).StatusCode);

        await mesh.ApplyTextAsync(Demand("STRICT"), "strict.yaml", EffectLimit);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => plain.GetAsync(url, Cancellation));
        // Who is of the mesh goes on.
        using var client = new BookinfoClient(mesh.Ingress);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/productpage")).Status);

        using var authority = new StrangeAuthority();
        var (without, _) = await OpenSslAsync(ratings);
        Assert.DoesNotContain("200 OK", without, StringComparison.Ordinal);
        Assert.Contains("alert", without, StringComparison.Ordinal);
        var (foreign, _) = await OpenSslAsync(ratings, "-cert", authority.CertificateFile, "-key", authority.KeyFile);
        Assert.DoesNotContain("200 OK", foreign, StringComparison.Ordinal);
        Assert.Contains("alert", foreign, StringComparison.Ordinal);

        await mesh.ApplyTextAsync(Demand("PERMISSIVE"), "permissive.yaml", EffectLimit);
        Assert.Equal(HttpStatusCode.OK, (await plain.GetAsync(url, Cancellation)).StatusCode);
    }

    private static Task<RunningMesh> StartAsync()
    {
        var obstacle = NamespaceNetwork.FindObstacle();
        Assert.SkipWhen(obstacle is not null, obstacle ?? "");
        return RunningMesh.StartAsync("--interception", "redirect");
    }

    private static string Demand(string mode) => $$"""
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: istio-system}
        spec:
          mtls: {mode: {{mode}}}
        """;

    private static async Task<IPAddress> AddressOfAsync(RunningMesh mesh, string service)
    {
        var endpoints = await mesh.Management.EndpointsAsync(service, "default", Cancellation);
        return IPAddress.Parse(endpoints[0].Address.Split(':')[0]);
    }

    /// <summary>Asks for something by OpenSSL's own client, and returns all that it said and was told.</summary>
    private static async Task<(string Text, int Status)> OpenSslAsync(IPAddress address, params string[] arguments)
    {
        string[] words = ["s_client", "-connect", $"{address}:9080", "-alpn", "istio", "-ign_eof", .. arguments];
        var startInfo = new ProcessStartInfo("openssl", words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(startInfo)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        try
        {
            await process.StandardInput.WriteAsync("GET /ratings/0 HTTP/1.1\r\nHost: ratings:9080\r\nConnection: close\r\n\r\n");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended before it could be told anything; what it says is looked at.
        }

        await process.WaitForExitAsync(Cancellation);
        return (await output + await errors, process.ExitCode);
    }

    /// <summary>An authority that nobody of the mesh knows, with a certificate for one of the mesh's names.</summary>
    private sealed class StrangeAuthority : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outrigger-ca-");

        public StrangeAuthority()
        {
            using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var authority = new CertificateRequest("CN=Strangers", authorityKey, HashAlgorithmName.SHA256);
            authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var root = authority.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddUri(new Uri("spiffe://cluster.local/ns/default/sa/bookinfo-productpage"));
            request.CertificateExtensions.Add(names.Build());
            using var leaf = request.Create(
                root, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(30), [1, 2, 3]);
            File.WriteAllText(CertificateFile, leaf.ExportCertificatePem());
            File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        }

        public string CertificateFile => Path.Combine(_folder.FullName, "cert.pem");

        public string KeyFile => Path.Combine(_folder.FullName, "key.pem");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
