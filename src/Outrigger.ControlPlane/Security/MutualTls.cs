using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity.Authorities;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// TLS of the port where proxies prove who they are. A client may do without a certificate, since its first one it asks
/// for here; one that it shows must be of the mesh's own roots, or there is no connection.
/// </summary>
internal sealed class MutualTls(
    CertificateAuthority authority, ServerCertificateHolder server, TimeProvider time)
{
    /// <summary>The settings for one connection.</summary>
    public SslServerAuthenticationOptions OptionsForConnection() => new()
    {
        ServerCertificateContext = server.Current,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = Accepts,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
        // A resumed session would be as good as its certificate was once.
        AllowTlsResume = false,
    };

    private bool Accepts(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (shown is null) return true;
        using var certificate = X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
        var isOurs = authority.Bundle.TryVerify(
            certificate, chain?.ChainPolicy.ExtraStore ?? [], time.GetUtcNow(), out var identity)
            && identity.TrustDomain == authority.TrustDomain;
        if (!isOurs) SecurityMetrics.ClientRefused();
        return isOurs;
    }
}
