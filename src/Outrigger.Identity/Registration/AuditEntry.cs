namespace Outrigger.Identity.Registration;

/// <summary>One line of the audit log.</summary>
internal sealed record AuditEntry(DateTimeOffset Time, string Outcome, string Peer)
{
    /// <summary>The identity that the caller proved.</summary>
    public string? Identity { get; init; }

    public CallerProof? Proof { get; init; }

    /// <summary>The pod or former certificate that the caller is known by.</summary>
    public string? Holder { get; init; }

    /// <summary>The token's name.</summary>
    public string? Token { get; init; }

    /// <summary>The names that the request asked for.</summary>
    public string? Requested { get; init; }

    public string? KeyKind { get; init; }

    /// <summary>The SHA-256 of the public key.</summary>
    public string? KeyHash { get; init; }

    public string? Serial { get; init; }

    public string? Issuer { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public RefusalReason? Reason { get; init; }

    public string? Message { get; init; }
}
