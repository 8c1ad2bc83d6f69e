using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Google.Protobuf;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Tls;
using OwnCertificate = Outrigger.Net.Tls.TlsCertificate;

namespace Outrigger.Proxy.Identity;

/// <summary>The workload's certificate and its key. Immutable; the key is never shown.</summary>
internal sealed class WorkloadCertificate
{
    private readonly byte[] _keyPem;

    private WorkloadCertificate(byte[] chainPem, byte[] keyPem, TlsPeerCertificate leaf, DateTimeOffset receivedAt)
    {
        ChainPem = chainPem;
        _keyPem = keyPem;
        Leaf = leaf;
        ReceivedAt = receivedAt;
    }

    /// <summary>The certificate, then those that lead to its root, in PEM.</summary>
    public byte[] ChainPem { get; }

    /// <summary>The certificate itself.</summary>
    public TlsPeerCertificate Leaf { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Until when it is good.</summary>
    public DateTimeOffset NotAfter => Leaf.NotAfter;

    /// <summary>Checks what an authority has answered.</summary>
    /// <param name="chain">The certificate, those above it, and the roots, each in PEM.</param>
    /// <param name="keyPem">The key that it was asked for.</param>
    /// <param name="spiffeId">The name that it was asked for.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="TlsConfigurationException">It is not what was asked for.</exception>
    public static WorkloadCertificate Read(
        IReadOnlyList<string> chain, byte[] keyPem, string spiffeId, DateTimeOffset now)
    {
        byte[] pem = Encoding.ASCII.GetBytes(string.Join('\n', chain));
        IReadOnlyList<TlsPeerCertificate> certificates =
            TlsPeerCertificate.ReadPem(pem, "the authority's answer");
        TlsPeerCertificate leaf = certificates[0];
        if (leaf.UriNames.Count != 1 || leaf.UriNames[0] != spiffeId)
        {
            throw new TlsConfigurationException(
                $"the certificate is for {string.Join(", ", leaf.UriNames)}, expected {spiffeId}");
        }

        if (leaf.NotAfter <= now)
        {
            throw new TlsConfigurationException($"the certificate has expired at {leaf.NotAfter:u} already");
        }

        // Roots are known to whoever trusts them, and say nothing to whoever does not.
        IEnumerable<TlsPeerCertificate> shown = certificates.Where((each, index) => index == 0 || !each.IsSelfIssued);
        byte[] chainPem = Encoding.ASCII.GetBytes(string.Concat(shown.Select(each => each.Pem)));
        TlsChain.Check(new OwnCertificate(chainPem, keyPem));
        return new WorkloadCertificate(chainPem, keyPem, leaf, now);
    }

    /// <summary>The secret <c>default</c>.</summary>
    public Secret ToSecret() => new()
    {
        Name = SecretReference.OwnCertificate,
        TlsCertificate = new()
        {
            CertificateChain = new DataSource { InlineBytes = ByteString.CopyFrom(ChainPem) },
            PrivateKey = new DataSource { InlineBytes = ByteString.CopyFrom(_keyPem) },
        },
    };

    /// <summary>Does not show the key.</summary>
    public override string ToString() => $"{Leaf.SerialNumber} until {NotAfter:u}";
}
