using System.Net;
using Outrigger.Identity.Authorities;
using Outrigger.Identity.Registration;
using Outrigger.Identity.Tokens;

namespace Outrigger.ControlPlane.Security;

/// <summary>The certificate authority of a control plane, and what is made of its certificates.</summary>
internal sealed class MeshSecurity : IDisposable
{
    private MeshSecurity(ControlPlaneOptions options, CertificateAuthority authority)
    {
        var folder = StateDirectory.Identity(options.StateDirectory);
        Authority = authority;
        Registration = new RegistrationAuthority(authority, folder, options.Time);
        Tokens =
        [
            TokenVerifiers.Local(
                StateDirectory.WorkloadTokenKeysFile(options.StateDirectory), options.TrustDomain, options.Time),
            .. options.TokenVerifiers,
        ];
        RootCertificate = new RootCertificateSecret(() => authority.Bundle);
        authority.Changed += RootCertificate.Refresh;
        Tls = new MutualTls(
            authority,
            new ServerCertificateHolder(authority, AddressesOf(options), options.Time),
            options.Time);
    }

    public CertificateAuthority Authority { get; }

    public RegistrationAuthority Registration { get; }

    public IReadOnlyList<ITokenVerifier> Tokens { get; }

    public RootCertificateSecret RootCertificate { get; }

    public MutualTls Tls { get; }

    /// <summary>Opens the authority of a state directory.</summary>
    /// <exception cref="Outrigger.Identity.Issuing.InvalidIssuerException">The CA's files do not fit
    /// together.</exception>
    /// <exception cref="IOException">The state directory cannot be written.</exception>
    public static MeshSecurity Open(ControlPlaneOptions options) => new(
        options,
        CertificateAuthority.Open(new CertificateAuthorityOptions
        {
            Folder = StateDirectory.Identity(options.StateDirectory),
            PluggedInFolder = options.PluggedInAuthority,
            TrustDomain = options.TrustDomain,
            RootLifetime = options.RootLifetime,
            Time = options.Time,
        }));

    public void Dispose()
    {
        Registration.Dispose();
        Authority.Dispose();
    }

    /// <summary>The addresses by which the control plane is called; one for all interfaces is none of them.</summary>
    private static IReadOnlyList<IPAddress> AddressesOf(ControlPlaneOptions options) =>
        [.. new[] { options.SecureAddress ?? options.XdsAddress, IPAddress.Loopback }
            .Where(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            .Distinct()];
}
