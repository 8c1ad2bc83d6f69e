using System.Collections.Concurrent;
using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Google.Protobuf;
using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Proxies;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Secrets;
using KubernetesSecret = Outrigger.Resources.Kubernetes.Secrets.Secret;
using WireSecret = Envoy.Extensions.TransportSockets.Tls.V3.Secret;

namespace Outrigger.Discovery.Transport;

/// <summary>
/// The Secrets of a snapshot as credentials of TLS. They are for proxies that have proved an identity of the Secret's
/// own namespace, and for nobody else.
/// </summary>
internal sealed class CredentialIndex
{
    private readonly Dictionary<ResourceKey, ConfigItem<KubernetesSecret>> _secrets;
    private readonly ConcurrentDictionary<(string Namespace, string Name), WireSecret?> _made = new();

    public CredentialIndex(IEnumerable<ConfigItem<KubernetesSecret>> secrets) =>
        _secrets = secrets.ToDictionary(secret => secret.Key);

    /// <summary>Whether a proxy may have a secret, and it is there and in order.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="name">The name under which the secret is served.</param>
    public bool IsFor(ProxyNode proxy, string name) => Find(proxy, name) is not null;

    /// <summary>The secret of that name for a proxy; null when it may not have it, or there is none in order.</summary>
    public WireSecret? Find(ProxyNode proxy, string name)
    {
        if (proxy.VerifiedIdentity is not { } identity || !CredentialName.IsOne(name)) return null;
        var (ofNamespace, _, _) = CredentialName.Parse(name, identity.Namespace);
        if (ofNamespace != identity.Namespace) return null;
        return _made.GetOrAdd((identity.Namespace, name), key => Make(key.Namespace, key.Name));
    }

    private WireSecret? Make(string ownNamespace, string name)
    {
        var (ofNamespace, secretName, isRoots) = CredentialName.Parse(name, ownNamespace);
        return isRoots ? MakeRoots(name, ofNamespace, secretName) : MakeCertificate(name, ofNamespace, secretName);
    }

    private WireSecret? MakeCertificate(string name, string ofNamespace, string secretName)
    {
        if (Look(ofNamespace, secretName) is not { } secret || secret.FaultOfCertificate() is not null) return null;
        return new WireSecret
        {
            Name = name,
            TlsCertificate = new TlsCertificate
            {
                CertificateChain = Inline(secret.Chain!.Value),
                PrivateKey = Inline(secret.PrivateKey!.Value),
            },
        };
    }

    /// <summary>Roots stand in a Secret of their own, or beside the certificate.</summary>
    private WireSecret? MakeRoots(string name, string ofNamespace, string secretName)
    {
        var secret = Look(ofNamespace, secretName + CredentialName.RootsSuffix) ?? Look(ofNamespace, secretName);
        if (secret is null || secret.FaultOfRoots() is not null) return null;
        return new WireSecret
        {
            Name = name,
            ValidationContext = new CertificateValidationContext
            {
                TrustedCa = Inline(secret.Roots!.Value),
                Crl = secret.RevocationLists is { } lists ? Inline(lists) : null,
            },
        };
    }

    private CertificateSecret? Look(string ofNamespace, string name) =>
        _secrets.TryGetValue(new ResourceKey("Secret", ofNamespace, name), out var found)
            ? CertificateSecret.Of(found.Spec)
            : null;

    private static DataSource Inline(ReadOnlyMemory<byte> bytes) =>
        new() { InlineBytes = ByteString.CopyFrom(bytes.Span) };
}
