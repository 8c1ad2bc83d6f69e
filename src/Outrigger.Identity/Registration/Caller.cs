namespace Outrigger.Identity.Registration;

/// <summary>A caller that has proved who it is.</summary>
/// <param name="Identity">Who it is.</param>
/// <param name="Proof">How it proved that.</param>
/// <param name="Peer">The address that it called from, for the log.</param>
public sealed record Caller(SpiffeId Identity, CallerProof Proof, string Peer)
{
    /// <summary>The pod that the proof names, as <c>NAMESPACE/POD</c>; null when it names none.</summary>
    public string? Pod { get; init; }

    /// <summary>The serial number of the client certificate in hexadecimal; null when a token was shown.</summary>
    public string? CertificateSerial { get; init; }

    /// <summary>The token's name (<c>jti</c>) if it is good for one key only, else null.</summary>
    public string? OneKeyToken { get; init; }

    /// <summary>When the token expires.</summary>
    public DateTimeOffset TokenExpires { get; init; }
}
