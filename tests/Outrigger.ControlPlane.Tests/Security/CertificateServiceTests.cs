using System.Security.Cryptography.X509Certificates;
using Outrigger.ControlPlane.Tests.Support;
using Outrigger.Identity;

namespace Outrigger.ControlPlane.Tests.Security;

/// <summary>Workloads get certificates over TLS for the identity that they prove.</summary>
public sealed class CertificateServiceTests
{
    private static readonly SpiffeId Reviews = SpiffeId.Parse("spiffe://cluster.local/ns/default/sa/reviews");

    [Fact]
    public async Task A_token_gets_a_certificate_and_that_gets_the_next()
    {
        await using var controlPlane = await TestControlPlane.StartAsync();
        using var issuer = new TokenIssuer();
        issuer.Publish(controlPlane.StateFolder);
        using var workload = new TestWorkload(controlPlane);

        var chain = await workload.EnrolAsync(issuer.Issue("reviews", DateTimeOffset.UtcNow));
        AssertGood(workload.Certificate!, controlPlane.TrustBundle);
        Assert.Equal(2, chain.Count);
        Assert.Equal(controlPlane.TrustBundle, chain[^1]);

        var first = workload.Certificate!.SerialNumber;
        await workload.EnrolAsync(token: null, TimeSpan.FromMinutes(5));
        AssertGood(workload.Certificate!, controlPlane.TrustBundle);
        Assert.NotEqual(first, workload.Certificate!.SerialNumber);
        Assert.InRange(
            workload.Certificate.NotAfter.ToUniversalTime() - DateTime.UtcNow,
            TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_meshs_configuration_names_the_trust_domain()
    {
        await using var controlPlane = await TestControlPlane.StartAsync(("mesh.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data:
              mesh: |
                trustDomain: shop.example
            """));
        using var issuer = new TokenIssuer();
        issuer.Publish(controlPlane.StateFolder);
        using var workload = new TestWorkload(controlPlane);
        await workload.EnrolAsync(issuer.Issue("reviews", DateTimeOffset.UtcNow));
        Assert.True(WorkloadCertificate.TryReadIdentity(workload.Certificate!, out var identity));
        Assert.Equal("spiffe://shop.example/ns/default/sa/reviews", identity.ToString());
    }

    private static void AssertGood(X509Certificate2 certificate, string roots)
    {
        Assert.True(WorkloadCertificate.TryReadIdentity(certificate, out var identity));
        Assert.Equal(Reviews, identity);
        using var chain = new X509Chain { ChainPolicy = TestWorkload.PolicyOf(roots) };
        Assert.True(chain.Build(certificate));
    }
}
