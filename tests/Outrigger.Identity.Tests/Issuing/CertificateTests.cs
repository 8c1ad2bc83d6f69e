using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Outrigger.Identity.Authorities;
using Outrigger.Identity.Tests.Support;

namespace Outrigger.Identity.Tests.Issuing;

/// <summary>What is in the certificates, and in the files that they come from.</summary>
public sealed class CertificateTests
{
    [Fact]
    public void A_leaf_is_what_Istio_and_every_TLS_library_expect()
    {
        using var test = new TestAuthority();
        using var leaf = TestAuthority.Leaf(test.Enrol("a"));
        var root = test.Authority.Bundle.Roots[0];

        Assert.Equal("", leaf.Subject);
        Assert.Equal(root.Subject, leaf.Issuer);
        Assert.Equal(17, leaf.SerialNumberBytes.Length);
        var names = Extension<X509Extension>(leaf, "2.5.29.17");
        Assert.True(names.Critical);
        Assert.True(WorkloadCertificate.TryReadIdentity(leaf, out var identity));
        Assert.Equal(TestAuthority.Reviews, identity);
        var usage = Extension<X509KeyUsageExtension>(leaf, "2.5.29.15");
        Assert.True(usage.Critical);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, usage.KeyUsages);
        Assert.Equal(
            ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"],
            Extension<X509EnhancedKeyUsageExtension>(leaf, "2.5.29.37").EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value));
        var constraints = Extension<X509BasicConstraintsExtension>(leaf, "2.5.29.19");
        Assert.True(constraints.Critical);
        Assert.False(constraints.CertificateAuthority);
        Assert.Equal(
            Extension<X509SubjectKeyIdentifierExtension>(root, "2.5.29.14").SubjectKeyIdentifierBytes.ToArray(),
            Extension<X509AuthorityKeyIdentifierExtension>(leaf, "2.5.29.35").KeyIdentifier!.Value.ToArray());
        Assert.NotNull(Extension<X509SubjectKeyIdentifierExtension>(leaf, "2.5.29.14"));
        Assert.Equal(test.Now.UtcDateTime - TimeSpan.FromMinutes(2), leaf.NotBefore.ToUniversalTime());
        Assert.Equal(test.Now.UtcDateTime + TimeSpan.FromHours(24), leaf.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void The_root_of_a_new_mesh_is_a_CA_for_ten_years()
    {
        using var test = new TestAuthority();
        var root = test.Authority.Bundle.Roots[0];
        var constraints = Extension<X509BasicConstraintsExtension>(root, "2.5.29.19");
        Assert.True(constraints is { Critical: true, CertificateAuthority: true, PathLengthConstraint: 0 });
        Assert.Equal(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            Extension<X509KeyUsageExtension>(root, "2.5.29.15").KeyUsages);
        using var key = root.GetECDsaPublicKey();
        Assert.Equal(256, key!.KeySize);
        Assert.InRange((root.NotAfter - root.NotBefore).TotalDays, 3649, 3651);
    }

    [Fact]
    public void Keys_are_for_their_owner_only()
    {
        using var test = new TestAuthority();
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(test.Folder));
        test.Enrol("a");
        foreach (var file in Directory.GetFiles(test.Folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == "root-cert.pem" && Path.GetDirectoryName(file) == test.Folder) continue;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void An_authority_that_starts_anew_is_the_same()
    {
        using var test = new TestAuthority();
        var before = test.Enrol("a");
        var bundle = test.Authority.Bundle.Pem;
        test.Restart();
        Assert.Equal(bundle, test.Authority.Bundle.Pem);
        Assert.True(test.IsTrusted(before));
        Assert.Equal(1, test.Authority.Status.LiveCertificates);
    }

    /// <summary>Whatever was asked for, no certificate is valid longer than it may be, nor than its issuer.</summary>
    [Property(MaxTest = 60)]
    public FsCheck.Property No_leaf_outlives_its_issuer() => Prop.ForAll(
        Gen.Choose(1, 400 * 24).ToArbitrary(), Gen.Choose(0, 120 * 24).ToArbitrary(), (wantedHours, ageHours) =>
        {
            using var test = new TestAuthority(options => options with
            {
                RootLifetime = TimeSpan.FromDays(100),
                RootRenewalShare = 0,
            });
            var root = test.Authority.Bundle.Roots[0];
            test.Time.Advance(TimeSpan.FromHours(ageHours));
            var result = test.Issue(
                TestAuthority.ByToken("a", TestAuthority.Reviews), lifetime: TimeSpan.FromHours(wantedHours));
            if (result.Certificate is not { } issued)
                return test.Now >= root.NotAfter.ToUniversalTime();
            return issued.NotAfter <= root.NotAfter.ToUniversalTime()
                && issued.NotAfter - test.Now <= TimeSpan.FromDays(90)
                && issued.NotAfter - test.Now <= TimeSpan.FromHours(wantedHours)
                && test.IsTrusted(issued);
        });

    [Fact]
    public void Serial_numbers_do_not_come_twice()
    {
        using var test = new TestAuthority();
        var serials = Enumerable.Range(0, 20).Select(pod => test.Enrol($"p{pod}").Serial).ToList();
        Assert.Equal(serials.Count, serials.Distinct().Count());
    }

    [Fact]
    public void The_control_planes_own_certificate_names_it()
    {
        using var test = new TestAuthority();
        var server = test.Authority.IssueServerCertificate(
            SpiffeId.Parse("spiffe://cluster.local/ns/istio-system/sa/istiod"),
            ["istiod.istio-system.svc", "localhost"], [System.Net.IPAddress.Loopback]);
        Assert.True(server.Certificate.HasPrivateKey);
        Assert.True(server.Certificate.MatchesHostname("istiod.istio-system.svc"));
        Assert.True(server.Certificate.MatchesHostname("127.0.0.1"));
        Assert.False(server.Certificate.MatchesHostname("reviews.default.svc"));
        Assert.Equal(test.Now + TimeSpan.FromHours(12), server.RenewAt);
    }

    private static T Extension<T>(X509Certificate2 certificate, string oid)
        where T : X509Extension =>
        Assert.IsAssignableFrom<T>(certificate.Extensions.Single(extension => extension.Oid!.Value == oid));
}
