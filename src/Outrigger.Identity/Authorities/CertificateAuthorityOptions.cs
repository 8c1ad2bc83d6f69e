namespace Outrigger.Identity.Authorities;

/// <summary>How a certificate authority works.</summary>
public sealed record CertificateAuthorityOptions
{
    /// <summary>Where it keeps its keys and what it has issued; nobody else may enter.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// A folder with <c>ca-cert.pem</c>, <c>ca-key.pem</c>, <c>root-cert.pem</c> and <c>cert-chain.pem</c>, as Istio's
    /// <c>cacerts</c>; it is watched. Null for a root of the authority's own.
    /// </summary>
    public string? PluggedInFolder { get; init; }

    /// <summary>The trust domain of the identities that it vouches for.</summary>
    public TrustDomain TrustDomain { get; init; } = TrustDomain.Default;

    /// <summary>How long a certificate is valid whose request names no time.</summary>
    public TimeSpan LeafLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a certificate is valid at most, whatever its request names.</summary>
    public TimeSpan LeafLifetimeMax { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long before it is issued a certificate begins to be valid: clocks differ.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a root of the authority's own is valid.</summary>
    public TimeSpan RootLifetime { get; init; } = TimeSpan.FromDays(3650);

    /// <summary>The part of its life, at its end, in which a root of the authority's own is replaced.</summary>
    public double RootRenewalShare { get; init; } = 0.2;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
