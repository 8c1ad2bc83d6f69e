using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Outrigger.EndToEnd.Tests.Meshes;

namespace Outrigger.EndToEnd.Tests.Security;

/// <summary>A gateway that ends TLS with Secrets of its namespace.</summary>
public sealed class GatewayTlsTests
{
    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_host_has_its_certificate_and_one_that_lacks_it_is_closed_alone()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var port = FreePort();
        var shop = CreatePem("shop.example.com");
        var partner = CreatePem("partner.example.com");
        await mesh.ApplyTextAsync(
            string.Join("\n---\n", Secret("shop", shop), Secret("partner", partner), Gateway(port)),
            "gateway.yaml", EffectLimit);

        // Acknowledged is not yet open: a listener waits for its Secrets, which come after it.
        await UntilServedAsync("shop.example.com", "CN=shop.example.com", port);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => GetAsync("missing.example.com", port));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => GetAsync("partner.example.com", port));
        using var own = X509Certificate2.CreateFromPem(partner.Certificate, partner.Key);
        Assert.Equal(
            (HttpStatusCode.OK, "CN=partner.example.com"), await GetAsync("partner.example.com", port, own));

        // The missing Secret comes, and another one is renewed: new handshakes have both.
        await mesh.ApplyTextAsync(
            string.Join("\n---\n", Secret("missing", CreatePem("late")), Secret("shop", CreatePem("renewed"))),
            "secrets.yaml", EffectLimit);
        await UntilServedAsync("shop.example.com", "CN=renewed", port);
        await UntilServedAsync("missing.example.com", "CN=late", port);
    }

    private static Task UntilServedAsync(string host, string subject, int port) => Deadline.UntilAsync(
        async () =>
        {
            try
            {
                return await GetAsync(host, port) == (HttpStatusCode.OK, subject);
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        text: $"{host} is served with {subject}");

    private static async Task<(HttpStatusCode Status, string Subject)> GetAsync(
        string host, int port, X509Certificate2? own = null)
    {
        var subject = "";
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        // A resumed session would show the certificate that it began with.
        handler.SslOptions.AllowTlsResume = false;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            subject = certificate?.Subject ?? "";
            return subject.Length > 0;
        };
        if (own is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri($"https://{host}:{port}/productpage"), Cancellation);
        return (response.StatusCode, subject);
    }

    private static string Gateway(int port) => $$"""
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: { name: tls }
        spec:
          selector: { istio: ingressgateway }
          servers:
          - port: { number: {{port}}, name: https-shop, protocol: HTTPS }
            hosts: [shop.example.com]
            tls: { mode: SIMPLE, credentialName: shop }
          - port: { number: {{port}}, name: https-partner, protocol: HTTPS }
            hosts: [partner.example.com]
            tls: { mode: MUTUAL, credentialName: partner }
          - port: { number: {{port}}, name: https-missing, protocol: HTTPS }
            hosts: [missing.example.com]
            tls: { mode: SIMPLE, credentialName: missing }
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: tls }
        spec:
          hosts: ["*.example.com"]
          gateways: [tls]
          http: [{ route: [{ destination: { host: productpage, port: { number: 9080 } } }] }]
        """;

    private static string Secret(string name, (string Certificate, string Key) pem) => $$"""
        apiVersion: v1
        kind: Secret
        metadata: { name: {{name}}, namespace: istio-system }
        stringData:
          tls.crt: {{JsonSerializer.Serialize(pem.Certificate)}}
          tls.key: {{JsonSerializer.Serialize(pem.Key)}}
          ca.crt: {{JsonSerializer.Serialize(pem.Certificate)}}
        """;

    private static (string Certificate, string Key) CreatePem(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
