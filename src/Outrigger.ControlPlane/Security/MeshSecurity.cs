using System.Net;
using Outrigger.Identity;
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
                StateDirectory.WorkloadTokenKeysFile(options.StateDirectory), authority.TrustDomain, options.Time),
            .. options.TokenVerifiers(authority.TrustDomain),
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
    /// <param name="options">How the control plane runs.</param>
    /// <param name="trustDomain">The trust domain of the mesh's identities, for as long as this lives.</param>
    /// <exception cref="Outrigger.Identity.Issuing.InvalidIssuerException">The CA's files do not fit
    /// together.</exception>
    /// <exception cref="IOException">The state directory cannot be written, or the trust domain is no
    /// name.</exception>
    public static MeshSecurity Open(ControlPlaneOptions options, string trustDomain) => new(
        options,
        CertificateAuthority.Open(new CertificateAuthorityOptions
        {
            Folder = StateDirectory.Identity(options.StateDirectory),
            PluggedInFolder = options.PluggedInAuthority,
            TrustDomain = TrustDomain.TryParse(trustDomain, out var domain)
                ? domain
                : throw new IOException($"the mesh's trust domain '{trustDomain}' is no name of one"),
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
