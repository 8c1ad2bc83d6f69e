using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity.Authorities;
using Outrigger.Identity.Issuing;
using Outrigger.Identity.Rotation;
using Outrigger.Identity.Tests.Support;

namespace Outrigger.Identity.Tests.Issuing;

/// <summary>A CA from a folder signs; one that does not fit together says why; a new one takes over step by step.</summary>
public sealed class PluggedInTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("P-256", 1)]
    [InlineData("P-384", 1)]
    [InlineData("RSA", 1)]
    [InlineData("P-256", 3)]
    public void Leaves_chain_to_the_root_of_the_folder(string kind, int intermediates)
    {
        using var folder = new CaFolder(Now);
        using AsymmetricAlgorithm key = kind switch
        {
            "RSA" => RSA.Create(2048),
            "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        };
        var root = folder.WriteIntermediate(key, intermediates: intermediates);
        using var test = Open(folder);
        Assert.Equal(root, Assert.Single(test.Authority.Bundle.Roots));
        var issued = test.Enrol("a");
        Assert.Equal(intermediates + 2, issued.Chain.Count);
        Assert.True(test.IsTrusted(issued));
        Assert.Equal(
            ["root", .. Enumerable.Repeat("intermediate", intermediates)],
            test.Authority.Status.Certificates.Select(each => each.Role));
    }

    [Fact]
    public void A_self_signed_CA_needs_no_chain()
    {
        using var folder = new CaFolder(Now);
        using var key = RSA.Create(3072);
        var root = folder.Certify("alone", key, null, null, days: 30);
        folder.Write("ca-cert.pem", root.ExportCertificatePem());
        folder.Write("root-cert.pem", root.ExportCertificatePem());
        folder.Write("ca-key.pem", key.ExportRSAPrivateKeyPem());
        using var test = Open(folder);
        var issued = test.Enrol("a", lifetime: TimeSpan.FromDays(60));
        Assert.Equal(2, issued.Chain.Count);
        Assert.True(test.IsTrusted(issued));
        Assert.Equal(root.NotAfter.ToUniversalTime(), issued.NotAfter.UtcDateTime);
    }

    [Theory]
    [InlineData("no certificate", "ca-cert.pem is missing")]
    [InlineData("no key", "ca-key.pem is missing")]
    [InlineData("no root", "root-cert.pem is missing")]
    [InlineData("certificate is noise", "ca-cert.pem holds no certificate")]
    [InlineData("certificate is damaged", "ca-cert.pem holds a certificate that cannot be read")]
    [InlineData("key is noise", "ca-key.pem holds neither an elliptic curve key nor an RSA key")]
    [InlineData("key is encrypted", "ca-key.pem is encrypted")]
    [InlineData("key of another", "ca-key.pem is not the key of the certificate in ca-cert.pem")]
    [InlineData("key too small", "ca-key.pem is of no kind that the CA signs with")]
    [InlineData("no CA", "ca-cert.pem is the certificate of no CA")]
    [InlineData("expired", "ca-cert.pem expired on 2025-12-31 12:00:00Z")]
    [InlineData("not yet valid", "ca-cert.pem is not valid before 2026-01-03 12:00:00Z")]
    [InlineData("root of another", "ca-cert.pem chains to no root in root-cert.pem")]
    [InlineData("no intermediate", "ca-cert.pem chains to no root in root-cert.pem")]
    public void What_does_not_fit_together_is_said_in_one_sentence(string fault, string sentence)
    {
        using var folder = new CaFolder(Now);
        Break(folder, fault);
        var exception = Assert.Throws<InvalidIssuerException>(() => Open(folder));
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void A_new_root_takes_the_same_steps_as_any()
    {
        using var folder = new CaFolder(Now);
        var old = folder.WriteIntermediate(rootName: "old");
        using var test = Open(folder);
        var a = test.Enrol("a", lifetime: TimeSpan.FromHours(1));
        var added = folder.WriteIntermediate(rootName: "new");
        Look(test);
        Assert.Equal(RotationPhase.Distributing, test.Authority.Status.Phase);
        Assert.Equal([old, added], test.Authority.Bundle.Roots);

        // The folder no longer holds the old CA, which still signs, also after the authority was killed.
        test.Restart();
        var b = test.Enrol("b");
        using (var leaf = TestAuthority.Leaf(b)) Assert.Equal("CN=old CA", leaf.Issuer);
        test.Authority.Confirm(a.Serial, test.Authority.Bundle.Version);
        test.Authority.Confirm(b.Serial, test.Authority.Bundle.Version);
        test.Authority.Advance();
        Assert.Equal(RotationPhase.Signing, test.Authority.Status.Phase);
        test.Restart();
        using (var leaf = TestAuthority.Leaf(test.Renew(a))) Assert.Equal("CN=new CA", leaf.Issuer);
        test.Time.Advance(TimeSpan.FromDays(2));
        test.Authority.Advance();
        Assert.Equal(RotationPhase.Stable, test.Authority.Status.Phase);
        Assert.Equal([added], test.Authority.Bundle.Roots);
    }

    [Fact]
    public void A_new_CA_under_the_same_root_signs_at_once()
    {
        using var folder = new CaFolder(Now);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = folder.Certify("root", rootKey, null, null, days: 1000);
        WriteBelow(folder, root, rootKey, "first");
        using var test = Open(folder);
        var before = test.Authority.Bundle.Version;
        WriteBelow(folder, root, rootKey, "second one");
        Look(test);
        Assert.Equal((RotationPhase.Stable, before), (test.Authority.Status.Phase, test.Authority.Bundle.Version));
        using var leaf = TestAuthority.Leaf(test.Enrol("a"));
        Assert.Equal("CN=second one", leaf.Issuer);
    }

    [Fact]
    public void Files_that_became_bad_leave_the_former_CA_in_place()
    {
        using var folder = new CaFolder(Now);
        folder.WriteIntermediate();
        using var test = Open(folder);
        var key = File.ReadAllText(folder["ca-key.pem"]);
        folder.Write("ca-key.pem", "nothing");
        Look(test);
        Assert.Contains("ca-key.pem", test.Authority.Status.Problem, StringComparison.Ordinal);
        Assert.True(test.IsTrusted(test.Enrol("a")));
        folder.Write("ca-key.pem", key);
        Look(test);
        Assert.Null(test.Authority.Status.Problem);
    }

    [Fact]
    public void A_mesh_moves_from_its_own_root_to_a_plugged_in_one()
    {
        using var folder = new CaFolder(Now);
        string? plugged = null;
        using var test = new TestAuthority(options => options with { PluggedInFolder = plugged });
        test.Enrol("a");
        var root = folder.WriteIntermediate();
        plugged = folder.Path;
        test.Restart();
        Assert.Equal(RotationPhase.Distributing, test.Authority.Status.Phase);
        Assert.Equal(root, test.Authority.Bundle.Roots[1]);
        Assert.Throws<InvalidIssuerException>(test.Authority.Rotate);
    }

    private static TestAuthority Open(CaFolder folder) =>
        new(options => options with { PluggedInFolder = folder.Path });

    private static void Look(TestAuthority test)
    {
        test.Time.Advance(TimeSpan.FromSeconds(6));
        test.Authority.Advance();
    }

    private static void WriteBelow(CaFolder folder, X509Certificate2 root, ECDsa rootKey, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = folder.Certify(name, key, root, rootKey, days: 100);
        folder.Write("ca-cert.pem", certificate.ExportCertificatePem());
        folder.Write("ca-key.pem", key.ExportECPrivateKeyPem());
        folder.Write("root-cert.pem", root.ExportCertificatePem());
    }

    private static void Break(CaFolder folder, string fault)
    {
        folder.WriteIntermediate(intermediates: 2);
        switch (fault)
        {
            case "no certificate": File.Delete(folder["ca-cert.pem"]); break;
            case "no key": File.Delete(folder["ca-key.pem"]); break;
            case "no root": File.Delete(folder["root-cert.pem"]); break;
            case "no intermediate": File.Delete(folder["cert-chain.pem"]); break;
            case "certificate is noise": folder.Write("ca-cert.pem", "noise"); break;
            case "certificate is damaged": folder.Write("ca-cert.pem", PemEncoding.WriteString("CERTIFICATE", [1, 2, 3])); break;
            case "key is noise": folder.Write("ca-key.pem", "noise"); break;
            case "root of another":
                using (var other = new CaFolder(Now)) folder.Write("root-cert.pem", other.WriteIntermediate().ExportCertificatePem());
                break;
            case "key is encrypted":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    folder.Write("ca-key.pem", key.ExportEncryptedPkcs8PrivateKeyPem(
                        "word", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
                }

                break;
            case "key of another":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                    folder.Write("ca-key.pem", key.ExportPkcs8PrivateKeyPem());
                break;
            case "key too small":
                using (var small = RSA.Create(1024)) WriteAlone(folder, small);
                break;
            case "no CA":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256)) WriteAlone(folder, key, isCa: false);
                break;
            case "expired":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256)) WriteAlone(folder, key, start: -10, days: -1);
                break;
            case "not yet valid":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256)) WriteAlone(folder, key, start: 2);
                break;
            default: throw new ArgumentException(fault);
        }
    }

    private static void WriteAlone(CaFolder folder, AsymmetricAlgorithm key, bool isCa = true, int start = -1, int days = 30)
    {
        using var certificate = folder.Certify("alone", key, null, null, days, isCa, start);
        folder.Write("ca-cert.pem", certificate.ExportCertificatePem());
        folder.Write("root-cert.pem", certificate.ExportCertificatePem());
        folder.Write("ca-key.pem", key.ExportPkcs8PrivateKeyPem());
    }
}
