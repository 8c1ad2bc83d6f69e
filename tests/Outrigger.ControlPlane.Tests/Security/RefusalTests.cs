using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Istio.V1.Auth;
using Outrigger.ControlPlane.Tests.Support;


namespace Outrigger.ControlPlane.Tests.Security;

/// <summary>Who may not have a certificate gets none; it is logged, audited and counted.</summary>
public sealed class RefusalTests
{
    private static readonly string[] BadTokens =
    [
        "expired", "never expires", "not valid yet", "other audience", "no audience", "audience of many without ours",
        "other issuer", "no issuer", "not signed", "none", "None", "HS256 with the public key", "foreign key",
        "foreign key of the same name", "foreign key in the header", "damaged signature", "other claims",
        "no service account", "service account of another namespace", "other account within", "no name",
        "critical header", "oversized", "noise", "empty",
    ];

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    public static TheoryData<string> Tokens() => [.. BadTokens];

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_bad_token_proves_nothing(string kind)
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var issuer = new TokenIssuer();
        issuer.Publish(controlPlane.StateFolder);
        using var workload = new TestWorkload(controlPlane);
        using var refusals = new CounterReader("identity.requests.refused");

        var status = await workload.RefusedAsync(Token(kind, issuer), workload.SigningRequest);
        Assert.Equal(StatusCode.Unauthenticated, status.StatusCode);
        AssertAudited(controlPlane, "refused");
        Assert.True(refusals.Count > 0);
    }

    [Fact]
    public async Task A_token_that_was_used_for_another_key_is_refused_also_after_a_restart()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var issuer = new TokenIssuer();
        issuer.Publish(controlPlane.StateFolder);
        using var workload = new TestWorkload(controlPlane);
        var token = issuer.Issue("reviews", Now);
        await workload.EnrolAsync(token);
        using var thief = new TestWorkload(controlPlane);
        await AssertReplayedAsync(thief, token);
        await controlPlane.StopAsync();
        await controlPlane.StartAgainAsync();

        // A new certificate of the server, the same roots; the workload may try again, the thief may not.
        using var again = new TestWorkload(controlPlane);
        await AssertReplayedAsync(again, token);
        await again.AskAsync(token, workload.SigningRequest);
    }

    [Fact]
    public async Task Without_proof_there_is_no_certificate()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var workload = new TestWorkload(controlPlane);
        var status = await workload.RefusedAsync(token: null, workload.SigningRequest);
        Assert.Equal(StatusCode.Unauthenticated, status.StatusCode);
        AssertAudited(controlPlane, "refused");
    }

    [Fact]
    public async Task There_are_no_certificates_over_clear_text()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var issuer = new TokenIssuer();
        issuer.Publish(controlPlane.StateFolder);
        using var workload = new TestWorkload(controlPlane);
        using var channel = GrpcChannel.ForAddress($"http://{controlPlane.XdsEndpoint}");
        var client = new IstioCertificateService.IstioCertificateServiceClient(channel);
        var headers = new Metadata { { "authorization", $"Bearer {issuer.Issue("reviews", Now)}" } };
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await client.CreateCertificateAsync(
            new IstioCertificateRequest { Csr = workload.SigningRequest }, headers,
            cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unauthenticated, exception.StatusCode);
    }

    [Theory]
    [InlineData("foreign SPIFFE ID", StatusCode.PermissionDenied)]
    [InlineData("impersonation", StatusCode.PermissionDenied)]
    [InlineData("malformed", StatusCode.InvalidArgument)]
    [InlineData("oversized", StatusCode.InvalidArgument)]
    [InlineData("huge", StatusCode.ResourceExhausted)]
    public async Task A_bad_request_is_refused_whoever_asks(string kind, StatusCode code)
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var issuer = new TokenIssuer();
        issuer.Publish(controlPlane.StateFolder);
        using var workload = new TestWorkload(controlPlane);
        await workload.EnrolAsync(issuer.Issue("reviews", Now));
        var request = kind switch
        {
            "foreign SPIFFE ID" => TestWorkload.SigningRequestFor(
                workload.Key, "spiffe://cluster.local/ns/default/sa/ratings"),
            "malformed" => "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
            "oversized" => TestWorkload.SigningRequestFor(workload.Key, $"http://a/{new string('x', 15_000)}"),
            "huge" => new string('A', 100_000),
            _ => workload.SigningRequest,
        };
        var status = await workload.RefusedAsync(token: null, request, message =>
        {
            if (kind == "impersonation")
            {
                message.Metadata = new Struct
                {
                    Fields = { ["ImpersonatedIdentity"] = Value.ForString("spiffe://cluster.local/ns/default/sa/ratings") },
                };
            }
        });
        Assert.Equal(code, status.StatusCode);
    }

    [Fact]
    public async Task A_certificate_of_another_CA_opens_no_connection()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var workload = new TestWorkload(controlPlane);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ca = new CertificateRequest("CN=Somebody", key, HashAlgorithmName.SHA256);
        ca.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = ca.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var leaf = new CertificateRequest("", workload.Key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri("spiffe://cluster.local/ns/default/sa/reviews"));
        leaf.CertificateExtensions.Add(names.Build());
        workload.Keep(leaf.Create(root, Now.AddHours(-1), Now.AddHours(1), [1, 2, 3]).ExportCertificatePem());
        using var refusals = new CounterReader("tls.clients.refused");
        var status = await workload.RefusedAsync(token: null, workload.SigningRequest);
        Assert.Contains(status.StatusCode, (StatusCode[])[StatusCode.Unavailable, StatusCode.Internal]);
        Assert.True(refusals.Count > 0);
    }

    [Fact]
    public async Task A_server_that_is_not_the_mesh_is_not_believed()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        await using var another = await TestControlPlane.StartAsync();
        using var workload = new TestWorkload(() => controlPlane.SecureEndpoint, another.TrustBundle);
        var status = await workload.RefusedAsync(token: null, workload.SigningRequest);
        Assert.Equal(StatusCode.Internal, status.StatusCode);
    }

    [Fact]
    public async Task Clear_text_beyond_loopback_needs_a_word()
    {
        var exception = await Assert.ThrowsAsync<IOException>(() => TestControlPlane.StartAsync(
            TimeProvider.System, options => options with { XdsAddress = IPAddress.Any }));
        Assert.Contains("clear text", exception.Message, StringComparison.Ordinal);
        await using var tlsOnly = await TestControlPlane.StartAsync(
            TimeProvider.System, options => options with { XdsAddress = IPAddress.Any, XdsPort = null });
        Assert.Equal(0, tlsOnly.XdsEndpoint.Port);
        await using var allowed = await TestControlPlane.StartAsync(
            TimeProvider.System,
            options => options with { XdsAddress = IPAddress.Any, AllowClearTextBeyondLoopback = true });
        Assert.NotEqual(0, allowed.XdsEndpoint.Port);
    }

    private static async Task AssertReplayedAsync(TestWorkload thief, string token)
    {
        var status = await thief.RefusedAsync(token, thief.SigningRequest);
        Assert.Equal(StatusCode.Unauthenticated, status.StatusCode);
        Assert.Contains("another key", status.Detail, StringComparison.Ordinal);
    }

    private static void AssertAudited(TestControlPlane controlPlane, string outcome)
    {
        var line = File.ReadAllLines(Path.Combine(StateDirectory.Identity(controlPlane.StateFolder), "audit.jsonl"))[^1];
        Assert.Equal(outcome, JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString());
    }

    private static string Token(string kind, TokenIssuer issuer)
    {
        var claims = TokenIssuer.Claims("reviews", Now);
        object header = new { alg = "ES256", kid = TokenIssuer.KeyName };
        switch (kind)
        {
            case "expired": claims["exp"] = Now.AddSeconds(-5).ToUnixTimeSeconds(); break;
            case "never expires": claims.Remove("exp"); break;
            case "not valid yet": claims["nbf"] = Now.AddMinutes(5).ToUnixTimeSeconds(); break;
            case "other audience": claims["aud"] = "vault"; break;
            case "no audience": claims.Remove("aud"); break;
            case "audience of many without ours": claims["aud"] = (string[])["vault", "istio-ca2", "istio"]; break;
            case "other issuer": claims["iss"] = "https://elsewhere"; break;
            case "no issuer": claims.Remove("iss"); break;
            case "no service account": claims["sub"] = "system:node:n1"; break;
            case "service account of another namespace": claims["sub"] = "system:serviceaccount:kube-system:reviews"; break;
            case "other account within": claims["sub"] = "system:serviceaccount:default:ratings"; break;
            case "no name": claims.Remove("jti"); break;
            case "critical header": header = new { alg = "ES256", kid = TokenIssuer.KeyName, crit = (string[])["x"], x = 1 }; break;
            case "oversized": claims["padding"] = new string('x', 9000); break;
            case "noise": return "a.b.c";
            case "empty": return "";
            default: return Forged(kind, issuer, claims);
        }

        return issuer.Sign(header, claims);
    }

    private static string Forged(string kind, TokenIssuer issuer, object claims)
    {
        using var foreign = new TokenIssuer();
        var good = issuer.Sign(claims).Split('.');
        switch (kind)
        {
            case "not signed": return $"{good[0]}.{good[1]}.";
            case "none": case "None": return TokenIssuer.Unsigned(new { alg = kind }, claims) + ".";
            case "HS256 with the public key":
                var signed = TokenIssuer.Unsigned(new { alg = "HS256", kid = TokenIssuer.KeyName }, claims);
                var secret = Encoding.UTF8.GetBytes(issuer.Key.ExportSubjectPublicKeyInfoPem());
                return $"{signed}.{TokenIssuer.Base64Url(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
            case "foreign key": return foreign.Sign(new { alg = "ES256", kid = "key-2" }, claims);
            case "foreign key of the same name": return foreign.Sign(claims);
            case "foreign key in the header":
                var jwk = JsonDocument.Parse(foreign.KeySet()).RootElement.GetProperty("keys")[0];
                return foreign.Sign(new { alg = "ES256", kid = TokenIssuer.KeyName, jwk }, claims);
            case "damaged signature": return $"{good[0]}.{good[1]}.{(good[2][0] == 'A' ? 'B' : 'A')}{good[2][1..]}";
            case "other claims": return $"{good[0]}.{foreign.Issue("ratings", Now).Split('.')[1]}.{good[2]}";
            default: throw new ArgumentException(kind);
        }
    }
}
