using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Envoy.Service.Discovery.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests.Security;

/// <summary>Secrets go to the gateway that has proved to be of their namespace and refers to them, and nowhere else.</summary>
public sealed class GatewaySecretTests
{
    private const string Name = "kubernetes://shop";
    private static readonly string SecretType = $"type.googleapis.com/{Secret.Descriptor.FullName}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_gets_the_secret_of_its_namespace_and_the_next_one_when_it_changes()
    {
        await using var test = await EnrolledWorkload.StartAsync("gateway");
        var first = CreatePem();
        await ApplyAsync(test, "default", first);
        using var channel = test.Workload.Connect();
        using var call = new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(channel)
            .DeltaAggregatedResources(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(Request("router", "app"), Cancellation);
        Assert.Equal(first.Certificate, await NextAsync(call.ResponseStream));

        await call.RequestStream.WriteAsync(
            new DeltaDiscoveryRequest { TypeUrl = SecretType, ResponseNonce = call.ResponseStream.Current.Nonce },
            Cancellation);
        var second = CreatePem();
        await test.ControlPlane.Client.ApplyAsync(SecretYaml("default", second), cancellation: Cancellation);
        Assert.Equal(second.Certificate, await NextAsync(call.ResponseStream));
    }

    [Theory]
    [InlineData("router", "app", "default", true)]
    [InlineData("router", "app", "other", false)]
    [InlineData("router", "unselected", "default", false)]
    [InlineData("sidecar", "app", "default", false)]
    public async Task Nobody_else_gets_it(string type, string label, string ofNamespace, bool isServed)
    {
        await using var test = await EnrolledWorkload.StartAsync("gateway");
        await ApplyAsync(test, ofNamespace, CreatePem());
        using var channel = test.Workload.Connect();
        using var call = new AggregatedDiscoveryService.AggregatedDiscoveryServiceClient(channel)
            .DeltaAggregatedResources(cancellationToken: Cancellation);
        await call.RequestStream.WriteAsync(Request(type, label), Cancellation);
        Assert.Equal(isServed, await NextAsync(call.ResponseStream) is not null);
    }

    /// <summary>The certificate of the next answer; null when it says that there is none of that name.</summary>
    private static async Task<string?> NextAsync(Grpc.Core.IAsyncStreamReader<DeltaDiscoveryResponse> responses)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TestControlPlane.Deadline);
        while (await responses.MoveNext(deadline.Token))
        {
            if (responses.Current.RemovedResources.Contains(Name)) return null;
            if (responses.Current.Resources.FirstOrDefault(each => each.Name == Name) is not { } resource) continue;
            return resource.Resource_.Unpack<Secret>().TlsCertificate.CertificateChain.InlineBytes.ToStringUtf8();
        }
        throw new InvalidOperationException("the stream has ended");
    }

    private static DeltaDiscoveryRequest Request(string type, string label) => new()
    {
        TypeUrl = SecretType,
        ResourceNamesSubscribe = { Name },
        Node = new Node
        {
            Id = $"{type}~127.0.0.9~pod-1.default~default.svc.cluster.local",
            Metadata = new Struct
            {
                Fields =
                {
                    ["NAMESPACE"] = Value.ForString("default"),
                    ["SERVICE_ACCOUNT"] = Value.ForString("gateway"),
                    ["LABELS"] = Value.ForStruct(new Struct { Fields = { [label] = Value.ForString("gateway") } }),
                },
            },
        },
    };

    /// <summary>Puts the Secret and a Gateway that refers to it in force.</summary>
    private static Task ApplyAsync(EnrolledWorkload test, string ofNamespace, (string Certificate, string Key) pem) =>
        test.ControlPlane.Client.ApplyAsync(
            $$"""
            {{SecretYaml(ofNamespace, pem)}}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: { name: gateway }
            spec:
              selector: { app: gateway }
              servers:
              - port: { number: 8443, name: https, protocol: HTTPS }
                hosts: ["*"]
                tls: { mode: SIMPLE, credentialName: shop }
            """,
            wait: TestControlPlane.Deadline,
            cancellation: Cancellation);

    private static string SecretYaml(string ofNamespace, (string Certificate, string Key) pem) => $$"""
        apiVersion: v1
        kind: Secret
        metadata: { name: shop, namespace: {{ofNamespace}} }
        stringData: { tls.crt: {{JsonSerializer.Serialize(pem.Certificate)}}, tls.key: {{JsonSerializer.Serialize(pem.Key)}} }
        """;

    private static (string Certificate, string Key) CreatePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
