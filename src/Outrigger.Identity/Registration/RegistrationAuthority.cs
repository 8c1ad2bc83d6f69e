using Outrigger.Identity.Authorities;
using Outrigger.Identity.Issuing;

namespace Outrigger.Identity.Registration;

/// <summary>
/// Decides who gets a certificate: a caller gets the identity that it proved and no other, for a key that it has, not
/// too often, and with a line in the audit log. Safe for use by many threads.
/// </summary>
public sealed class RegistrationAuthority : IDisposable
{
    /// <summary>A proxy that is started again and again asks once each time.</summary>
    private const int BurstOfCaller = 30;

    private static readonly TimeSpan RefillOfCaller = TimeSpan.FromSeconds(5);

    private readonly CertificateAuthority _authority;
    private readonly TimeProvider _time;
    private readonly TokenUses _tokenUses;
    private readonly CallerLimits _limits;
    private readonly AuditLog _audit;

    /// <summary>Creates the office before an authority.</summary>
    /// <param name="authority">Who signs.</param>
    /// <param name="folder">The authority's folder.</param>
    /// <param name="time">The clock.</param>
    public RegistrationAuthority(CertificateAuthority authority, string folder, TimeProvider time)
    {
        _authority = authority;
        _time = time;
        _tokenUses = new TokenUses(Path.Combine(folder, "token-uses.log"));
        _limits = new CallerLimits(BurstOfCaller, RefillOfCaller, time);
        _audit = new AuditLog(folder);
    }

    /// <summary>Decides about a request of a caller that has proved who it is.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="signingRequest">The certificate signing request as PEM.</param>
    /// <param name="lifetime">How long the certificate is wanted for; null for the default.</param>
    /// <param name="impersonated">Somebody else whom the request names as the subject; null for nobody.</param>
    public IssueResult Issue(Caller caller, string signingRequest, TimeSpan? lifetime, string? impersonated = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(signingRequest);
        var holder = caller.Pod
            ?? (caller.CertificateSerial is { } serial ? _authority.HolderOf(serial) : null);
        var entry = new AuditEntry(_time.GetUtcNow(), "refused", caller.Peer)
        {
            Identity = caller.Identity.ToString(),
            Proof = caller.Proof,
            Holder = holder,
            Token = caller.OneKeyToken,
            Requested = impersonated,
        };
        if (!_limits.TryTake(holder ?? caller.Identity.ToString()))
            return Refused(entry, RefusalReason.RateLimited, "too many requests; wait some seconds");
        if (impersonated is not null && impersonated != caller.Identity.ToString())
            return Foreign(entry, caller, impersonated);
        if (!SigningRequestReader.TryRead(signingRequest, out var request, out var refusal))
            return Refused(entry, refusal.Reason, refusal.Message);
        entry = entry with
        {
            KeyKind = request.KeyKind,
            KeyHash = request.KeyHash,
            Requested = request.Uris.Count > 0 ? string.Join(' ', request.Uris) : null,
        };
        if (caller.Identity.TrustDomain != _authority.TrustDomain)
            return Foreign(entry, caller, $"an identity of the trust domain {_authority.TrustDomain}");
        if (request.HasOtherNames) return Foreign(entry, caller, "names that are no SPIFFE IDs");
        if (request.Uris.FirstOrDefault(uri => uri != caller.Identity.ToString()) is { } foreign)
            return Foreign(entry, caller, foreign);
        return Sign(caller, request, lifetime, holder, entry);
    }

    /// <summary>Enters that a caller was turned away who did not prove who it is.</summary>
    /// <param name="peer">The address that it called from.</param>
    /// <param name="refusal">Why.</param>
    public void TurnedAway(string peer, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Refused(new AuditEntry(_time.GetUtcNow(), "refused", peer), refusal.Reason, refusal.Message);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tokenUses.Dispose();
        _audit.Dispose();
    }

    private IssueResult Sign(
        Caller caller, SigningRequest request, TimeSpan? lifetime, string? holder, AuditEntry entry)
    {
        try
        {
            if (caller.OneKeyToken is { } token
                && !_tokenUses.TryUse(token, request.KeyHash, caller.TokenExpires, _time.GetUtcNow()))
            {
                return Refused(entry, RefusalReason.TokenReplayed, "the token was used for another key");
            }

            var issued = _authority.Issue(
                request.Key, caller.Identity, holder, lifetime, isNewProcess: caller.Proof == CallerProof.Token);
            if (issued is null)
                return Refused(entry, RefusalReason.Unavailable, "the CA's own certificate has expired");
            _audit.Write(entry with
            {
                Outcome = "issued",
                Serial = issued.Serial,
                Issuer = issued.IssuerId,
                NotBefore = issued.NotBefore,
                NotAfter = issued.NotAfter,
            });
            IdentityMetrics.Issued(caller.Proof);
            return new IssueResult(issued, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be entered in the books is not given away.
            IdentityMetrics.Refused(RefusalReason.Unavailable);
            return new IssueResult(
                null, new Refusal(RefusalReason.Unavailable, $"the CA cannot write its books: {exception.Message}"));
        }
    }

    private IssueResult Foreign(AuditEntry entry, Caller caller, string asked) => Refused(
        entry with { Requested = asked }, RefusalReason.ForeignIdentity,
        $"{caller.Identity} asks for {asked}; a caller gets the identity that it proved and no other");

    private IssueResult Refused(AuditEntry entry, RefusalReason reason, string message)
    {
        IdentityMetrics.Refused(reason);
        try
        {
            _audit.Write(entry with { Reason = reason, Message = message });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new IssueResult(null, new Refusal(reason, $"{message} (not audited: {exception.Message})"));
        }

        return new IssueResult(null, new Refusal(reason, message));
    }
}
