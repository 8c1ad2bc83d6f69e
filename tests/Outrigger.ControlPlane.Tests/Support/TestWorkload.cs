using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Istio.V1.Auth;

namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>
/// A workload's proxy as the certificate authority sees it: a key, a connection over TLS that trusts the mesh's roots
/// alone, and the certificate that it has got.
/// </summary>
internal sealed class TestWorkload : IDisposable
{
    private readonly Func<IPEndPoint> _server;
    private readonly List<IDisposable> _owned = [];

    public TestWorkload(TestControlPlane controlPlane)
        : this(() => controlPlane.SecureEndpoint, controlPlane.TrustBundle)
    {
    }

    public TestWorkload(Func<IPEndPoint> server, string roots)
    {
        _server = server;
        Roots = roots;
        Key = Own(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    }

    public ECDsa Key { get; }

    /// <summary>The roots that it trusts, as PEM.</summary>
    public string Roots { get; set; }

    /// <summary>The certificate that it has got and connects with; null for none.</summary>
    public X509Certificate2? Certificate { get; set; }

    public string SigningRequest => SigningRequestFor(Key);

    public static string SigningRequestFor(ECDsa key, params string[] uris)
    {
        var request = new CertificateRequest("", key, HashAlgorithmName.SHA256);
        if (uris.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var uri in uris) names.AddUri(new Uri(uri));
            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSigningRequestPem();
    }

    /// <summary>Asks for a certificate and keeps it.</summary>
    public async Task<IReadOnlyList<string>> EnrolAsync(string? token, TimeSpan? lifetime = null)
    {
        var chain = await AskAsync(token, SigningRequest, lifetime);
        Keep(chain[0]);
        return chain;
    }

    /// <summary>Asks for a certificate over a new connection.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(
        string? token, string signingRequest, TimeSpan? lifetime = null,
        Action<IstioCertificateRequest>? change = null)
    {
        using var channel = Connect();
        var request = new IstioCertificateRequest
        {
            Csr = signingRequest,
            ValidityDuration = (long)(lifetime?.TotalSeconds ?? 0),
        };
        change?.Invoke(request);
        var headers = new Metadata();
        if (token is not null) headers.Add("authorization", $"Bearer {token}");
        var response = await new IstioCertificateService.IstioCertificateServiceClient(channel)
            .CreateCertificateAsync(
                request, headers, DateTime.UtcNow + TestControlPlane.Deadline, TestContext.Current.CancellationToken);
        return response.CertChain;
    }

    /// <summary>Asks, and returns how it was refused.</summary>
    public async Task<Status> RefusedAsync(
        string? token, string signingRequest, Action<IstioCertificateRequest>? change = null) =>
        (await Assert.ThrowsAsync<RpcException>(() => AskAsync(token, signingRequest, change: change))).Status;

    /// <summary>A channel with a connection of its own.</summary>
    public GrpcChannel Connect()
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                TargetHost = "istiod.istio-system.svc",
                ClientCertificates = Certificate is null ? null : [Certificate],
                LocalCertificateSelectionCallback = Certificate is null ? null : (_, _, _, _, _) => Certificate,
                CertificateChainPolicy = PolicyOf(Roots),
            },
        };
        return GrpcChannel.ForAddress($"https://{_server()}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
        });
    }

    public void Keep(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var withKey = certificate.CopyWithPrivateKey(Key);
        Certificate = Own(X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null));
    }

    public static X509ChainPolicy PolicyOf(string roots)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(roots);
        return policy;
    }

    public void Dispose()
    {
        foreach (var owned in _owned) owned.Dispose();
    }

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
